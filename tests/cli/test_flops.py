"""``scalinglaws flops``: keys, text, defaults, refusals."""

from __future__ import annotations

import json
import re

import pytest

from scalinglaws import flops
from scalinglaws.cli import main
from scalinglaws.flops import Shape

Capture = pytest.CaptureFixture[str]
CHINCHILLA = Shape(
    layers=80, d_model=8192, heads=64, key_size=128, ffw=32768, vocab=32000, seq_len=2048
)
OPTIONS = {
    "--layers": "80", "--d-model": "8192", "--heads": "64", "--key-size": "128",
    "--ffw": "32768", "--vocab": "32000", "--seq-len": "2048",
}  # fmt: skip


def arguments(**changes: str | None) -> list[str]:
    """The options of Chinchilla's shape; a change by field, None to leave the option out."""
    options: dict[str, str | None] = dict(OPTIONS)
    options |= {f"--{field.replace('_', '-')}": text for field, text in changes.items()}
    given = [(option, text) for option, text in options.items() if text is not None]
    return ["flops", *(word for pair in given for word in pair)]


def answer(words: list[str], capsys: Capture) -> dict[str, object]:
    assert main([*words, "--json"]) == 0
    found: dict[str, object] = json.loads(capsys.readouterr().out)
    return found


def test_json_has_three_keys_and_exact_counts(capsys: Capture) -> None:
    assert answer(arguments(), capsys) == {
        "schema": 1,
        "parameters": flops.parameters(CHINCHILLA),
        "flops_per_token": flops.flop_per_token(CHINCHILLA),
    }


def test_tokens_add_the_total(capsys: Capture) -> None:
    found = answer(arguments(tokens="1.4T"), capsys)
    assert list(found) == ["schema", "parameters", "flops_per_token", "tokens", "flops"]
    per_token, totals = found["flops_per_token"], found["flops"]
    assert isinstance(per_token, dict)
    assert totals == {name: 1.4e12 * flop for name, flop in per_token.items()}


def test_key_size_and_feed_forward_have_the_usual_defaults(capsys: Capture) -> None:
    short_form = answer(arguments(key_size=None, ffw=None), capsys)
    assert short_form == answer(arguments(), capsys)


def test_grouped_digits_as_papers_print_them(capsys: Capture) -> None:
    assert answer(arguments(d_model="8,192"), capsys) == answer(arguments(), capsys)


def test_text_shows_every_component_and_convention(capsys: Capture) -> None:
    assert main(arguments(tokens="1.4T")) == 0
    out = capsys.readouterr().out
    for part in flops.FORWARD_FLOP:
        (line,) = (text for text in out.splitlines() if text.startswith(f"  {part.name} "))
        assert part.formula in line
        assert f"{part.total(CHINCHILLA):.3e}" in line
    for name, convention in flops.PARAMETERS.items():
        assert re.search(rf"^  {name} +\S+B +{re.escape(convention.formula)}$", out, re.M)
    once = [name for name in flops.FLOP_PER_TOKEN if not name.endswith("_rematerialised")]
    for name in once:
        count = 1.4e12 * flops.FLOP_PER_TOKEN[name](CHINCHILLA)
        row = rf"^  {name} +{re.escape(f'{count:.3e}')} +{re.escape(f'{count * 4 / 3:.3e}')}$"
        assert re.search(row, out, re.M)
    shares = re.findall(r"([\d.]+)%$", out, re.M)
    assert sum(map(float, shares)) == pytest.approx(100, abs=0.05 * len(flops.FORWARD_FLOP))
    assert "FLOP per 1.4T tokens" in out
    assert max(map(len, out.splitlines())) <= 100


def test_without_tokens_the_text_counts_one_token(capsys: Capture) -> None:
    assert main(arguments()) == 0
    out = capsys.readouterr().out
    assert "FLOP per token, training" in out
    assert "4.204e+11" in out


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"layers": "0"}, "--layers 0: expected a whole number from 1 to 1,000,000,000"),
        ({"d_model": "-8192"}, "--d-model -8192: expected a whole number"),
        ({"heads": "6.4"}, "--heads 6.4: expected a whole number"),
        ({"vocab": "32k"}, "--vocab 32k: expected a whole number"),
        ({"seq_len": "nan"}, "--seq-len nan: expected a whole number"),
        ({"ffw": "²"}, "--ffw ²: expected a whole number"),
        ({"ffw": ""}, "--ffw : expected a whole number"),
        ({"layers": "9" * 5000}, "expected a whole number"),
        ({"d_model": "1000000001"}, "expected a whole number"),
        ({"heads": "60", "key_size": None}, "--d-model 8192 is no multiple of --heads 60"),
        ({"d_model": "1000000000", "ffw": None}, "--d-model 1000000000: four times it is above"),
        ({"tokens": "many"}, "--tokens many: expected a positive number"),
        ({"tokens": "0"}, "--tokens 0"),
        ({"tokens": "1e300"}, "--tokens 1e300: expected at most 1e+30"),
    ],
)
def test_bad_shapes_are_one_line_and_status_2(
    changes: dict[str, str | None], said: str, capsys: Capture
) -> None:
    for form in ([], ["--json"]):
        # With "=", or argparse would take a negative number for an option.
        words = arguments(**changes)
        joined = [f"{a}={b}" for a, b in zip(words[1::2], words[2::2], strict=True)]
        assert main(["flops", *joined, *form]) == 2
        captured = capsys.readouterr()
        assert captured.out == ""
        assert said in captured.err
        assert captured.err.count("\n") == 1


@pytest.mark.parametrize("field", ["layers", "d_model", "heads", "vocab", "seq_len"])
def test_a_missing_size_is_named(field: str, capsys: Capture) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(arguments(**{field: None}))
    assert stopped.value.code == 2
    assert f"--{field.replace('_', '-')}" in capsys.readouterr().err


def test_the_largest_shape_has_finite_counts(capsys: Capture) -> None:
    largest = {field.removeprefix("--").replace("-", "_"): str(10**9) for field in OPTIONS}
    assert answer(arguments(**largest, tokens="1e30"), capsys)
    assert main(arguments(**largest, tokens="1e30")) == 0


def test_help_says_what_is_counted_and_in_which_unit(capsys: Capture) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["flops", "--help"])
    assert stopped.value.code == 0
    out = capsys.readouterr().out
    for said in ("examples:", "scalinglaws flops ", "not operations per second", "JSON keys"):
        assert said in out
    for name in ("hoffmann2022_appendixF", "hoffmann2022_appendixF_layers", "kaplan2020"):
        assert name in out
    assert max(map(len, out.splitlines())) <= 100
