"""Claims, what is computed for each, and the row of the ledger that comes of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from scalinglaws.claims.listing import Entry
from scalinglaws.claims.printed import Printed, parse
from scalinglaws.claims.propagation import full_range, nominal_point
from scalinglaws.claims.verdict import UNJUDGED, Estimate, Verdict
from scalinglaws.errors import InputError

SCHEMA = 1


@dataclass(frozen=True)
class Computation:
    """A formula and the printed numbers that go into it.

    Attributes
    ----------
    words : str
        What is computed from what, as a noun phrase: it stands in the row's note.
    formula : callable
        Takes the inputs by name, returns one number; it knows nothing of the claim.
    inputs : mapping of str to Printed
        Each with the interval its digits leave open.
    """

    words: str
    formula: Callable[..., float]
    inputs: Mapping[str, Printed]

    @cached_property
    def nominal(self) -> float:
        """The value with every input as printed."""
        return float(self.formula(**nominal_point(self.inputs)))

    @cached_property
    def estimate(self) -> Estimate:
        """The nominal value and its range over the inputs' intervals."""
        return Estimate(self.words, self.nominal, *full_range(self.formula, self.inputs))


@dataclass(frozen=True)
class Second:
    """A second, independent computation that a miss must survive.

    Attributes
    ----------
    computation : Computation
        Another way to the same question.
    published : Printed, optional
        What it is held against, where that is not the claim's own number.
    """

    computation: Computation
    published: Printed | None = None


@dataclass(frozen=True, kw_only=True)
class Claim:
    """One claim of a document, ready to be judged.

    Attributes
    ----------
    id : str
        As in the listing.
    computations : tuple of Computation
        One for each convention that the source or its reference uses, the row's own first.
    published : tuple of Printed
        The readings of the printed number; empty to read the listing's text.
    second, charitable
        A second computation and the kindest reading; a miss needs both.
    remark : str
        One more sentence for the note.
    places : bool
        The computations only repeat other printed places.
    unjudged : Verdict, optional
        Why nothing is compared; ``because`` then says it in words.
    asides : tuple of Computation
        What we can compute although nothing is compared; stands in the note.
    parts : tuple of Claim
        The claims of a sentence that prints several numbers, each with its own ``published``.
    """

    id: str
    computations: tuple[Computation, ...] = ()
    published: tuple[Printed, ...] = ()
    second: Second | None = None
    charitable: str = ""
    remark: str = ""
    places: bool = False
    unjudged: Verdict | None = None
    because: str = ""
    asides: tuple[Computation, ...] = ()
    parts: tuple[Claim, ...] = ()

    def __post_init__(self) -> None:
        if self.unjudged is None and not self.computations:
            raise InputError(f"claim {self.id}: nothing to compare with the published number")
        if self.unjudged is not None and (self.unjudged not in UNJUDGED or not self.because):
            raise InputError(
                f"claim {self.id}: only {', '.join(v.value for v in UNJUDGED)} can be set, "
                "and each needs a reason"
            )

    def readings(self, entry: Entry) -> tuple[Printed, ...]:
        """The intervals the published number can stand for.

        Raises
        ------
        InputError
            If the listing's number cannot be read; it names the line.
        """
        try:
            return self.published or (parse(entry.published),)
        except InputError as problem:
            raise InputError(f"{entry.source}/listing.csv, {entry.id}: {problem}") from problem


@dataclass(frozen=True)
class Row(Entry):
    """One line of the ledger: a line of a listing beside what we recompute.

    Attributes
    ----------
    recomputed : float or None
        At full precision, every input as printed; None where nothing is compared.
    recomputed_low, recomputed_high : float or None
        The range over the inputs' rounding.
    verdict : Verdict
        By the rule.
    note : str
        How the number came about, in sentences computed from the claim.
    conventions : tuple of Estimate
        Every convention computed, the row's own first.
    beside : tuple of Estimate
        The second computation of a miss, or what is computed although nothing is compared.
    readings : tuple of Printed
        The intervals that the printed number was taken to stand for; empty if not compared.
    parts : tuple of float
        What we get for each number of a claim that prints several; else empty.
    faults : tuple of str
        What a miss lacks of the care it needs; empty for every row that may be published.
    """

    recomputed: float | None
    recomputed_low: float | None
    recomputed_high: float | None
    verdict: Verdict
    note: str
    conventions: tuple[Estimate, ...] = field(default=(), repr=False)
    beside: tuple[Estimate, ...] = field(default=(), repr=False)
    readings: tuple[Printed, ...] = field(default=(), repr=False)
    parts: tuple[float, ...] = field(default=(), repr=False)
    faults: tuple[str, ...] = ()
    schema: int = SCHEMA

    def as_json(self) -> dict[str, object]:
        """The row as it goes into JSON: ten keys, the verdict as its words."""
        return {
            "schema": self.schema,
            "id": self.id,
            "source": self.source,
            "where": self.where,
            "claim": self.claim,
            "published": self.published,
            "unit": self.unit,
            "recomputed": self.recomputed,
            "verdict": self.verdict.value,
            "note": self.note,
        }


def using(words: str, formula: Callable[..., float], **inputs: str | Printed) -> Computation:
    """A computation from printed inputs.

    Parameters
    ----------
    words : str
        What is computed from what, as a noun phrase.
    formula : callable
        Takes the inputs by name, returns one number.
    **inputs : str or Printed
        A string is read with its rounding.

    >>> using("6ND", lambda N, D: 6 * N * D, N="70 Billion", D="1.4 Trillion").nominal
    5.88e+23
    """
    return Computation(words, formula, {name: _as_printed(text) for name, text in inputs.items()})


def claim(
    id: str,
    formula: Callable[..., float],
    *,
    words: str,
    conventions: Iterable[Computation] = (),
    published: Printed | Iterable[Printed] = (),
    second: Second | None = None,
    charitable: str = "",
    remark: str = "",
    places: bool = False,
    **inputs: str | Printed,
) -> Claim:
    """A claim recomputed by one formula from inputs as they are printed.

    Parameters
    ----------
    id : str
        As in the listing.
    formula, words, **inputs
        The claim's own computation; see `using`.
    conventions : iterable of Computation
        Further conventions that the source or its reference uses.
    published : Printed or iterable of Printed
        The readings of the printed number; without any, the listing's text is read.
    second, charitable, remark, places
        As the attributes of `Claim`.

    >>> claim("T3F1", lambda N, D: 6 * N * D, words="6ND", N="400 Million", D="8.0 Billion").id
    'T3F1'
    """
    return Claim(
        id=id,
        computations=(using(words, formula, **inputs), *conventions),
        published=(published,) if isinstance(published, Printed) else tuple(published),
        second=second,
        charitable=charitable,
        remark=remark,
        places=places,
    )


def unjudged(id: str, verdict: Verdict, because: str, *asides: Computation) -> Claim:
    """A claim that nothing can be held against, with what we can compute beside it.

    Parameters
    ----------
    id : str
        As in the listing.
    verdict : Verdict
        One of `UNJUDGED`.
    because : str
        Why nothing is compared, in a sentence.
    *asides : Computation
        What stands beside it in the note.
    """
    return Claim(id=id, unjudged=verdict, because=because, asides=asides)


def several(id: str, *parts: Claim) -> Claim:
    """The claim ``id`` prints several numbers and gets the most reserved of the parts' verdicts.

    Each of ``parts`` names what it is held against in ``published``; its own id is not used.
    """
    return Claim(
        id=id,
        computations=tuple(one for part in parts for one in part.computations),
        published=tuple(one for part in parts for one in part.published),
        parts=parts,
    )


def _as_printed(value: str | Printed) -> Printed:
    return value if isinstance(value, Printed) else parse(value)
