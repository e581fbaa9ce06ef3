"""The evening on paper: what the sheets say, computed as they are printed.

`make session` runs this file with the week's number, and sets its two documents. It writes them to
standard output: for each a template beside this file and the words and numbers that go in.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from scalinglaws import fits, laws, published
from scalinglaws.compute import six_nd, tokens_of
from scalinglaws.fits import Parabola
from scalinglaws.runs import Runs
from scalinglaws.studies import classroom

LEFT_OUT = (1e19, 1e20, 6e20)  # 1e20 is exercise 3.2
PAGE = Path(__file__).parents[1] / "compute-optimal.md"
BAND = (laws.HOFFMANN_2022_UNROUNDED, laws.BESIROGLU_2024)
HOFFMANN = "Hoffmann et al. 2022 (arXiv:2203.15556)"
CHOWDHERY = "Chowdhery et al. 2022 (arXiv:2204.02311)"
# As printed there, in Table 1 and in the text on training.
PALM = ("PaLM", 540.35e9, 780e9)
MODELS = ("GPT-3", "Gopher", "MT-NLG", "Chinchilla")
POINTS_RIGHT = ("GPT-3", "Gopher", "MT-NLG")  # stickers that hang to the left of their point
SEED = 3  # as on the page

Fields = dict[str, Any]

PAPER_WORDS: Fields = {
    "wall_title": "How large a model should a budget buy?",
    "wall_words": "One dot a pair: your budget across, your floor up. "
    "Then a thread through the dots, and on to the dashed line.",
    "paper_words": "A step of the same length is always the same ratio: from 1 to 10 as far as "
    "from 10 to 100. Between two thick lines the thin ones are 2, 3, 4 … 9 times the lower. "
    "Twice as much lies three tenths of the way; half of the way is about 3.2 times.",
    "sticker_words": "Cut out. The tip points at the model: its compute across, its size up. "
    "Compute is counted as 6 × parameters × tokens.",
}


def main() -> None:
    """Write both documents as JSON."""
    week = int(sys.argv[1])
    documents = {"class": class_sheets(week), "facilitator": facilitator(week)}
    json.dump({"schema": 1, "documents": documents}, sys.stdout)


def imprint(week: int) -> Fields:
    """What stands on every sheet."""
    return {"author": "Scaling and Emergence", "footer": f"Scaling and Emergence, week {week}"}


def slips(week: int) -> Fields:
    """The cards that the class writes on: a bet, the bet of the week after, a doubt."""
    return {
        "bets": [
            {
                "title": f"Week {week} · my bet",
                "question": "You hold Gopher’s budget. How many parameters would you buy?",
                "unit": "billion",
            },
            {
                "title": f"Week {week + 1} · my bet",
                "question": "Another group fits N = k · Cᵃ, best size against budget, to runs of "
                "its own. Which a does it publish?",
                "unit": "",
            },
        ],
        "doubt": {
            "title": f"Week {week} · one hard doubt",
            "question": "What would have to be true for tonight’s line to mislead us?",
        },
    }


def runs() -> Runs:
    """The runs of the nine valleys."""
    return Runs.from_frame(published.load("hoffmann2022", "fig3").where(panel="left"))


def handed_out(every: Runs) -> Runs:
    """Those of the six budgets that pairs get."""
    return every.keep(~np.isin(every.C, LEFT_OUT))


def class_sheets(week: int) -> Fields:
    """Budget sheets, wall paper, stickers, slips and cards: all that a class sees."""
    six = handed_out(runs())
    return {
        "template": "class_sheets.typ",
        "title": f"Week {week}: the sheets of the session",
        "budgets": budget_sheets(six),
        "models": [sticker(name, *built) for name, built in models()],
        "losses_source": f"losses read from Figure 3 of {HOFFMANN}; reads = budget / (6 × size)",
        "sticker_source": f"Table 1 of {HOFFMANN}; PaLM: {CHOWDHERY}",
        **slips(week),
        **PAPER_WORDS,
        **wall_marks(six),
        **imprint(week),
    }


def wall_marks(six: Runs) -> Fields:
    """What is marked along the wall's lower edge."""
    return {
        "budget_values": six.budgets.tolist(),
        "read_at": cost(*dict(models())["Gopher"]),
        "read_at_words": "Gopher’s\nbudget",
    }


def budget_sheets(six: Runs) -> list[Fields]:
    """A sheet a budget, from the smallest."""
    return [
        budget_sheet(number, six.keep(budget == six.C))
        for number, budget in enumerate(six.budgets, start=1)
    ]


def budget_sheet(number: int, own: Runs) -> Fields:
    """One pair's sizes, from the smallest, in the unit that suits the largest."""
    unit, factor = ("billion", 1e9) if own.N.max() >= 1e9 else ("million", 1e6)
    order = np.argsort(own.N)
    quarter = classroom.quarters(own.N[order], by="axis")
    rows = zip(own.N[order], own.loss[order], quarter, strict=True)
    return {
        "number": number,
        "budget": float(own.C[0]),
        "unit": unit,
        "runs": [
            {
                "letter": chr(ord("a") + row),
                "size": N / factor,
                "size_text": three_digits(N / factor),
                "tokens_text": three_digits(tokens_of(own.C[0], N) / 1e9),
                "loss": loss,
                "loss_text": f"{loss:.3f}",
                "quarter": int(each),
            }
            for row, (N, loss, each) in enumerate(rows)
        ],
    }


def three_digits(value: float) -> str:
    """0.425, 2.98, 12.6, 278: three significant digits, never an exponent."""
    rounded = float(f"{value:.2e}")  # first, so that 999.6 becomes 1000 and not 1.00e+03
    return f"{rounded:#.3g}".rstrip(".") if rounded < 1000 else f"{rounded:.0f}"


def models() -> list[tuple[str, tuple[float, float]]]:
    """The five models of the stickers, with parameters and tokens as printed."""
    printed = published.built_models()
    return [(name, printed[name]) for name in MODELS] + [(PALM[0], PALM[1:])]


def cost(N: float, D: float) -> float:
    """Training compute, 6ND."""
    return float(six_nd(N, D))


def sticker(name: str, N: float, D: float) -> Fields:
    """A model's name, size, tokens and compute."""
    tokens = f"{D / 1e12:g} trillion" if D >= 1e12 else f"{D / 1e9:g} billion"
    return {
        "name": name,
        "size": f"{N / 1e9:.0f} billion",
        "tokens": tokens,
        "flops": cost(N, D),
        "points": "right" if name in POINTS_RIGHT else "left",
    }


def facilitator(week: int) -> Fields:
    """The answers, which no class sheet holds, and the evening in minutes."""
    every, page = runs(), PAGE.read_text(encoding="utf-8")
    valleys = fits.fit_parabolas(every.C, every.N, every.loss)
    return {
        "template": "facilitator.typ",
        "title": f"Week {week}: the facilitator’s sheet",
        "models": [model_row(name, *built, valleys) for name, built in models()],
        "marks": [[name, cost(N, D), N] for name, (N, D) in models()],
        "to_the_right": [name for name, _ in models() if name not in POINTS_RIGHT],
        "line": [[C, read(valleys, C)] for C in (float(every.budgets[0]), 1e25)],
        "keys": budget_sheets(handed_out(every)),
        "bring": "Scissors, glue or tape, a thread of a metre, putty, pencils, a watch.",
        "minutes": minutes(page),
        "cuts": cuts(page),
        **answers(valleys, handed_out(every)),
        **wall_marks(handed_out(every)),
        **imprint(week),
    }


def answers(valleys: Sequence[Parabola], six: Runs) -> Fields:
    """The floors and the readings: of all the runs, and of simulated classes."""
    gopher = cost(*dict(models())["Gopher"])
    chosen = [v for v in valleys if v.C not in LEFT_OUT]
    four, two_more = (classroom.simulate_classes(six, gopher, more=n, rng=SEED) for n in (0, 2))
    floors = zip(chosen, four.floors.T, two_more.floors.T, strict=True)
    count = f"{len(four.readings):,} simulated classes, four flaps a pair"
    return {
        "floors": [floor_row(*each) for each in floors],
        "floor_values": [v.N for v in chosen],
        "readings": [
            (count, classes_words(four)),
            ("the same, two more flaps next to the floor", classes_words(two_more)),
            ("all the runs of the six budgets", billions(read(chosen, gopher))),
            ("all the runs of all nine budgets", billions(read(valleys, gopher))),
        ],
    }


def floor_row(valley: Parabola, four: Sequence[float], six: Sequence[float]) -> list[str]:
    """Budget, floor by all runs, the middle four fifths of marked floors, tokens a parameter."""
    unit, factor = ("billion", 1e9) if valley.N >= 1e9 else ("million", 1e6)
    ranges = (np.quantile(marked, (0.1, 0.9)) / factor for marked in (four, six))
    return [
        f"{valley.C:.0e}",
        f"{two_digits(valley.N / factor)} {unit}",
        *(f"{two_digits(low)} to {two_digits(high)}" for low, high in ranges),
        f"{tokens_of(valley.C, valley.N) / valley.N:.0f}",
    ]


def two_digits(value: float) -> str:
    """1.8, 190: two significant digits, never an exponent."""
    return f"{value:.1f}" if value < 10 else f"{float(f'{value:.2g}'):.0f}"


def classes_words(drawn: classroom.Classes) -> str:
    """The middle reading and the middle four fifths."""
    low, high = drawn.interval(0.8)
    return f"{billions(drawn.median)}; four in five between {low / 1e9:.0f} and {high / 1e9:.0f}"


def billions(N: float) -> str:
    """60 billion."""
    return f"{N / 1e9:.0f} billion"


def read(valleys: Sequence[Parabola], C: float) -> float:
    """The line through floors, read at C."""
    line = fits.fit_power_law([v.C for v in valleys], [v.N for v in valleys])
    return float(line.at(C))


def model_row(name: str, N: float, D: float, valleys: Sequence[Parabola]) -> list[str]:
    """Name, compute, size over the best size, and the share of compute lost by two formulas."""
    ratio = N / read(valleys, cost(N, D))
    low, high = sorted(float(law.waste(ratio)) for law in BAND)
    lost = f"{100 * low:.0f} to {100 * high:.0f} %" if high >= 0.01 else "under 1 %"
    return [name, f"{cost(N, D):.2e}", f"{ratio:.1f}", lost]


def minutes(page: str) -> list[tuple[str, str, str]]:
    """The steps of the evening: minutes, heading and what to say, from the facilitator's page."""
    return re.findall(r"^### (\d+–\d+) (.+)\n\n\*Say\.\* (.+)$", page, flags=re.M)


def cuts(page: str) -> list[str]:
    """What to leave out first when time runs short, from the facilitator's page."""
    section = page.split("## What to cut first")[1].split("\n## ")[0]
    return [line.replace("*", "") for line in re.findall(r"^\d\. (.+)$", section, flags=re.M)]


if __name__ == "__main__":
    main()
