"""The examples of a rule, made into tables and judged: they are its tests.

`python -m boxlint.examples [CODE …]` runs those of the shipped rules.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import numpy as np

from boxlint.errors import UserError
from boxlint.linter import lint
from boxlint.requirements import wanted_columns
from boxlint.ruleset import Rule, load_rules
from boxlint.tables import SCHEMA, Tables, intern, make_table, make_tables, written_keys

_SHORTHANDS: Final = {
    "box": "boxes",
    "corners": "corners",
    "quad": "quads",
    "rotated": "rotateds",
}
_SUFFIXES: Final = {"coco": ".json", "dota": ".txt"}


def failures(rule: Rule, rules: Mapping[str, Rule]) -> Iterator[str]:
    """What the examples of a rule show to be wrong with it, a sentence each."""
    for kind, examples in (("bad", rule.bad), ("good", rule.good)):
        for number, example in enumerate(examples):
            expected = example.get("count", 1) if kind == "bad" else 0
            found = hit_count(rule, rules, example)
            if found != expected:
                yield f"{rule.code} {rule.name}: {kind} example {number} hits {found} rows, expected {expected}"


def refuse_own_rules_that_fail(rules: Mapping[str, Rule]) -> None:
    """Raise `UserError` for a rule that is not shipped and whose examples do not hold: it would mislead."""
    shipped = load_rules()
    for code, rule in rules.items():
        if code not in shipped:
            for fault in failures(rule, rules):
                raise UserError(f"{fault}; `boxlint rules test` runs the examples of a folder")


def hit_count(rule: Rule, rules: Mapping[str, Rule], example: Mapping[str, Any], device: str | None = None) -> int:
    """How many rows a rule hits in one of its examples. Raises `UserError` for an example that is none."""
    tables = example_tables(rule, rules, example)
    parameters = {rule.code: dict(example.get("parameters", {}))}
    others = [
        other for other in rules.values() if other is not rule and (rule.judges_verdicts or other.code in rule.replaces)
    ]
    findings = lint(tables, [rule, *others], rules, parameters=parameters, device=device)
    return sum(len(hits) for hits in findings.hits if hits.rule.code == rule.code)


def example_tables(rule: Rule, rules: Mapping[str, Rule], example: Mapping[str, Any]) -> Tables:
    """The tables that an example describes; text is read by the format's own reader."""
    from boxlint.formats import ReadOptions

    classes = example.get("classes")
    options = ReadOptions(
        classes=None if classes is None else tuple(classes),
        known_fields=frozenset(example.get("known_fields", ())),
        wanted=wanted_columns([rule], rules),
    )
    if "dataset" in example:
        from boxlint.api import load

        return load([example["dataset"]])
    if "text" in example or "bytes" in example:
        return _read(example, options)
    return _described(example)


def _read(example: Mapping[str, Any], options: Any) -> Tables:
    from boxlint.formats import SourceFile, read_files

    kind = example.get("format", "coco")
    with TemporaryDirectory() as folder:
        path = Path(folder, example.get("file_name", f"example{_SUFFIXES.get(kind, '.xml')}"))
        if "bytes" in example:
            path.write_bytes(bytes.fromhex(example["bytes"]))
        else:
            path.write_bytes(example["text"].encode(example.get("encoding", "utf-8")))
        return read_files([SourceFile(path, str(path), kind)], options)


def _described(example: Mapping[str, Any]) -> Tables:
    """One image with the geometry that the shorthands give, an annotation each."""
    shapes = {single: _rows(example, single, plural) for single, plural in _SHORTHANDS.items()}
    count = max(1, sum(map(len, shapes.values())))
    width, height = example.get("image_size", (float("nan"), float("nan")))
    kind = example.get("format", "coco")
    category = example.get("category")
    names = example.get("categories") or [category if isinstance(category, str) else "thing"] * count
    distinct = list(dict.fromkeys(names))
    size = {"width": [width], "height": [height], "written_width": [width], "written_height": [height]}
    return make_tables(
        file_sets=make_table("file_set", 1, {"path": intern(["example"]), "format": intern([kind])}),
        files=_overridden("file", 1, example, {"file_set": [0], "path": intern(["example"]), "format": intern([kind])}),
        images=_overridden(
            "image", 1, example, {"file": [0], "index": [0], "file_name": intern(["example.jpg"]), **size}
        ),
        categories=_overridden(
            "category", len(distinct), example, {"file_set": [0] * len(distinct), "name": intern(distinct)}
        ),
        annotations=_overridden(
            "annotation",
            count,
            example,
            {
                "file": [0] * count,
                "image": [0] * count,
                "category": [distinct.index(name) for name in names],
                "index": range(count),
                "is_target": [True] * count,
            },
        ),
        **_geometry(shapes),
    )


def _rows(example: Mapping[str, Any], *names: str) -> list[list[float]]:
    """The shapes given under some names, each one list of numbers or a list of such lists."""
    rows: list[list[float]] = []
    for value in (example[name] for name in dict.fromkeys(names) if name in example):
        rows += value if value and isinstance(value[0], list) else [value]
    return rows


def _geometry(shapes: Mapping[str, list[list[float]]]) -> dict[str, Any]:
    boxes = [(x, y, x + w, y + h, w, h) for x, y, w, h in shapes["box"]]
    boxes += [(x1, y1, x2, y2, x2 - x1, y2 - y1) for x1, y1, x2, y2 in shapes["corners"]]
    with np.errstate(invalid="ignore"):
        rotated = [(*shape, np.cos(shape[4]), np.sin(shape[4])) for shape in shapes["rotated"]]
    tables, first = {}, 0
    for name, plural, rows in (
        ("box", "boxes", boxes),
        ("quad", "quads", shapes["quad"]),
        ("rotated", "rotated", rotated),
    ):
        names = [column for column in SCHEMA[name] if column != "annotation"]
        numbers = np.array(rows, np.float64).reshape(len(rows), len(names))
        columns = {"annotation": np.arange(first, first + len(rows)), **dict(zip(names, numbers.T, strict=True))}
        tables[plural] = make_table(name, len(rows), columns)
        first += len(rows)
    return tables


def _overridden(table: str, count: int, example: Mapping[str, Any], columns: dict[str, Any]) -> Any:
    """A table with the columns that the example sets under the table's own name."""
    given = example.get(table, {})
    if isinstance(given, str):  # `category = "ship"` is the name, not a table of columns
        given = {}
    rows = given if isinstance(given, list) else [given] * count
    for name in dict.fromkeys(name for row in rows for name in row):
        kind = SCHEMA[table].get(name)
        if kind is None:
            raise UserError(f"example: {table} has no column {name}")
        missing = {"text": "", "key": None, "flag": False, "link": -1}.get(kind, float("nan"))
        values = [row.get(name, missing) for row in rows]
        columns[name] = intern(values) if kind == "text" else written_keys(values) if kind == "key" else values
    return make_table(table, count, columns)


def main(codes: Sequence[str]) -> int:
    """Run the examples of some shipped rules, or of all; prints what fails."""
    rules = load_rules()
    faults = [fault for code, rule in rules.items() if not codes or code in codes for fault in failures(rule, rules)]
    print("\n".join([*faults, f"{len(faults)} failed"]))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
