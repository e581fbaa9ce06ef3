"""The rule, on synthetic claims whose verdicts are known."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from scalinglaws.claims.claim import Claim, Row, Second, claim, several, unjudged, using
from scalinglaws.claims.judging import judge_claim
from scalinglaws.claims.listing import Entry
from scalinglaws.claims.printed import Printed, measured, parse, readings
from scalinglaws.claims.verdict import UNJUDGED, Estimate, Verdict, judge
from scalinglaws.errors import InputError

REPRODUCED, NOT_DETERMINED, CONSISTENT, CONVENTION, PLACES, NOT_REPRODUCED = list(Verdict)[:6]
NEEDS_DATA, DERIVED, DAMAGED, NOT_A_NUMBER = list(Verdict)[6:]


def same(x: float) -> float:
    return x


def six_nd(N: float, D: float) -> float:
    return 6 * N * D


def exponent(alpha: float, beta: float) -> float:
    return beta / (alpha + beta)


def exact(text: str) -> Printed:
    return parse(text, exact=True)


def synthetic(
    print_: str,
    formula: Callable[..., float] = same,
    *,
    also: tuple[tuple[Callable[..., float], dict[str, str | Printed]], ...] = (),
    published: tuple[Printed, ...] = (),
    places: bool = False,
    **inputs: str | Printed,
) -> Row:
    """A claim with all the care a miss needs: the rule alone decides."""
    first = using("the first way", formula, **inputs)
    made = Claim(
        id="X",
        computations=(first, *(using("another way", f, **given) for f, given in also)),
        published=published,
        second=Second(using("the second way", lambda **given: formula(**given), **inputs)),
        charitable="another rounding",
        places=places,
    )
    return judge_claim(made, Entry("X", "source", "part", "Table 1", "a claim", print_, ""))


def set_aside(verdict: Verdict, print_: str = "1") -> Row:
    made = unjudged("X", verdict, "Needs the run losses.")
    return judge_claim(made, Entry("X", "source", "part", "Table 1", "a claim", print_, ""))


CASES: list[tuple[str, Callable[[], Row], Verdict]] = [
    ("the nominal value inside",
     lambda: synthetic("5.88e23", six_nd, N="70 Billion", D="1.4 Trillion"), REPRODUCED),
    ("an exact count", lambda: synthetic(
        "9409", lambda p: p**2, p=exact("97"), published=(exact("9409"),)), REPRODUCED),
    ("a count missed by one", lambda: synthetic(
        "9408", lambda p: p**2, p=exact("97"), published=(exact("9408"),)), NOT_REPRODUCED),
    ("ends that touch", lambda: synthetic("0.46", x="0.45"), CONSISTENT),
    ("ends just apart", lambda: synthetic("0.46", x="0.449"), NOT_REPRODUCED),
    ("the nominal value on an end", lambda: synthetic("0.46", x=exact("0.455")), REPRODUCED),
    ("300 against 300B", lambda: synthetic("300", x="300B"), NOT_REPRODUCED),
    ("300B against 300 billion", lambda: synthetic("300B", x="300 billion"), REPRODUCED),
    ("zeros that are no digits", lambda: synthetic("300 Billion", x=exact("280 Billion")),
     REPRODUCED),
    ("zeros that are digits in their column", lambda: synthetic(
        "300", x=exact("280"), published=(parse("300", column=("300", "168")),)), NOT_REPRODUCED),
    ("zeros that can be either", lambda: synthetic(
        "300", x=exact("280"), published=readings("300")), CONVENTION),
    ("zeros that can be either, both met", lambda: synthetic(
        "300", x=exact("300.2"), published=readings("300")), REPRODUCED),
    ("zeros that can be either, the reserved one counts", lambda: synthetic(
        "300", x="301", published=readings("300")), CONSISTENT),
    ("~ by the last digit", lambda: synthetic("~20", x=exact("22.4")), REPRODUCED),
    ("~ by ten per cent", lambda: synthetic("~1.4", x=exact("1.27")), REPRODUCED),
    ("~ and still outside", lambda: synthetic("~20", x=exact("26")), NOT_REPRODUCED),
    ("what is derived from ~ inherits it", lambda: synthetic(
        "5.76e23", six_nd, N="about 70 Billion", D="1.4 Trillion"), NOT_DETERMINED),
    ("over, and it is", lambda: synthetic("over 250x", x=exact("276")), REPRODUCED),
    ("over, and it is not", lambda: synthetic("over 250x", x="174"), NOT_REPRODUCED),
    ("over, missed by the far end", lambda: synthetic("over 4.2", x="4.199"), NOT_REPRODUCED),
    ("over, met by the far end", lambda: synthetic("over 4.2", x=measured(4.19, error=0.02)),
     CONSISTENT),
    ("over, met by a far end far away", lambda: synthetic("over 4.2", x="~4.1"), NOT_DETERMINED),
    ("at most, and it is not", lambda: synthetic("at most 4.2", x="4.2001"), NOT_REPRODUCED),
    ("at most, met by the far end", lambda: synthetic("at most 4.2", x=measured(4.21, error=0.02)),
     CONSISTENT),
    ("truncation for rounding", lambda: synthetic("2.43", x=exact("2.437")), NOT_REPRODUCED),
    ("truncation that rounding of the input hides", lambda: synthetic("2.43", x="2.44"),
     CONSISTENT),
    ("0.46 from 0.34 and 0.28", lambda: synthetic(
        "0.46", exponent, alpha="0.34", beta="0.28"), CONSISTENT),
    ("0.460 from 0.34 and 0.28", lambda: synthetic(
        "0.459", exponent, alpha="0.34", beta="0.28"), NOT_DETERMINED),
    ("0.46 from 0.339 and 0.285", lambda: synthetic(
        "0.46", exponent, alpha="0.339", beta="0.285"), REPRODUCED),
    ("R of four P and over a tenth", lambda: synthetic("1.5", lambda x: 4 * x, x="0.4"),
     NOT_DETERMINED),
    ("R of exactly four P, under a tenth", lambda: synthetic(
        "99.8", lambda x: 100 + 4 * (x - 1), x="1.0"), CONSISTENT),
    ("R a little over four P", lambda: synthetic("99.8", lambda x: 100 + 4.1 * (x - 1), x="1.0"),
     NOT_DETERMINED),
    ("R over a tenth of the value", lambda: synthetic("2", x="~2.6"), NOT_DETERMINED),
    ("two places that differ", lambda: synthetic("21", x="24.5", places=True), PLACES),
    ("two places that agree", lambda: synthetic("0.50", x="0.498", places=True), REPRODUCED),
    ("a word", lambda: synthetic("similar", x="2"), NOT_A_NUMBER),
    ("a power of ten", lambda: synthetic("~10^22", x=exact("3.1e22")), REPRODUCED),
    ("a power of ten missed", lambda: synthetic("~10^22", x=exact("3.3e22")), NOT_REPRODUCED),
    ("a range with widened ends", lambda: synthetic("0.454-0.455", x=exact("0.4555")), REPRODUCED),
    ("a range missed", lambda: synthetic("(0.454, 0.455)", x=exact("0.4556")), NOT_REPRODUCED),
    ("a fraction", lambda: synthetic("1/46", x=exact("0.0217")), REPRODUCED),
    ("a fraction missed", lambda: synthetic("1/46", lambda x: 1 / x, x="46.83"), NOT_REPRODUCED),
    ("read off a figure", lambda: synthetic("29.5", x=measured(29.4, error=0.15)), CONSISTENT),
    ("a per cent", lambda: synthetic("67.6 %", x=exact("0.676")), REPRODUCED),
    ("one convention of two", lambda: synthetic(
        "10.1", x=exact("12"), also=((same, {"x": "10.1"}),)), CONVENTION),
    ("the other convention of two", lambda: synthetic(
        "10.1", x=exact("10.1"), also=((same, {"x": "12.0"}),)), CONVENTION),
    ("both conventions", lambda: synthetic(
        "10.1", x="10.2", also=((same, {"x": "10.1"}),)), CONSISTENT),
    ("no convention", lambda: synthetic(
        "10.1", x="10.8", also=((same, {"x": "12.0"}),)), NOT_REPRODUCED),
    ("a missing table", lambda: set_aside(NEEDS_DATA), NEEDS_DATA),
    ("nothing printed", lambda: set_aside(DERIVED, "-"), DERIVED),
    ("damage", lambda: set_aside(DAMAGED, "1/29, 9"), DAMAGED),
    ("a phrase", lambda: set_aside(NOT_A_NUMBER, "billions"), NOT_A_NUMBER),
]  # fmt: skip


@pytest.mark.parametrize(
    ("made", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_synthetic_claim(made: Callable[[], Row], expected: Verdict) -> None:
    assert made().verdict is expected


def test_every_verdict_is_covered() -> None:
    assert {case[2] for case in CASES} == set(Verdict)


def test_the_words() -> None:
    assert [verdict.value for verdict in Verdict] == [
        "reproduced",
        "not determined by the printed digits",
        "consistent with rounding",
        "depends on the convention",
        "places differ",
        "not reproduced",
        "needs data not in the text",
        "derived",
        "damaged in our copy",
        "not a number",
    ]


def test_first_that_fits() -> None:
    wide = Estimate("wide", 1.0, 0.0, 2.0)
    assert judge([parse("1.0")], [wide]) is REPRODUCED
    assert judge([parse("1.5")], [wide]) is NOT_DETERMINED


def miss(**care: object) -> Claim:
    return claim("X", same, words="the table", x="24.5", **care)  # type: ignore[arg-type]


MISSED = Entry("X", "source", "part", "Table 9", "a claim", "21", "%")
AGREES = Second(using("the text", same, x="24.6"))


def assert_lacks(what: str, row: Row) -> None:
    assert any(what in fault for fault in row.faults), row.faults
    assert f"Not yet checked: this lacks {' and '.join(row.faults)}." in row.note


def test_a_miss_needs_a_second_computation() -> None:
    assert_lacks(
        "second, independent computation", judge_claim(miss(charitable="another table"), MISSED)
    )


def test_a_miss_needs_a_charitable_reading() -> None:
    assert_lacks("charitable", judge_claim(miss(second=AGREES), MISSED))


def test_a_second_computation_that_meets_the_print_stops_a_miss() -> None:
    meets = Second(using("the text", same, x="21"))
    assert_lacks(
        "misses the printed number too",
        judge_claim(miss(second=meets, charitable="another table"), MISSED),
    )


def test_a_second_computation_must_agree_with_the_first() -> None:
    elsewhere = Second(using("the text", same, x="30.1"))
    assert_lacks(
        "gives what the first gives",
        judge_claim(miss(second=elsewhere, charitable="another table"), MISSED),
    )


def test_a_second_computation_of_another_quantity_must_miss_too() -> None:
    one = parse("1", exact=True)
    sums = Second(using("the sum", same, x="0.997"), published=one)
    assert judge_claim(miss(second=sums, charitable="another"), MISSED).verdict is NOT_REPRODUCED
    meets = Second(using("the sum", same, x="1.00"), published=one)
    assert_lacks("misses", judge_claim(miss(second=meets, charitable="another"), MISSED))


def test_places_that_differ_need_care_too() -> None:
    assert_lacks("second", judge_claim(miss(places=True), MISSED))


def test_a_miss_with_its_care_has_no_fault() -> None:
    row = judge_claim(miss(second=AGREES, charitable="another table"), MISSED)
    assert row.faults == ()
    assert "Not yet checked" not in row.note


def test_the_sentence_of_a_miss_is_neutral_and_measured() -> None:
    note = judge_claim(miss(second=AGREES, charitable="another table"), MISSED).note
    assert "the text prints 21; we do not know why." in note
    assert "17 %" in note
    assert "3.5 units of the last digit" in note
    assert "A second computation, the text, gives 24.6" in note
    assert "The kindest reading: another table" in note
    assert not re.search(r"\b(wrong|impossible|mis-?plotted|should|error)\b", note)


def test_both_conventions_are_shown() -> None:
    made = synthetic("10.1", x="12", also=((same, {"x": "10.1"}),))
    assert "The first way: 12 " in made.note
    assert "Another way: 10.1 " in made.note
    assert [estimate.nominal for estimate in made.conventions] == [12, 10.1]


def test_only_the_last_four_can_be_set() -> None:
    for verdict in Verdict:
        if verdict in UNJUDGED:
            assert unjudged("X", verdict, "because").unjudged is verdict
            with pytest.raises(InputError):
                unjudged("X", verdict, "")
        else:
            with pytest.raises(InputError):
                unjudged("X", verdict, "because")


def test_a_claim_needs_a_computation() -> None:
    with pytest.raises(InputError, match="nothing to compare"):
        Claim(id="X")


def of_several(*prints: tuple[str, str]) -> Row:
    """A claim with a part for each printed number and what we get for it."""
    parts = (
        Claim(id="", computations=(using("a part", same, x=ours),), published=(parse(print_),))
        for print_, ours in prints
    )
    return judge_claim(
        several("X", *parts), Entry("X", "source", "part", "Table 1", "a claim", "2; 5", "")
    )


def test_several_numbers_get_the_most_reserved_verdict() -> None:
    assert of_several(("2", "2"), ("5", "5.2")).verdict is REPRODUCED
    both = of_several(("2", "2"), ("5.0", "5.1"))
    assert both.verdict is CONSISTENT
    assert both.parts == (2.0, 5.1)
    assert "2, reproduced: " in both.note
    assert "5.0, consistent with rounding: " in both.note


def test_a_part_that_misses_needs_its_care() -> None:
    assert_lacks("a second, independent computation", of_several(("2", "2"), ("5", "7")))
