"""``scalinglaws flops``: a transformer's shape in, its parameters and FLOP by convention out."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from scalinglaws.cli.common import Commands, add_command, as_json, positive
from scalinglaws.errors import InputError
from scalinglaws.units import format_count

if TYPE_CHECKING:
    from scalinglaws.flops import Shape

FLOPS = """\
How many parameters a transformer has and how many FLOP a token costs in training, counted by
several named conventions. FLOP are operations, not operations per second. A weight costs 2 FLOP
per token forward, a multiplication and an addition, and 4 backward: 6 N per token, 6 N D for D
tokens. Finer counts add what attention costs beyond its weights, or leave the embeddings out.

The shape is that of a decoder: equal dense layers, attention over the whole sequence. For an
encoder-decoder such as T5 a token meets half of the weights: 3 N. Of a mixture of experts count
the experts that a token visits.
"""
FLOPS_EXAMPLES = """\
examples:
  scalinglaws flops --layers 80 --d-model 8192 --heads 64 --vocab 32000 --seq-len 2048
  scalinglaws flops --layers 80 --d-model 8192 --heads 64 --key-size 128 --ffw 32768 \\
      --vocab 32000 --seq-len 2048 --tokens 1.4T
  scalinglaws flops --layers 12 --d-model 768 --heads 12 --vocab 50257 --seq-len 1024 --json

conventions of parameters, N:
  kaplan2020_12Ld2               12 layers d^2: no embeddings, h k = d, m = 4 d
  kaplan2020_non_embedding       attention and feed-forward, no embeddings
  with_embedding                 the same and one embedding, shared by input and output
  hoffmann2022_tableA9           with relative positions and small terms: fits that table

conventions of FLOP per token:
  6N_...                         6 times one of these N
  kaplan2020                     6 N without embeddings, and the context term
  hoffmann2022_appendixF         the paper's list of eight components, as written
  hoffmann2022_appendixF_layers  its six components of a layer: reproduces Table A4
  ..._rematerialised             the forward pass runs twice: 4/3

JSON keys: schema, parameters, flops_per_token, each of the last two an object by convention;
with --tokens also tokens, flops.
"""
MOST_TOKENS = 1e30  # keeps every total a finite number
REMATERIALISED = "_rematerialised"
# Option and help; the name of the field is the option's. The letters are those of the formulae.
SIZES = (
    ("--layers", "layers of the model"),
    ("--d-model", "d, width of the model"),
    ("--heads", "h, attention heads of a layer"),
    ("--key-size", "k, width of a head's keys, queries and values; default: d/h"),
    ("--ffw", "m, width inside the feed-forward block; default: 4 d"),
    ("--vocab", "V, different tokens in the vocabulary"),
    ("--seq-len", "t, tokens of a training sequence"),
)
HAS_DEFAULT = {"--key-size", "--ffw"}


def add_flops(commands: Commands) -> None:
    """Add the subcommand."""
    flops = add_command(
        commands,
        "flops",
        summary="parameters and FLOP of a transformer's shape",
        description=FLOPS,
        examples=FLOPS_EXAMPLES,
    )
    for option, meaning in SIZES:
        needed = option not in HAS_DEFAULT
        flops.add_argument(option, metavar="COUNT", required=needed, help=meaning)
    flops.add_argument(
        "--tokens", metavar="TOKENS", help="training tokens, such as 1.4T: adds the total in FLOP"
    )
    flops.add_argument("--json", action="store_true", help="JSON instead of text")
    flops.set_defaults(run=_run)


def _run(arguments: argparse.Namespace) -> Iterable[str]:
    from scalinglaws.flops import flop_per_token, parameters

    shape = _shape(arguments)
    D = None if arguments.tokens is None else _tokens(arguments.tokens)
    if not arguments.json:
        return _text(shape, D)
    counts = flop_per_token(shape)
    answer = {"schema": 1, "parameters": parameters(shape), "flops_per_token": counts}
    if D is not None:
        answer |= {"tokens": D, "flops": {name: D * flop for name, flop in counts.items()}}
    return [as_json(answer)]


def _tokens(text: str) -> float:
    D = positive("--tokens", text)
    if D > MOST_TOKENS:
        raise InputError(f"--tokens {text}: expected at most {MOST_TOKENS:g}")
    return D


def _shape(arguments: argparse.Namespace) -> Shape:
    from scalinglaws.flops import Shape

    sizes = {option: _given(arguments, option) for option, _ in SIZES}
    d_model, heads = sizes["--d-model"] or 0, sizes["--heads"] or 0
    if sizes["--key-size"] is None:
        sizes["--key-size"] = _key_size(d_model, heads)
    if sizes["--ffw"] is None:
        sizes["--ffw"] = _ffw(d_model)
    return Shape(**{_field(option): size or 0 for option, size in sizes.items()})


def _key_size(d_model: int, heads: int) -> int:
    if d_model % heads:
        raise InputError(
            f"--d-model {d_model} is no multiple of --heads {heads}: expected --key-size as well"
        )
    return d_model // heads


def _ffw(d_model: int) -> int:
    from scalinglaws.flops.shape import LARGEST

    if 4 * d_model > LARGEST:
        raise InputError(f"--d-model {d_model}: four times it is above {LARGEST:,}; give --ffw too")
    return 4 * d_model


def _given(arguments: argparse.Namespace, option: str) -> int | None:
    """The whole number of an option, or None; checked here, so that a message names the option."""
    from scalinglaws.flops.shape import LARGEST

    text = getattr(arguments, _field(option))
    if text is None:
        return None
    # "8,0" is a slip, not eighty.
    grouped = re.fullmatch(r"\d{1,3}(,\d{3})+|\d+", text, re.ASCII)
    digits = text.replace(",", "") if grouped else ""
    # Length first: Python refuses to read thousands of digits at all.
    if not digits or len(digits) > len(str(LARGEST)) or not 1 <= int(digits) <= LARGEST:
        raise InputError(f"{option} {text}: expected a whole number from 1 to {LARGEST:,}")
    return int(digits)


def _field(option: str) -> str:
    return option.removeprefix("--").replace("-", "_")


def _text(shape: Shape, D: float | None) -> Iterator[str]:
    yield (
        f"{shape.layers} layers; d {shape.d_model:,}, h {shape.heads}, k {shape.key_size}, "
        f"m {shape.ffw:,}, V {shape.vocab:,}, t {shape.seq_len:,}"
    )
    yield from _parameters(shape)
    yield from _components(shape)
    yield from _training(shape, D)


def _parameters(shape: Shape) -> Iterator[str]:
    from scalinglaws.flops import PARAMETERS

    yield ""
    yield "parameters N, by convention"
    for name, convention in PARAMETERS.items():
        yield f"  {name:<29} {format_count(convention(shape), 4):>7}  {convention.formula}"


def _components(shape: Shape) -> Iterator[str]:
    from scalinglaws.flops import FORWARD_FLOP

    whole = sum(part.total(shape) for part in FORWARD_FLOP)
    yield ""
    yield f"{'FLOP per token, forward: component':<36} {'formula':<12} {'times':>5}"
    for part in FORWARD_FLOP:
        flop = part.total(shape)
        yield (
            f"  {part.name:<34} {part.formula:<12} {part.times(shape):>5} "
            f"{flop:>11.3e} {flop / whole:>7.1%}"
        )
    yield f"  {'sum':<34} {'':<12} {'':>5} {whole:>11.3e}"


def _training(shape: Shape, D: float | None) -> Iterator[str]:
    from scalinglaws.flops import FLOP_PER_TOKEN

    per = "token" if D is None else f"{format_count(D, 4)} tokens"
    yield ""
    yield f"{f'FLOP per {per}, training, by convention':<45} {'once':>11} {'rematerialised':>15}"
    for name, convention in FLOP_PER_TOKEN.items():
        if not name.endswith(REMATERIALISED):
            twice = FLOP_PER_TOKEN[name + REMATERIALISED]
            counts = (f"{(D or 1) * count(shape):.3e}" for count in (convention, twice))
            yield f"  {name:<43} {next(counts):>11} {next(counts):>15}"
    yield ""
    yield "hoffmann2022_tableA9 gives 49 of that table's 50 rows; its d (k h) and 10 d are inferred"
    yield "Rematerialised: the forward pass runs a second time during the backward pass"
