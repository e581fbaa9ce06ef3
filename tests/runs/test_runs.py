"""Runs are read from arrays, CSV and frames, checked value by value, and say what is wrong."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from scalinglaws import published
from scalinglaws.errors import InputError
from scalinglaws.runs import Runs

GOOD: dict[str, Any] = {"N": [1e8, 2e8, 4e8], "D": [1e9, 2e9, 4e9], "loss": [3.0, 2.8, 2.6]}


def written(folder: Path, text: str) -> Path:
    file = folder / "runs.csv"
    file.write_text(text, encoding="utf-8")
    return file


class Columns(dict[str, Any]):
    """What a data frame needs to be for `Runs.from_frame`, without pandas."""

    @property
    def columns(self) -> list[str]:
        return list(self)


def test_missing_compute_and_tokens_are_derived_by_six_n_d() -> None:
    from_tokens = Runs.from_arrays(GOOD["N"], D=GOOD["D"], loss=GOOD["loss"])
    np.testing.assert_array_equal(from_tokens.C, [6e17, 24e17, 96e17])
    from_compute = Runs.from_arrays(GOOD["N"], C=from_tokens.C, loss=GOOD["loss"])
    np.testing.assert_allclose(from_compute.D, GOOD["D"], rtol=1e-15)
    assert dict(from_tokens.derived) == {"C": "C = 6ND"}
    assert dict(from_compute.derived) == {"D": "C = 6ND"}


def test_a_nominal_budget_stands_for_compute_and_says_so() -> None:
    runs = Runs.from_arrays([1e8, 2e8], budget=[1e18, 2e18], loss=[3, 2.9])
    assert dict(runs.derived) == {"C": "C = budget", "D": "C = 6ND"}
    assert runs.D[1] == pytest.approx(2e18 / 6 / 2e8)


def test_given_tokens_and_compute_are_both_kept() -> None:
    runs = Runs.from_arrays(**GOOD, C=[7e17, 25e17, 97e17])
    assert runs.C[0] == 7e17
    assert runs.derived == {}


@pytest.mark.parametrize(("factor", "ok"), [(0.11, True), (9, True), (0.09, False), (11, False)])
def test_compute_that_contradicts_size_and_tokens_is_refused(factor: float, ok: bool) -> None:
    C = 6 * np.array(GOOD["N"]) * GOOD["D"] * [1, factor, 1]
    if ok:
        assert Runs.from_arrays(**GOOD, C=C).C[1] == C[1]
        return
    with pytest.raises(InputError, match=r"row 2, N = 2e\+08, D = 2e\+09 and C = .*Check units"):
        Runs.from_arrays(**GOOD, C=C)


def test_tokens_in_billions_are_refused(tmp_path: Path) -> None:
    file = written(tmp_path, "N,D,C,loss\n1e8,1,6e17,3\n")
    with pytest.raises(InputError, match=r"runs\.csv: row 1 \(line 2 of the file\), N = 1e\+08"):
        Runs.from_csv(file)


@pytest.mark.parametrize(
    "header",
    [
        "N,D,loss",
        "params,tokens,final_loss",
        "Model Size,Training Tokens,LOSS",
        "n_params,D,Val_Loss",
    ],
)
def test_csv_columns_go_by_their_usual_names(tmp_path: Path, header: str) -> None:
    runs = Runs.from_csv(written(tmp_path, f"{header},note\n1e8,1e9,3.0,a\n2e8,2e9,2.8,b\n"))
    np.testing.assert_array_equal(runs.N, [1e8, 2e8])
    np.testing.assert_array_equal(runs.loss, [3.0, 2.8])


def test_csv_with_a_byte_order_mark_and_blank_lines(tmp_path: Path) -> None:
    file = tmp_path / "excel.csv"
    file.write_bytes("\ufeffN,D,loss\r\n1e8,1e9,3\r\n\r\n2e8,1e9,2.9\r\n".encode())
    assert len(Runs.from_csv(file)) == 2


def test_a_caller_can_say_which_column_is_the_loss(tmp_path: Path) -> None:
    file = written(tmp_path, "N,D,loss_pile,loss_c4_val\n1e8,1e9,9,3\n2e8,1e9,9,2.9\n")
    assert Runs.from_csv(file, columns={"loss": "loss_c4_val"}).loss[0] == 3


def test_two_columns_that_could_be_the_tokens_are_both_named(tmp_path: Path) -> None:
    file = written(tmp_path, "N,tokens,D,loss\n1e8,1e9,1e9,3\n")
    with pytest.raises(InputError, match=r"runs\.csv: columns 'tokens' and 'D' could each be D"):
        Runs.from_csv(file)


@pytest.mark.parametrize(
    ("row", "found"),
    [
        ("1e8,1e9,-1", "loss = '-1': expected a positive, finite loss"),
        ("1e8,1e9,0", "loss = '0': expected a positive, finite loss"),
        ("1e8,1e9,nan", "loss = 'nan': expected a positive, finite loss"),
        ("1e8,1e9,inf", "loss = 'inf': expected a positive, finite loss"),
        ("1e8,1e9,", "loss = '': expected a positive, finite loss"),
        ("1e8,1e9,abc", "loss = 'abc': expected a positive, finite loss"),
        ("0.5,1e9,3", "N = '0.5': expected a finite number of parameters, at least 1"),
        ("1e8,0.5,3", "D = '0.5': expected a finite number of tokens, at least 1"),
    ],
)
def test_a_bad_cell_is_told_by_file_row_column_and_value(
    tmp_path: Path, row: str, found: str
) -> None:
    file = written(tmp_path, f"N,D,loss\n1e8,1e9,3\n{row}\n")
    with pytest.raises(InputError) as raised:
        Runs.from_csv(file)
    message = str(raised.value)
    assert message.startswith(f"runs.csv: row 2 (line 3 of the file), {found}")
    assert "Correct the value or remove the row" in message
    assert "\n" not in message


@pytest.mark.parametrize("column", ["N", "D", "loss"])
def test_a_bad_value_in_an_array_is_told_by_row_and_value(column: str) -> None:
    values = [*GOOD[column][:2], float("nan")]
    with pytest.raises(InputError, match=f"runs: row 3, {column} = nan: expected"):
        Runs.from_arrays(**{**GOOD, column: values})


def test_compute_that_leaves_less_than_a_token_is_refused() -> None:
    with pytest.raises(InputError, match=r"row 2, D = 0\.833 by C = 6ND"):
        Runs.from_arrays([1e8, 2e8], C=[1e18, 1e9], loss=[3, 2])


@pytest.mark.parametrize(
    ("columns", "found"),
    [
        ({"D": [1e9], "loss": [3]}, "no column is N"),
        ({"N": [1e8], "loss": [3]}, "no column is D, the tokens, and none C"),
        ({"N": [1e8], "D": [1e9]}, "no column is the loss"),
        ({"N": [1e8], "D": [1e9], "loss_low": [3]}, "one bound of the loss only"),
    ],
)
def test_a_missing_column_is_named(columns: dict[str, Any], found: str) -> None:
    with pytest.raises(InputError, match=found):
        Runs.from_frame(Columns(columns))


def test_columns_of_different_lengths_are_refused() -> None:
    with pytest.raises(InputError, match=r"different lengths \(N 3, D 3, loss 2\)"):
        Runs.from_arrays(**{**GOOD, "loss": [3, 2]})


def test_a_ragged_row_is_told_by_its_line(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"row 2 \(line 3 of the file\): 2 cells: expected 3"):
        Runs.from_csv(written(tmp_path, "N,D,loss\n1e8,1e9,3\n1e8,1e9\n"))


def test_an_empty_or_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="the file is empty"):
        Runs.from_csv(written(tmp_path, ""))
    with pytest.raises(InputError, match=r"nowhere\.csv: cannot be read"):
        Runs.from_csv(tmp_path / "nowhere.csv")
    with pytest.raises(InputError, match="one or more"):
        Runs.from_csv(written(tmp_path, "N,D,loss\n"))


def test_a_loss_outside_its_interval_is_refused() -> None:
    with pytest.raises(
        InputError, match=r"row 2, loss = 2\.8: expected a loss within its interval"
    ):
        Runs.from_arrays(**GOOD, loss_low=[2.9, 2.9, 2.5], loss_high=[3.1, 3.1, 2.7])


def test_an_interval_alone_gives_the_loss_in_its_geometric_middle() -> None:
    runs = Runs.from_arrays([1e8], D=[1e9], loss_low=[2.0], loss_high=[8.0])
    assert runs.loss[0] == 4.0


def test_a_published_table_is_a_frame_and_blank_budgets_are_allowed() -> None:
    table = published.load("hoffmann2022", "fig4")
    runs = Runs.from_frame(table, columns={"loss": "loss_colour_nats"}, name="Figure 4")
    assert len(runs) == 245
    assert runs.budget is not None
    assert int(np.isnan(runs.budget).sum()) == 131


@pytest.mark.parametrize("row", [None, 30])
def test_a_published_table_says_which_loss_is_fitted(row: int | None) -> None:
    table = published.load("hoffmann2022", "fig4")
    if row is not None:
        table = table.where(colour_level=table["colour_level"][row])
    runs = Runs.from_frame(table)
    np.testing.assert_array_equal(runs.loss, table["loss_colour_nats"])
    np.testing.assert_array_equal(runs.loss_low, table["loss_colour_low_nats"])
    np.testing.assert_array_equal(runs.loss_high, table["loss_colour_high_nats"])
    assert runs.name == "hoffmann2022/fig4"
    assert Runs.from_frame(table, name="mine").name == "mine"


def test_a_caller_overrules_a_table() -> None:
    table = published.load("hoffmann2022", "fig4").where(budget_C=1e19)
    names = dict.fromkeys(("loss", "loss_low", "loss_high"), "loss_right_panel_nats")
    runs = Runs.from_frame(table, columns=names)
    np.testing.assert_array_equal(runs.loss, table["loss_right_panel_nats"])


def test_a_column_without_a_value_is_as_good_as_none() -> None:
    valleys = Runs.from_frame(published.load("hoffmann2022", "fig3").where(panel="left"))
    assert len(valleys) == 128
    assert dict(valleys.derived) == {"D": "C = 6ND"}
    with pytest.raises(InputError, match=r"no column is the loss: .*, with values"):
        Runs.from_frame(published.load("hoffmann2022", "fig2").where(panel="center+right"))


def test_a_blank_column_of_a_file_goes_by_no_alias(tmp_path: Path) -> None:
    file = written(tmp_path, "N,tokens,D,loss,budget\n1e8,, 1e9,3,\n2e8, ,1e9,2.9,\n")
    runs = Runs.from_csv(file)
    np.testing.assert_array_equal(runs.D, [1e9, 1e9])
    assert runs.budget is None
    with pytest.raises(InputError, match=r"row 1 .*, tokens = '': expected a finite number"):
        Runs.from_csv(file, columns={"D": "tokens"})


def test_a_data_frame_with_columns_called_name_and_roles_is_read() -> None:
    class Attributes(Columns):
        def __getattr__(self, column: str) -> Any:
            return self[column]

    frame = Attributes(N=[1e8], D=[1e9], loss=[3.0], name=np.array(["a"]), roles=np.array(["b"]))
    assert Runs.from_frame(frame).name == "the frame"


def test_a_frame_of_named_columns_is_read() -> None:
    frame = Columns({"params": np.array([1e8, 2e8]), "flops": np.array([1e18, 2e18])})
    frame["loss"] = np.array([3.0, 2.9])
    assert Runs.from_frame(frame).D[0] == pytest.approx(1e18 / 6e8)


def test_the_highest_losses_go_by_a_strict_rule() -> None:
    runs = Runs.from_arrays(np.full(5, 1e8), D=np.full(5, 1e9), loss=[5, 4, 4, 2, 1])
    np.testing.assert_array_equal(runs.without_highest(1).loss, [4, 4, 2, 1])
    # The second highest is 4, twice: nothing at or above it stays.
    np.testing.assert_array_equal(runs.without_highest(2).loss, [2, 1])
    assert runs.without_highest(0) is runs


def test_kept_rows_keep_their_labels_and_are_locked() -> None:
    runs = Runs.from_arrays(**GOOD, model=["a", "b", "c"]).keep([2, 0])
    assert runs.model is not None
    assert runs.model.tolist() == ["c", "a"]
    with pytest.raises(ValueError, match="read-only"):
        runs.loss[0] = 1


def test_budgets_within_five_percent_are_one() -> None:
    C = [1e18, 1.02e18, 1.04e18, 1e19, 1.01e19]
    runs = Runs.from_arrays(np.full(5, 1e8), C=C, loss=np.full(5, 3.0))
    np.testing.assert_array_equal(runs.budgets, [1e18, 1e19])


def test_too_few_runs_and_one_budget_say_what_to_add() -> None:
    runs = Runs.from_arrays(**GOOD)
    with pytest.raises(InputError, match=r"3 runs: expected at least 5.*Add runs, or fix"):
        runs.require(5)
    with pytest.raises(InputError, match=r"1 budget .*expected runs at 2 or more"):
        Runs.from_arrays([1e8, 2e8], C=[1e18, 1e18], loss=[3, 2.9]).require(1, budgets=2)
