"""Counting against what papers print, and against counting one operation at a time."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scalinglaws import flops, published
from scalinglaws.errors import InputError
from scalinglaws.flops import Shape
from scalinglaws.laws import kaplan2020
from scalinglaws.laws import kaplan2020_forms as kaplan_forms

VOCABULARY, SEQUENCE = (
    32_000,
    2048,
)  # inferred for Tables A4 and A9; neither paper table prints them
GOPHER_TOKENS = 300e9  # Hoffmann et al. 2022, Table 1
small = st.integers(1, 12)
shapes = st.builds(
    Shape, layers=small, d_model=small, heads=small, key_size=small, ffw=small, vocab=small,
    seq_len=small,
)  # fmt: skip


def shapes_of(name: str) -> tuple[Shape, ...]:
    # The caption of Table 4 gives the feed-forward size as 4 d_model.
    ratio = 4 if name == "table4" else None
    table = published.load("hoffmann2022", name)
    return flops.load_shapes(table, vocab=VOCABULARY, seq_len=SEQUENCE, ffw_over_d_model=ratio)


# A second route: every matrix product of a forward pass, its multiplications and additions
# counted from the shapes of its factors.


def products_of_a_layer(m: Shape) -> list[tuple[int, int, int]]:
    """(rows, inner, columns) of each product that one sequence costs in one layer."""
    s, d, k, f = m.seq_len, m.d_model, m.key_size, m.ffw
    per_head = [(s, d, k)] * 3 + [(s, k, s), (s, s, k)]
    return per_head * m.heads + [(s, m.heads * k, d), (s, d, f), (s, f, d)]


def counted_forward(m: Shape) -> int:
    """FLOP per sequence of the layers: products, and three operations an attention weight."""
    of_products = sum(2 * rows * inner * columns for rows, inner, columns in products_of_a_layer(m))
    return m.layers * (of_products + 3 * m.heads * m.seq_len**2)


@given(shapes)
def test_a_layer_costs_what_its_matrix_products_cost(m: Shape) -> None:
    per_token = flops.flop_per_token(m)["hoffmann2022_appendixF_layers"]
    assert per_token * m.seq_len == 3 * counted_forward(m)


@given(shapes)
def test_the_text_as_written_adds_two_products_with_the_vocabulary(m: Shape) -> None:
    counts = flops.flop_per_token(m)
    added = counts["hoffmann2022_appendixF"] - counts["hoffmann2022_appendixF_layers"]
    products = 2 * (2 * m.seq_len * m.vocab * m.d_model)  # one-hot rows in, logits out
    assert added * m.seq_len == 3 * products


def test_every_operation_of_a_small_layer_counted_one_by_one() -> None:
    m = Shape(layers=2, d_model=3, heads=2, key_size=2, ffw=5, vocab=7, seq_len=3)
    operations = 0
    for rows, inner, columns in products_of_a_layer(m):
        for _ in np.ndindex(rows, inner, columns):
            operations += 2  # one multiplication, one addition to a running sum
    assert m.layers * (operations + 3 * m.heads * m.seq_len**2) == counted_forward(m)


@given(shapes)
def test_kaplan_s_count_is_6n_and_the_context(m: Shape) -> None:
    counts = flops.flop_per_token(m)
    context = counts["kaplan2020"] - counts["6N_kaplan2020_non_embedding"]
    assert context == 6 * m.layers * m.seq_len * m.heads * m.key_size


@given(shapes)
def test_weights_are_the_sizes_of_the_matrices(m: Shape) -> None:
    width = m.heads * m.key_size
    matrices = [np.empty((m.d_model, width))] * 3 + [
        np.empty((width, m.d_model)), np.empty((m.d_model, m.ffw)), np.empty((m.ffw, m.d_model)),
    ]  # fmt: skip
    embedding = np.empty((m.vocab, m.d_model))
    counted = m.layers * sum(matrix.size for matrix in matrices)
    found = flops.parameters(m)
    assert found["kaplan2020_non_embedding"] == counted
    assert found["with_embedding"] == counted + embedding.size
    assert found["hoffmann2022_tableA9"] == counted + embedding.size + m.layers * (
        m.d_model * width + 10 * m.d_model
    )


@given(shapes)
def test_twelve_layers_d_squared_holds_where_the_proportions_are_the_usual_ones(m: Shape) -> None:
    usual = Shape(
        layers=m.layers, d_model=m.heads * m.key_size, heads=m.heads, key_size=m.key_size,
        ffw=4 * m.heads * m.key_size, vocab=m.vocab, seq_len=m.seq_len,
    )  # fmt: skip
    found = flops.parameters(usual)
    assert found["kaplan2020_12Ld2"] == found["kaplan2020_non_embedding"]


@given(shapes)
def test_rematerialisation_is_one_more_forward_pass(m: Shape) -> None:
    counts = flops.flop_per_token(m)
    once = {name for name in counts if not name.endswith("_rematerialised")}
    assert {f"{name}_rematerialised" for name in once} == set(counts) - once
    for name in once:
        assert 3 * counts[f"{name}_rematerialised"] == 4 * counts[name]


@given(shapes)
def test_the_parts_add_up(m: Shape) -> None:
    forward = sum(part.total(m) for part in flops.FORWARD_FLOP)
    assert flops.flop_per_token(m)["hoffmann2022_appendixF"] == 3 * forward
    weights = sum(part.total(m) for part in flops.TABLE_A9_PARTS)
    assert flops.parameters(m)["hoffmann2022_tableA9"] == weights


# Formulas are shown to readers: what is shown is what is computed.


def evaluated(formula: str, m: Shape) -> int:
    """The value of a component's formula as shown, in the letters d, h, k, m, V, t."""
    letters = {
        "d": m.d_model, "h": m.heads, "k": m.key_size, "m": m.ffw, "V": m.vocab, "t": m.seq_len,
    }  # fmt: skip
    python = formula.replace("·", " ").replace("(", " ").replace(")", " ").split()
    values = [letters[word] if word in letters else int(word) for word in python]
    return int(np.prod(values, dtype=object))


@given(shapes)
def test_the_formula_shown_is_the_formula_computed(m: Shape) -> None:
    for part in (*flops.FORWARD_FLOP, *flops.TABLE_A9_PARTS):
        assert part.total(m) == part.times(m) * evaluated(part.formula, m)
        assert part.times(m) == (m.layers if part.in_layer else 1)


def test_names_are_keys_and_every_convention_names_a_source() -> None:
    for registry in (flops.PARAMETERS, flops.FLOP_PER_TOKEN):
        for name, convention in registry.items():
            assert convention.name == name
            assert convention.formula
            assert convention.source


def test_the_library_s_page_names_every_convention_and_every_fit(root: Path) -> None:
    page = (root / "reference" / "api.md").read_text(encoding="utf-8")
    plain = {name for name in flops.FLOP_PER_TOKEN if not name.endswith("_rematerialised")}
    counts = {name for name in plain if not name.startswith("6N_")} | set(flops.PARAMETERS)
    forms = set(vars(kaplan_forms))
    fits = {name for name in kaplan2020.__all__ if name not in forms} | {"PF_DAY"}
    for name in counts | fits | {"6N_", "_rematerialised"}:
        assert f"`{name}`" in page, name


# What the papers print.


def test_table_a9_forty_nine_of_fifty_to_the_printed_million() -> None:
    table = published.load("hoffmann2022", "tableA9")
    ours = np.array([flops.parameters(m)["hoffmann2022_tableA9"] for m in shapes_of("tableA9")])
    misses = ours / 1e6 - table["params_million"]
    outside = np.flatnonzero(np.abs(misses) > 0.5)
    assert table["params_million"][outside].tolist() == [2980]
    assert misses[outside] == pytest.approx([-0.5184], abs=1e-9)


def test_four_attention_matrices_are_within_one_per_cent_in_no_row() -> None:
    table = published.load("hoffmann2022", "tableA9")
    ours = np.array([flops.parameters(m)["with_embedding"] for m in shapes_of("tableA9")])
    assert np.abs(ours / 1e6 / table["params_million"] - 1).min() > 0.01


def test_gopher_and_chinchilla_have_their_names_sizes() -> None:
    gopher, chinchilla = (flops.parameters(m)["hoffmann2022_tableA9"] for m in shapes_of("table4"))
    assert round(gopher / 1e9) == 280
    assert round(chinchilla / 1e9) == 70


def a4_ratios(convention: str) -> list[float]:
    counts = [flops.flop_per_token(m) for m in shapes_of("tableA4")]
    return [each[convention] / each["6N_hoffmann2022_tableA9"] for each in counts]


def test_table_a4_from_the_terms_of_the_layers_alone() -> None:
    printed = published.load("hoffmann2022", "tableA4").printed("flop_ratio")
    ours = a4_ratios("hoffmann2022_appendixF_layers")
    assert [f"{ratio:.2f}" for ratio in ours] == list(printed)
    assert [round(r, 3) for r in ours] == [1.025, 1.101, 1.083, 1.044, 1.033, 0.994]


def test_table_a4_from_the_text_as_written() -> None:
    ours = a4_ratios("hoffmann2022_appendixF")
    assert [f"{ratio:.2f}" for ratio in ours] == ["1.58", "1.32", "1.23", "1.14", "1.12", "1.03"]


def test_table_a4_equals_the_reference_computation(shared: Path) -> None:
    file = shared / "reference-tables" / "hoffmann2022_tableA4_flop_ratio.csv"
    rows = list(csv.DictReader(file.read_text(encoding="utf-8").splitlines()))
    for convention, column in (
        ("hoffmann2022_appendixF_layers", "ratio_layers_only_seq2048"),
        ("hoffmann2022_appendixF", "ratio_literal_appendixF_seq2048_vocab32000"),
    ):
        ours = [f"{ratio:.4f}" for ratio in a4_ratios(convention)]
        assert ours == [row[column] for row in rows]
    counts = [flops.parameters(m)["hoffmann2022_tableA9"] for m in shapes_of("tableA4")]
    assert counts == [int(row["params_by_our_formula"]) for row in rows]


def test_rae_s_budget_of_gopher_is_four_thirds_of_the_layers() -> None:
    gopher = flops.flop_per_token(shapes_of("table4")[0])
    once = gopher["hoffmann2022_appendixF_layers"] * GOPHER_TOKENS
    twice = gopher["hoffmann2022_appendixF_layers_rematerialised"] * GOPHER_TOKENS
    assert f"{once:.3e}" == "4.736e+23"
    rae = published.load("rae2021", "training_flops").where(
        quantity="Gopher, with rematerialisation"
    )
    assert f"{twice:.2e}".replace("+", "") == rae.printed("flops_C")[0]


def test_t5_is_3nd(shared: Path) -> None:
    file = shared / "reference-tables" / "brown2020_tableD1.csv"
    rows = list(csv.DictReader(file.read_text(encoding="utf-8").splitlines()))
    for row in rows:
        N, D = float(row["params_million"]) * 1e6, float(row["training_tokens_billion"]) * 1e9
        count = flops.three_n if row["model"].startswith("T5") else flops.six_n
        # The table's cells have three digits, in parameters too.
        assert count(N) * D == pytest.approx(float(row["train_compute_flops"]), rel=5e-3)
    eleven = next(row for row in rows if row["model"] == "T5-11B")
    assert f"{flops.three_n(11e9) * 1e12:.2E}" == eleven["train_compute_flops"] == "3.30E+22"


# Shapes.

USUAL: dict[str, Any] = {
    "layers": 80, "d_model": 8192, "heads": 64, "key_size": 128, "ffw": 32768, "vocab": 32000,
    "seq_len": 2048,
}  # fmt: skip


@pytest.mark.parametrize("name", USUAL)
@pytest.mark.parametrize("wrong", [0, -1, 1.5, 8.0, True, "8", None, float("nan"), 10**9 + 1])
def test_a_shape_refuses_what_is_no_size(name: str, wrong: object) -> None:
    with pytest.raises(InputError) as caught:
        Shape(**(USUAL | {name: wrong}))
    message = str(caught.value)
    assert message == f"{name} = {wrong!r}: expected a whole number from 1 to 1,000,000,000"


def test_a_shape_takes_numpy_s_integers_and_counts_without_overflow() -> None:
    largest = Shape(**{name: np.int64(10**9) for name in USUAL})
    assert flops.parameters(largest)["kaplan2020_12Ld2"] == 12 * 10**27
    assert json.loads(json.dumps(flops.flop_per_token(largest)))


def test_a_shape_is_a_value() -> None:
    assert Shape(**USUAL) == Shape(**USUAL)
    assert len({Shape(**USUAL), Shape(**USUAL)}) == 1
    change: Callable[[], None] = lambda: setattr(Shape(**USUAL), "layers", 3)  # noqa: E731
    with pytest.raises(AttributeError):
        change()


def test_shapes_are_read_row_by_row_and_refused_as_shapes_are() -> None:
    columns = {"layers": [2, 3], "d_model": [8.0, 16.0], "heads": [1, 2], "key_size": [8, 8]}
    first, second = flops.load_shapes(columns, vocab=5, seq_len=7, ffw_over_d_model=4)
    assert first == Shape(layers=2, d_model=8, heads=1, key_size=8, ffw=32, vocab=5, seq_len=7)
    assert (second.layers, second.ffw) == (3, 64)
    wide = columns | {"ffw": [9, 10]}
    assert [m.ffw for m in flops.load_shapes(wide, vocab=5, seq_len=7)] == [9, 10]
    with pytest.raises(InputError, match=r"heads = 1\.5: expected a whole number"):
        flops.load_shapes(wide | {"heads": [1.5, 2]}, vocab=5, seq_len=7)
