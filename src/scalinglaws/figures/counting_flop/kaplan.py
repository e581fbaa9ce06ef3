"""The fits of Kaplan et al. 2020, each with its own constants, asked at one point."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from scalinglaws.display.axes import spoken, written
from scalinglaws.display.numbers import Numbers
from scalinglaws.display.table import MarkdownTable
from scalinglaws.laws import kaplan2020 as k


@dataclass(frozen=True)
class Answer:
    """What one fit says: a key, where it is printed, what it gives, its constants, the value."""

    key: str
    source: str
    what: str
    constants: str
    value: float
    unit: str

    @property
    def place(self) -> str:
        """The equation or table that the source names, without the paper and the words."""
        place = self.source.split(", ", 1)[1].split(":")[0]
        short = place.replace(" with the constants of ", ", ").replace("Equations", "Eqs.")
        return short.replace("Equation", "Eq.")

    @property
    def shown(self) -> str:
        """The value with its unit: a loss to three decimals, else three digits."""
        text = f"{self.value:.3f}" if self.unit == "nats" else written(self.value)
        return f"{text} {self.unit}"


def kaplan_answers(*, N: float, D: float, C: float, S: float, loss: float) -> tuple[Answer, ...]:
    """Every fit of Kaplan et al. 2020, asked at one point.

    Parameters
    ----------
    N, D, C, S, loss : float
        Non-embedding parameters, tokens, FLOP, steps, nats per token.
    """
    return (*_losses(N, D, C, S), *_batches(loss), *_trends(N, C))


def kaplan_table(answers: tuple[Answer, ...]) -> MarkdownTable:
    """The answers as a table."""
    return MarkdownTable(
        ("Where", "what it gives", "constants", "answer"),
        [(answer.place, answer.what, answer.constants, answer.shown) for answer in answers],
    )


def kaplan_numbers(answers: tuple[Answer, ...]) -> Numbers:
    """The answers by key, and the sizes and data sets of the fitted runs."""
    ends = zip(("N_low", "N_high", "D_low", "D_high"), (*k.RUNS.N, *k.RUNS.D), strict=True)
    named = {answer.key: answer.value for answer in answers} | dict(ends)
    return Numbers(**{f"kaplan_{key}": value for key, value in named.items()})


def _losses(N: float, D: float, C: float, S: float) -> Iterator[Answer]:
    for key, law, X, value, unit in (
        ("L_N", k.EQ_1_1, "N", N, 1.0),
        ("L_D", k.EQ_1_2, "D", D, 1.0),
        ("L_C_min", k.EQ_1_3, "C_min", C, k.PF_DAY),
        ("L_C", k.EQ_3_3, "C", C, k.PF_DAY),
    ):
        constants = f"{_as_printed(law.X_c / unit)}; {law.alpha:.3f}"
        loss = float(law.loss(value))
        yield Answer(key, law.source, f"loss by {X}", constants, loss, "nats")
    both, curve = k.EQ_1_5, k.EQ_1_6
    scales = f"{_as_printed(both.N_c)}, {_as_printed(both.D_c)}"
    exponents = f"{both.alpha_N:.3f}, {both.alpha_D:.3f}"
    loss, what = float(both.loss(N, D)), "loss by N, D"
    yield Answer("L_N_D", both.source, what, f"{scales}; {exponents}", loss, "nats")
    scales = f"{_as_printed(curve.N_c)}, {_as_printed(curve.S_c)}"
    exponents = f"{curve.alpha_N:.3f}, {curve.alpha_S:.2f}"
    loss, what = float(curve.loss(N, S)), "loss by N, S_min"
    yield Answer("L_N_S", curve.source, what, f"{scales}; {exponents}", loss, "nats")


def _batches(loss: float) -> Iterator[Answer]:
    for key, batch in (("batch", k.EQ_1_4), ("batch_table_5", k.TABLE_5_BATCH)):
        constants = f"{_as_printed(batch.B_star)}; {batch.alpha_B:.2f}"
        value = float(batch.tokens(loss))
        yield Answer(key, batch.source, "critical batch by loss", constants, value, "tokens")


def _trends(N: float, C: float) -> Iterator[Answer]:
    for key, trend, what, value in (
        ("least_D", k.EQ_4_4, "least data by N", N),
        ("N_opt", k.TABLE_6_N_OPT, "best N by C_min", C),
        ("batch_opt", k.TABLE_6_BATCH, "critical batch by C_min", C),
        ("steps", k.TABLE_6_STEPS, "fewest steps by C_min", C),
        ("D_opt", k.TABLE_6_D_OPT, "tokens by C_min", C),
        ("D_at_batch", k.EQ_6_7, "tokens at the critical batch", C),
    ):
        constants = f"{_as_printed(trend.factor)}; {trend.exponent:.2f}"
        unit = trend.quantity.split(", ")[1].replace("non-embedding ", "")
        yield Answer(key, trend.source, what, constants, float(trend.at(value)), unit)


def _as_printed(constant: float) -> str:
    """A constant in the paper's few digits: 8.8e13, not 8.80e13."""
    mantissa, _, exponent = spoken(constant).partition("e")
    return f"{mantissa}e{int(exponent)}" if exponent else mantissa
