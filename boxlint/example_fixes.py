"""A rule's fix carried out on its examples, and what `after` says of the result."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import numpy as np

from boxlint.columns import Columns
from boxlint.conditions import value_of
from boxlint.example_tables import (
    Example,
    described_columns,
    described_shapes,
    example_tables,
    is_written,
    object_count,
    reading_options,
    write_example,
    written_bytes,
)
from boxlint.findings import Findings
from boxlint.fixes import STAGES, find_fix, stages_of
from boxlint.fixes.applied import applied
from boxlint.fixes.changes import Change, Mask, Removal, Target
from boxlint.linter import lint
from boxlint.ruleset import Rule
from boxlint.tables import Keys, Tables, Text

Masks = Callable[[Any], list[Mask | None]]

_DESCRIBED: Final = ("file", "image", "category", "annotation")
"""Tables whose columns an example may set."""
_CLOSE: Final = 1e-9
"""How far a number may be from that in `after`: pixels, radians."""


def after_faults(rule: Rule, rules: Mapping[str, Rule], example: Example) -> Iterator[str]:
    """What the rule's fix makes of an example other than its `after` says, a part of a sentence each."""
    if "after" not in example:
        return
    if is_written(example):
        expected = _expected_bytes(example)
        found = fixed_bytes(rule, rules, example)
        if found != expected:
            yield f"becomes\n{found.decode(errors='replace')}\nexpected\n{expected.decode(errors='replace')}"
        return
    tables = fixed(example_tables(rule, rules, example), rule, rules, example.get("parameters"))
    yield from _differences(tables, example["after"])


def _expected_bytes(example: Example) -> bytes:
    after = example["after"]
    if "bytes" in example:
        return written_bytes({"bytes": after})
    # a byte-order mark that stays is the first character of the text
    encoding = example.get("encoding", "utf-8")
    return written_bytes({"text": after, "encoding": "utf-8" if encoding == "utf-8-sig" else encoding})


def _differences(tables: Tables, after: Example) -> Iterator[str]:
    """Where tables are not what `after` describes: the shapes that are left, and the columns that it names."""
    shapes = described_shapes(after)
    for plural, expected in shapes.items():
        found = getattr(tables, plural)
        if len(found) != len(expected):
            yield f"has {len(found)} {plural} after the fix, expected {len(expected)}"
            continue
        for name in expected.columns if len(expected) else ():
            if name != "annotation" and not _agree(found[name], expected[name]):
                yield f"has {name} {_listed(found[name])} after the fix, expected {_listed(expected[name])}"
    count = object_count(shapes) or int("annotation" in after)
    if len(tables.annotations) != count:
        yield f"has {len(tables.annotations)} annotations after the fix, expected {count}"
        return
    for table in _DESCRIBED:
        for name, column in described_columns(table, len(tables[table]), after).items():
            found = tables[table][name]
            if not _agree(found, column):
                yield f"has {table}.{name} {_listed(found)} after the fix, expected {_listed(column)}"


def _agree(found: Any, expected: Any) -> bool:
    if isinstance(expected, (Text, Keys)):
        return _listed(found) == _listed(expected)
    return np.allclose(found, np.asarray(expected, np.float64), 0, _CLOSE, equal_nan=True)


def _listed(column: Any) -> list[Any]:
    """The values of a column as Python has them."""
    if isinstance(column, (Text, Keys)):
        return [column.at(row) for row in range(len(column))]
    values: list[Any] = np.asarray(column).tolist()
    return values


def fixed_bytes(rule: Rule, rules: Mapping[str, Rule], example: Example) -> bytes:
    """The content of a written example's file after the fixes of its rule."""
    from boxlint.edits import pieces
    from boxlint.formats import read_files
    from boxlint.fractions import in_pixels
    from boxlint.repair.judgement import Judgement
    from boxlint.repair.permission import Permission
    from boxlint.repair.plan import repair
    from boxlint.repair.sources import Sources

    given = {rule.code: example.get("parameters", {})}

    def judge(tables: Tables, judged: Any) -> Findings:
        return lint(tables, judged, rules, parameters=given)

    def value(columns: Columns, judged: Rule, table: str, name: str) -> Any:
        return value_of(judged, given, columns, table, name)

    options = reading_options(rule, rules, example)
    with TemporaryDirectory() as folder:
        file = write_example(example, Path(folder))
        tables = in_pixels(read_files([file], options))
        sources = Sources(tables, [file], options)
        try:
            permission = Permission(unsafe=True, max_drop=1)
            repairs = repair(tables, sources, Judgement([rule], [], judge, value), permission).files
        finally:
            sources.close()
    edits = [edit for part in repairs for edit in part.edits]
    return b"".join(pieces(written_bytes(example), edits))


def no_masks(rows: Any) -> list[Mask | None]:
    """The masks of annotations that have none."""
    return [None] * len(rows)


def fixed(
    tables: Tables,
    rule: Rule,
    rules: Mapping[str, Rule],
    parameters: Mapping[str, Any] | None = None,
    masks: Masks = no_masks,
) -> Tables:
    """The tables after the fixes of one rule's hits, stage by stage."""
    for stage in STAGES:
        if any(stage in stages_of(fix.action) for fix in rule.fix):
            tables = applied(tables, changes_of(tables, rule, rules, stage, parameters, masks))
    return tables


def changes_of(
    tables: Tables,
    rule: Rule,
    rules: Mapping[str, Rule],
    stage: str,
    parameters: Mapping[str, Any] | None = None,
    masks: Masks = no_masks,
) -> Iterator[Change | Removal]:
    """What one rule's fixes make of its hits in one stage."""
    given = {rule.code: parameters or {}}
    others = [other for other in rules.values() if other.code in rule.replaces]
    columns = Columns(tables)
    for hits in lint(tables, [rule, *others], rules, parameters=given).hits:
        for number, fix in enumerate(rule.fix if hits.rule is rule else ()):
            rows = hits.rows[hits.fixes == number]
            if not len(rows) or stage not in stages_of(fix.action):
                continue
            target = Target(
                columns=columns,
                table=hits.table,
                rows=rows,
                stage=stage,
                names=rule.expression.names,
                parameter=partial(value_of, rule, given, columns, hits.table),
                masks=masks,
            )
            yield from find_fix(fix.action)(target)
