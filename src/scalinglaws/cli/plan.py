"""``scalinglaws plan``: a budget in, the compute-optimal run out."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from typing import TYPE_CHECKING

from scalinglaws.cli.common import Commands, add_command, as_json, positive
from scalinglaws.errors import InputError, OutOfRangeError
from scalinglaws.units import format_count

if TYPE_CHECKING:
    from scalinglaws.laws import LossLaw
    from scalinglaws.planning import Plan

LAWS = {
    "hoffmann2022": "HOFFMANN_2022",
    "hoffmann2022-unrounded": "HOFFMANN_2022_UNROUNDED",
    "besiroglu2024": "BESIROGLU_2024",
}
PLAN = """\
Which model to train with a budget, and on how many tokens, for the lowest loss a published
law predicts. The budget is training compute, counted as 6ND FLOP: give it with --flops, or as
accelerator-hours with what one accelerator does (--rate, FLOP/s) and the share of it that
training reaches (--utilisation).

Laws differ: printed exponents are rounded, and a refit of the same runs moved the best size.
Ask more than one before you spend.
"""
PLAN_EXAMPLES = """\
examples:
  scalinglaws plan --flops 1e24 --law besiroglu2024
  scalinglaws plan --flops 5.76e23 --law hoffmann2022 --json
  scalinglaws plan --accelerator-hours 1e6 --rate 989e12 --utilisation 0.4 --law besiroglu2024
  scalinglaws plan --flops 1e28 --law besiroglu2024 --extrapolate

JSON keys: schema, law, C, N, D, tokens_per_parameter, loss.
"""
FLAT = 0.01


def add_plan(commands: Commands) -> None:
    """Add the subcommand."""
    plan = add_command(
        commands,
        "plan",
        summary="the compute-optimal run of a budget",
        description=PLAN,
        examples=PLAN_EXAMPLES,
    )
    plan.add_argument("--flops", metavar="C", help="the budget in FLOP, such as 1e24")
    plan.add_argument("--accelerator-hours", metavar="HOURS", help="accelerators times hours")
    plan.add_argument("--rate", metavar="FLOP/S", help="of one accelerator, such as 989e12")
    plan.add_argument("--utilisation", metavar="SHARE", help="of the rate; default: 1")
    plan.add_argument("--law", choices=LAWS, required=True, help="whose law to ask")
    plan.add_argument(
        "--extrapolate", action="store_true",
        help="answer even more than 100 times outside the runs the law was fitted on",
    )  # fmt: skip
    plan.add_argument("--json", action="store_true", help="JSON instead of text")
    plan.set_defaults(run=_run)


def _run(arguments: argparse.Namespace) -> Iterable[str]:
    from scalinglaws.planning import plan

    C, law = _budget(arguments), _law(arguments.law)
    try:
        best = plan(law, C, extrapolate=arguments.extrapolate)
    except OutOfRangeError as problem:
        message = str(problem).replace("pass extrapolate=True", "add --extrapolate")
        raise OutOfRangeError(message) from problem
    if arguments.json:
        return [as_json(best.as_json() | {"law": arguments.law})]
    return _text(best, law)


def _law(name: str) -> LossLaw:
    from scalinglaws import laws

    found: LossLaw = getattr(laws, LAWS[name])
    return found


def _budget(arguments: argparse.Namespace) -> float:
    from scalinglaws.planning import flop_of_hours

    hours = arguments.accelerator_hours
    if (arguments.flops is None) == (hours is None):
        raise InputError("expected either --flops or --accelerator-hours, and one of them only")
    if hours is None:
        if arguments.rate is not None or arguments.utilisation is not None:
            raise InputError("--rate and --utilisation go with --accelerator-hours, not --flops")
        return positive("--flops", arguments.flops)
    if arguments.rate is None:
        raise InputError("--accelerator-hours needs --rate, the FLOP/s of one accelerator")
    return flop_of_hours(
        positive("--accelerator-hours", hours),
        rate=positive("--rate", arguments.rate),
        utilisation=positive("--utilisation", arguments.utilisation or "1"),
    )


def _text(best: Plan, law: LossLaw) -> Iterable[str]:
    from scalinglaws.planning import flat_bottom

    flat = flat_bottom(law, best.C, share=FLAT, extrapolate=True)
    most, fewest = flat.tokens_per_parameter
    yield f"{law.name}: {law.source}"
    yield f"  budget               {best.C:.4g} FLOP, counted as 6ND"
    yield f"  parameters N         {format_count(best.N, 3)}"
    yield f"  tokens D             {format_count(best.D, 3)}"
    yield f"  tokens per parameter {best.tokens_per_parameter:.3g}"
    yield f"  loss                 {best.loss:.4f} nats per token"
    yield f"  Less than {FLAT:.0%} of the compute is lost between"
    for N, D, ratio in zip(flat.N, flat.D, (most, fewest), strict=True):
        size, tokens = format_count(N, 3), format_count(D, 3)
        yield f"    N {size:<8} D {tokens:<8} {ratio:.3g} tokens per parameter"
