"""Judged part by part, and again where a device's memory is full: the same answers as of the whole."""

from __future__ import annotations

import time
from collections.abc import Callable
from inspect import isfunction
from threading import Thread
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import boxlint
from boxlint import orders, segments
from boxlint.arrays import fetch
from boxlint.columns import Columns, Part
from boxlint.findings import Findings
from boxlint.linter import lint
from boxlint.names import is_row_wise, measures
from boxlint.rule_files import load_rules
from boxlint.schema import GEOMETRY, SCHEMA
from boxlint.tables import Column, Keys, Tables, Text

RULES = load_rules(examples=False)
ANNOTATED = sorted(GEOMETRY | {"annotation"})


@pytest.fixture(scope="module")
def tables() -> Tables:
    """All the sample data in one dataset."""
    return boxlint.check(["sample_data"], select=["ALL"], isolated=True).tables


def texts_or_array(column: Column) -> Any:
    """Texts as themselves: their codes differ from part to part."""
    if isinstance(column, Text):
        return np.array([*column.values, ""], object)[fetch(column.codes)]
    return fetch(column.numbers if isinstance(column, Keys) else column)


ROW_WISE = [(table, name) for table in ANNOTATED for name in measures(table) if is_row_wise(table, name)]


@pytest.mark.parametrize(("table", "name"), ROW_WISE)
def test_a_measure_of_some_rows_is_the_measure_of_all_at_those_rows(tables: Tables, table: str, name: str) -> None:
    """A measure that looks at other rows and is not marked would answer differently."""
    count = len(tables[table])
    with np.errstate(all="ignore"):
        whole = texts_or_array(Columns(tables)(table, name))
        for rows in (slice(count // 3, 2 * count // 3), np.arange(count)[::-3]):
            # of columns of which nothing is made yet that the part could be cut from
            part = Part(Columns(tables), table, rows)
            np.testing.assert_array_equal(texts_or_array(part(table, name)), whole[rows], strict=True)


@pytest.mark.parametrize(("table", "name"), ROW_WISE)
def test_a_measure_of_some_rows_calls_nothing_that_compares_rows(table: str, name: str) -> None:
    """Where the sample data has no two rows that it could find to be the same."""
    comparing = {name for module in (orders, segments) for name, value in vars(module).items() if isfunction(value)}
    comparing |= {"first_equal", "positions", "gather"}
    comparing -= {"cast", "full", "namespace"}
    assert comparing.isdisjoint(measures(table)[name].__code__.co_names)


@pytest.mark.parametrize("table", ANNOTATED)
def test_columns_made_of_parts_are_the_whole_ones(tables: Tables, table: str) -> None:
    """Also what compares rows, which is made of the parts of others."""
    whole, parts = Columns(tables), Columns(tables, part_rows=7)
    with np.errstate(all="ignore"):
        for name in (*SCHEMA[table], *measures(table)):
            expected, found = (texts_or_array(columns(table, name)) for columns in (whole, parts))
            np.testing.assert_array_equal(found, expected, strict=True, err_msg=name)


def content(findings: Findings) -> list[tuple[Any, ...]]:
    """Everything that a report would show of findings."""
    return [
        (
            *(hits.rule.code, hits.severity, hits.table, hits.rows.tolist(), hits.judged, repr(hits.values)),
            *(hits.fixes.tolist(), None if hits.related is None else hits.related.tolist(), hits.replaced),
        )
        for hits in findings.hits
    ]


def judged(tables: Tables, device: str | None = None, threads: int = 1) -> list[tuple[Any, ...]]:
    return content(lint(tables, list(RULES.values()), RULES, device=device, threads=threads))


@settings(max_examples=5, deadline=None)
@given(rows=st.integers(1, 60), threads=st.integers(2, 5))
def test_findings_do_not_depend_on_the_threads(tables: Tables, rows: int, threads: int) -> None:
    expected = judged(tables)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("boxlint.linter.Columns", lambda tables, *_: Columns(tables, None, rows))
        assert judged(tables, threads=threads) == expected


def test_each_column_is_made_once_by_whatever_threads_ask_for_it(
    tables: Tables, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of whole tables: a part makes its own."""
    made: list[tuple[str, str]] = []
    make = Columns._make

    def counted(columns: Columns, table: str, name: str) -> Column:
        made.append((table, name))
        time.sleep(0.001)
        return make(columns, table, name)

    monkeypatch.setattr(Columns, "_make", counted)
    monkeypatch.setattr("boxlint.linter.Columns", lambda tables, *_: Columns(tables, None, 7))
    judged(tables, threads=4)
    assert len(made) == len(set(made)) > 100


@pytest.mark.parametrize("most", [0, 1])
def test_findings_do_not_depend_on_whether_threads_can_be_started(
    tables: Tables, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    """A container may allow few."""
    expected = judged(tables)
    start, started = Thread.start, list[Thread]()

    def counted(thread: Thread) -> None:
        if len(started) == most:
            raise RuntimeError("can't start new thread")
        started.append(thread)
        start(thread)

    monkeypatch.setattr(Thread, "start", counted)
    monkeypatch.setattr("boxlint.linter.Columns", lambda tables, *_: Columns(tables, None, 7))
    assert judged(tables, threads=4) == expected
    assert len(started) == most


def test_a_fault_of_a_thread_is_the_run_s(tables: Tables, monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(*_: Any) -> None:
        raise MemoryError("too large")

    monkeypatch.setattr("boxlint.conditions.evaluate", failing)
    monkeypatch.setattr("boxlint.linter.Columns", lambda tables, *_: Columns(tables, None, 7))
    with pytest.raises(MemoryError, match="too large"):
        judged(tables, threads=2)


@pytest.mark.parametrize("device", [None, "cpu"], ids=["numpy", "torch"])
@settings(max_examples=5, deadline=None)
@given(rows=st.integers(1, 60))
def test_findings_do_not_depend_on_the_parts(tables: Tables, device: str | None, rows: int) -> None:
    if device:
        pytest.importorskip("torch")
    expected = judged(tables)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("boxlint.linter.Columns", lambda tables, device=None, _=0: Columns(tables, device, rows))
        assert judged(tables, device) == expected


def running_out(error: Exception, most: int, asked: list[Any]) -> Callable[..., Any]:
    """`Columns` on a device that has no memory for parts of more than `most` rows."""

    class Small(Columns, frozen=True):
        def parts(self, table: str) -> Any:
            if not asked or asked[-1] != (self.device, self.part_rows):
                asked.append((self.device, self.part_rows))
            for part in super().parts(table):
                # in the midst of the work, when there are verdicts already
                if self.device and self.part_rows > most and table == "quad":
                    raise error
                yield part

    return Small


@pytest.mark.parametrize(("most", "tries"), [(100, 1), (50, 2), (0, 3)])
def test_a_full_device_is_asked_for_less_and_then_numpy_is(
    tables: Tables, monkeypatch: pytest.MonkeyPatch, most: int, tries: int
) -> None:
    """With the findings that there would have been."""
    torch = pytest.importorskip("torch")
    error = torch.cuda.OutOfMemoryError("CUDA out of memory")
    expected, asked = judged(tables), []
    monkeypatch.setattr("boxlint.linter.DEVICE_ROWS", (100, 50))
    monkeypatch.setattr("boxlint.linter.Columns", running_out(error, most, asked))
    assert judged(tables, "cpu") == expected
    assert [device for device, _ in asked] == ["cpu", "cpu", None][:tries]


def test_a_device_without_room_for_its_driver_is_a_full_one(tables: Tables, monkeypatch: pytest.MonkeyPatch) -> None:
    """Which PyTorch says by another error, before it has allocated anything."""
    pytest.importorskip("torch")
    expected, asked = judged(tables), []
    monkeypatch.setattr("boxlint.linter.Columns", running_out(RuntimeError("CUDA error: out of memory"), 0, asked))
    assert judged(tables, "cpu") == expected
    assert asked[-1][0] is None


def test_other_errors_of_a_device_are_not_hidden(tables: Tables, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("torch")
    monkeypatch.setattr("boxlint.linter.Columns", running_out(RuntimeError("out of memory"), 0, []))
    with pytest.raises(RuntimeError, match="out of memory"):
        judged(tables, "cpu")
