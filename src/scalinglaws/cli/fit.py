"""``scalinglaws fit``: a table of runs in, a fitted frontier out."""

from __future__ import annotations

import argparse
import re
import warnings
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from scalinglaws.cli.common import Commands, add_command, as_json, positive, whole
from scalinglaws.cli.progress import patience
from scalinglaws.errors import InputError

if TYPE_CHECKING:
    from scalinglaws.fits import Fit, Interval
    from scalinglaws.fits.frontier.frontiers_of_draws import Resampleable
    from scalinglaws.runs import Runs

SCHEMA = 1
SUGGESTION = re.compile(r'columns=\{"(.+?)": "(.+?)"\}')
# Fewer give percentiles that can miss the estimate itself.
FEWEST_RESAMPLES = 100
GROUPS = ("run", "size", "budget", "none")
FIT = """\
Fit the compute-optimal frontier to your training runs, as Hoffmann et al. 2022 do
(arXiv:2203.15556, Section 3):

  1  training-curve envelope: the lowest curve at each budget (a row is a checkpoint, and a
     column "run" says which run it belongs to)
  2  IsoFLOP profiles: at each budget the best size, then a line through these minima
  3  parametric loss law: L(N, D) = E + A/N^alpha + B/D^beta to all runs at once

RUNS is a CSV file in UTF-8 with a header. It needs N (parameters), D (tokens) or C (training
FLOP), and loss (nats per token); N and D in ones, not in millions. Usual names such as params,
tokens, flops, final_loss are recognised. C = 6ND fills in whichever of C and D is missing.

The answer says how sure it is: look at the flags. A fit with flags is an answer, not an error.
"""
FIT_EXAMPLES = """\
examples:
  scalinglaws fit runs.csv                               approach 3, Huber's loss
  scalinglaws fit runs.csv --bootstrap 4000              with 80 percent intervals
  scalinglaws fit runs.csv --bootstrap 4000 --groups size --at 1e24
                                                         whole model sizes resampled;
                                                         N_opt, D_opt, loss at 1e24 FLOP too
  scalinglaws fit runs.csv --approach all --json         all three, as a list of objects
  scalinglaws fit runs.csv --estimator lad               least absolute deviations
  scalinglaws fit runs.csv --column loss=c4_val_loss     when a column has its own name

JSON keys: schema, approach, estimator, delta, loss_bounds, n, law {E, A, B, alpha, beta, ...},
a, b, objective {sum, mean}, evidence {flags, ...}, intervals, frontier, bootstrap.
"""


@dataclass(frozen=True)
class Answer:
    """A fit with what was resampled for its intervals; or why an approach does not apply."""

    approach: int
    fit: Fit | None = None
    refused: str = ""
    bootstrap: Mapping[str, Any] = field(default_factory=dict)


def add_fit(commands: Commands) -> None:
    """Add the subcommand."""
    fit = add_command(
        commands,
        "fit",
        summary="fit the compute-optimal frontier to a CSV file of runs",
        description=FIT,
        examples=FIT_EXAMPLES,
    )
    fit.add_argument("runs", metavar="RUNS", help="a CSV file, one row a run or a checkpoint")
    fit.add_argument("--approach", choices=("1", "2", "3", "all"), default="3", help="default: 3")
    fit.add_argument(
        "--estimator", choices=("huber", "lad", "least-squares"),
        help="what approach 3 minimises over the log residuals; default: huber",
    )  # fmt: skip
    fit.add_argument("--delta", help="where Huber's loss turns straight; default: 1e-3")
    fit.add_argument("--bootstrap", metavar="N", default="0", help="resamples for intervals")
    fit.add_argument(
        "--groups", choices=GROUPS,
        help="what the bootstrap resamples whole: the rows of a run, the runs of one size or "
        "budget, or nothing; default: runs where rows share one",
    )  # fmt: skip
    fit.add_argument("--at", metavar="C", help="also intervals for N_opt, D_opt, loss at C FLOP")
    fit.add_argument("--level", default="0.8", help="of the intervals; default: 0.8")
    fit.add_argument("--seed", default="0", help="of the bootstrap; default: 0")
    fit.add_argument(
        "--column", metavar="NAME=HEADER", action="append", default=[],
        help="which column is N, D, C, loss, run or budget; may be repeated",
    )  # fmt: skip
    fit.add_argument("--json", action="store_true", help="JSON instead of text")
    fit.set_defaults(run=_run)


def _run(arguments: argparse.Namespace) -> Iterable[str]:
    _check(arguments)
    runs = _read(arguments.runs, _columns(arguments.column))
    if arguments.approach != "all":
        answers = [_answer(int(arguments.approach), runs, arguments)]
    else:
        answers = [_or_refused(approach, runs, arguments) for approach in (1, 2, 3)]
        _require_one(answers)
    if not arguments.json:
        return _text(answers)
    objects = [_object(answer) for answer in answers]
    return [as_json(objects if arguments.approach == "all" else objects[0])]


def _read(file: str, columns: Mapping[str, str]) -> Runs:
    # Imported in here, as in other functions: --help and --version need no array.
    from scalinglaws.runs import Runs

    try:
        return Runs.from_csv(file, columns=columns)
    except InputError as problem:
        # The library's advice names its own argument; here it is an option.
        said = str(problem).replace("columns={...}", "--column NAME=HEADER")
        raise InputError(SUGGESTION.sub(r'--column "\1=\2"', said)) from problem


def _check(arguments: argparse.Namespace) -> None:
    """Refuse options that would be read wrongly or not at all."""
    resamples = whole("--bootstrap", arguments.bootstrap)
    if 0 < resamples < FEWEST_RESAMPLES:
        raise InputError(
            f"--bootstrap {resamples}: expected 0, for none, or {FEWEST_RESAMPLES} and more"
        )
    if arguments.at is not None:
        positive("--at", arguments.at)
    if not resamples and (arguments.at or arguments.groups):
        raise InputError("--at and --groups go with --bootstrap, such as --bootstrap 4000")
    whole("--seed", arguments.seed)
    if not positive("--level", arguments.level) < 1:
        raise InputError(f"--level {arguments.level}: expected a number between 0 and 1")
    if arguments.estimator and arguments.approach in ("1", "2"):
        raise InputError(f"--estimator goes with approach 3, not with {arguments.approach}")
    if arguments.delta is not None:
        positive("--delta", arguments.delta)
        if arguments.approach in ("1", "2") or arguments.estimator not in (None, "huber"):
            raise InputError("--delta goes with approach 3 and the estimator huber only")


def _columns(pairs: Iterable[str]) -> dict[str, str]:
    columns = {}
    for pair in pairs:
        name, equals, head = pair.partition("=")
        if not (name and equals and head):
            raise InputError(f"--column {pair}: expected NAME=HEADER, such as loss=c4_val_loss")
        columns[name] = head
    return columns


def _or_refused(approach: int, runs: Runs, arguments: argparse.Namespace) -> Answer:
    try:
        return _answer(approach, runs, arguments)
    except InputError as problem:
        return Answer(approach, refused=str(problem))


def _require_one(answers: Iterable[Answer]) -> None:
    refusals = [answer.refused for answer in answers]
    if all(refusals):
        raise InputError("no approach applies: " + "; ".join(dict.fromkeys(refusals)))


def _answer(approach: int, runs: Runs, arguments: argparse.Namespace) -> Answer:
    from scalinglaws.fits import DegenerateFitWarning

    with patience(f"approach {approach}"), warnings.catch_warnings():
        # The report and the JSON carry the flags; the warning would say them a second time.
        warnings.simplefilter("ignore", DegenerateFitWarning)
        fit, refit = _fitted(approach, runs, arguments)
        return _with_intervals(fit, refit, runs, arguments)


def _fitted(approach: int, runs: Runs, arguments: argparse.Namespace) -> tuple[Fit, Resampleable]:
    """A fit, and what fits resampled runs in the same way."""
    from scalinglaws.fits import Envelope, IsoflopProfiles, ParametricRefit, fit_parametric

    if approach == 3:
        name, delta = arguments.estimator or "huber", float(arguments.delta or 1e-3)
        fit = fit_parametric(runs, estimator=name, delta=delta)
        return fit, ParametricRefit(runs, fit)
    table = Envelope.from_runs(runs) if approach == 1 else IsoflopProfiles.from_runs(runs)
    return table.fit(), table


def _intervals(
    refit: Resampleable, groups: Any, arguments: argparse.Namespace
) -> Mapping[str, Interval]:
    from scalinglaws.fits import bootstrap

    C = positive("--at", arguments.at) if arguments.at else None
    resamples, rng = int(arguments.bootstrap), int(arguments.seed)
    draws = bootstrap(refit, C=C, groups=groups, resamples=resamples, rng=rng)
    return draws.intervals(float(arguments.level))


def _groups(runs: Runs, choice: str | None) -> Any:
    """Labels of what is resampled whole; by default the run where rows share one."""
    shared = runs.run is not None and len(set(runs.run)) < len(runs)
    if choice == "none" or (choice is None and not shared):
        return None
    if choice == "size":
        from scalinglaws.published.hoffmann2022.runs import size_labels

        return size_labels(runs.N)
    if choice == "budget":
        return runs.budgets.searchsorted(runs.C if runs.budget is None else runs.budget, "right")
    if runs.run is None:
        raise InputError(f"--groups run: {runs.name} has no column run")
    return runs.run


def _with_intervals(
    fit: Fit, refit: Resampleable, runs: Runs, arguments: argparse.Namespace
) -> Answer:
    resamples = int(arguments.bootstrap)
    if not resamples:
        return Answer(fit.approach, fit)
    # An envelope counts whole runs already.
    groups = None if fit.approach == 1 else _groups(runs, arguments.groups)
    asked = {"resamples": resamples, "seed": int(arguments.seed), "level": float(arguments.level)}
    try:
        found = _intervals(refit, groups, arguments)
        return Answer(fit.approach, fit.with_intervals(found), bootstrap=asked)
    except InputError as problem:  # the fit stands; its spread could not be told
        return Answer(fit.approach, fit, bootstrap={**asked, "refused": str(problem)})


def _object(answer: Answer) -> dict[str, Any]:
    if answer.fit is None:
        return {"schema": SCHEMA, "approach": answer.approach, "refused": answer.refused}
    content = answer.fit.as_json(residuals=False)
    return content | ({"bootstrap": dict(answer.bootstrap)} if answer.bootstrap else {})


def _text(answers: Iterable[Answer]) -> Iterable[str]:
    for number, answer in enumerate(answers):
        if number:
            yield ""
        if answer.fit is None:
            yield f"Approach {answer.approach}: not possible with these runs"
            yield f"  {answer.refused}"
            continue
        yield str(answer.fit)
        if "refused" in answer.bootstrap:
            yield f"No intervals: {answer.bootstrap['refused']}"
