"""Fits as small tables: what each approach says, how far they differ, which intervals cover."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from scalinglaws.display.table import MarkdownTable
from scalinglaws.fits.intervals.joint import JointComparison
from scalinglaws.fits.parts import Interval
from scalinglaws.fits.validation import Validation
from scalinglaws.published import Table
from scalinglaws.units import format_count

COVERED = ("coverage_a", "coverage_N_opt", "coverage_L")
NAMES = ("a", "N_opt", "L")
NO_BREAK = "\N{NO-BREAK SPACE}"
FORM_NAMES = {
    "separate": "two exponents",
    "one exponent": "one exponent",
    "interaction": "interaction",
    "kaplan2020": "Kaplan et al.",
}


def approaches_table(comparison: JointComparison, table_2: Table) -> MarkdownTable:
    """Each approach's a and N_opt with intervals, beside the a that Table 2 prints.

    Parameters
    ----------
    comparison : JointComparison
        The three approaches, in the order of the paper.
    table_2 : Table
        Hoffmann et al. 2022, Table 2, as printed.
    """
    printed = zip(*(table_2.printed(name) for name in ("a", "a_p10", "a_p90")), strict=True)
    return MarkdownTable(
        ("Approach", "a", "N_opt", "a as printed", "degenerate draws"),
        [
            (
                row.name,
                f"{row.a:.3f} {_ends(row.a_interval)}",
                f"{format_count(row.N_opt)} ({format_count(row.N_opt_interval.low)}, "
                f"{format_count(row.N_opt_interval.high)})",
                f"{a} ({low}, {high})",
                f"{drawn.degenerate} of {drawn.resamples}",
            )
            for row, drawn, (a, low, high) in zip(
                comparison.rows, comparison.draws.values(), printed, strict=False
            )
        ],
    )


def differences_table(comparison: JointComparison) -> MarkdownTable:
    """One approach less another: a by difference, N_opt by factor, from joint resamples."""
    return MarkdownTable(
        ("First less second", "a", "N_opt, first over second"),
        [
            (
                f"{pair.first} less {pair.second}",
                f"{pair.a:+.3f} {_ends(pair.a_interval)}",
                f"{pair.N_opt_factor:.2f} {_ends(pair.N_opt_factor_interval)}",
            )
            for pair in comparison.differences
        ],
    )


def coverage_table(rows: Iterable[Mapping[str, str]], level: str = "0.80") -> MarkdownTable:
    """How often each kind of interval held the truth, in the rows of the shipped simulation.

    Parameters
    ----------
    rows : iterable of mapping of str to str
        Rows of ``reference/interval-coverage.csv``, by its header.
    level : str
        The nominal level, as the file writes it.
    """
    return MarkdownTable(
        ("Approach", "kind", "a", "N_opt", "L", "no interval", "verdict"),
        [
            (
                row["approach"],
                row["kind"],
                *(_with_error(row, name) for name in COVERED),
                row["no_interval"],
                spoken_verdict(row["verdict"]),
            )
            for row in rows
            if row["level"] == level
        ],
    )


def spoken_verdict(verdict: str) -> str:
    """A verdict of the simulation with commas between the quantities it names.

    >>> spoken_verdict("does not cover a L; wide: N_opt")
    'does not cover a, L; wide: N_opt'
    """
    return "; ".join(map(_with_commas, verdict.split("; ")))


def _with_commas(part: str) -> str:
    words = part.split(" ")
    first = next((place for place, word in enumerate(words) if word in NAMES), len(words))
    named = ", ".join(words[first:])
    return " ".join(filter(None, (*words[:first], named)))


def validation_table(validation: Validation) -> MarkdownTable:
    """Fits below a cutoff of compute against the runs beyond it, by the form that was fitted."""
    forms = list(validation.rounds[0].rms_error)
    return MarkdownTable(
        ("C up to", "runs beyond", "intervals that held", *(FORM_NAMES[form] for form in forms)),
        [
            (
                f"{each.cutoff_C:.1e}",
                str(each.predicted),
                f"{each.coverage:.0%}",
                *(f"{each.rms_error[form]:.1%}" for form in forms),
            )
            for each in validation.rounds
        ],
    )


def _with_error(row: Mapping[str, str], name: str) -> str:
    """A share of data sets and its Monte Carlo standard error, both in per cent."""
    error = float(row[name.replace("coverage", "error")])
    return f"{100 * float(row[name]):.0f} ± {100 * error:.1f}".replace(" ", NO_BREAK)


def _ends(interval: Interval) -> str:
    return f"({interval.low:.3f}, {interval.high:.3f})"
