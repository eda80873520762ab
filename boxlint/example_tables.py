"""The examples of a rule as tables: described by shapes and columns, or written out and read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from boxlint.errors import UserError
from boxlint.outlines import reduce_outlines
from boxlint.requirements import wanted_columns
from boxlint.ruleset import Rule
from boxlint.schema import SCHEMA
from boxlint.tables import Table, Tables, intern, make_table, make_tables, written_keys

if TYPE_CHECKING:
    from boxlint.formats import ReadOptions, SourceFile

Example = Mapping[str, Any]

NAN: Final = float("nan")
_SHORTHANDS: Final = {
    "box": "boxes",
    "corners": "corners",
    "quad": "quads",
    "rotated": "rotateds",
    "cuboid": "cuboids",
}
_VOXELS: Final = (1.0, 1.0, 1.0)


def example_tables(rule: Rule, rules: Mapping[str, Rule], example: Example) -> Tables:
    """The tables that an example describes; text is read by the format's own reader.

    Raises `UserError` for an example that is none.
    """
    if "dataset" in example:
        from boxlint.api import load

        return load([example["dataset"]])
    if is_written(example):
        from boxlint.formats import read_files
        from boxlint.fractions import in_pixels

        with TemporaryDirectory() as folder:
            return in_pixels(read_files([write_example(example, Path(folder))], reading_options(rule, rules, example)))
    if "files" in example:
        return _written_dataset(rule, rules, example)
    return _described(example)


def _written_dataset(rule: Rule, rules: Mapping[str, Rule], example: Example) -> Tables:
    """The tables of several files, texts by path, as they are read in a run."""
    from boxlint.formats import SourceFile, read_files
    from boxlint.fractions import in_pixels
    from boxlint.splits import with_splits

    kind = example.get("format", "coco")
    files = [
        SourceFile(Path(name), name, kind, written_bytes({"text": text})) for name, text in example["files"].items()
    ]
    tables = read_files(files, reading_options(rule, rules, example))
    return in_pixels(with_splits(tables, example.get("splits", {})))


def is_written(example: Example) -> bool:
    """Whether the example is the content of a file."""
    return "text" in example or "bytes" in example


def write_example(example: Example, folder: Path) -> SourceFile:
    """The file of a written example, in a folder."""
    from boxlint.formats import SourceFile
    from boxlint.formats.registry import find_format

    kind = example.get("format", "coco")
    format = find_format(kind)
    suffix = min(format.suffixes) if format else ""
    path = folder / example.get("file_name", f"example{suffix}")
    path.write_bytes(written_bytes(example))
    return SourceFile(path, path.as_posix(), kind)


def written_bytes(example: Example) -> bytes:
    """The content of a written example's file: `text` in the `encoding` that it names, or `bytes` in hexadecimal."""
    if "bytes" in example:
        return bytes.fromhex(example["bytes"])
    content: bytes = example["text"].encode(example.get("encoding", "utf-8"))
    return content


def reading_options(rule: Rule, rules: Mapping[str, Rule], example: Example) -> ReadOptions:
    """What the reader of a written example is told."""
    from boxlint.formats import ReadOptions

    classes = example.get("classes")
    return ReadOptions(
        classes=None if classes is None else tuple(classes),
        known_fields=frozenset(example.get("known_fields", ())),
        wanted=wanted_columns([rule], rules),
    )


def _described(example: Example) -> Tables:
    """One image with the geometry that the shorthands give, an annotation each."""
    shapes = described_shapes(example)
    count = max(1, object_count(shapes))
    width, height, depth = example.get("volume_size", (*example.get("image_size", (NAN, NAN)), NAN))
    kind = example.get("format", "coco")
    category = example.get("category")
    names = example.get("categories") or [category if isinstance(category, str) else "thing"] * count
    distinct = list(dict.fromkeys(names))
    size = {"width": [width], "height": [height], "written_width": [width], "written_height": [height]}
    spacing = {f"spacing_{axis}": [side] for axis, side in zip("xyz", example.get("spacing", _VOXELS), strict=True)}
    return make_tables(
        file_sets=_overridden("file_set", 1, example, _described_files(kind, "file_set")),
        files=_overridden("file", 1, example, {"file_set": [0], **_described_files(kind, "file")}),
        images=_overridden(
            "image",
            1,
            example,
            {"file": [0], "index": [0], "file_name": intern(["example.jpg"]), **size, "depth": [depth], **spacing},
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
        **shapes,
    )


def _described_files(kind: str, table: str) -> dict[str, Any]:
    """The columns of a file, or of a file set, of this format."""
    from boxlint.formats.registry import conventions

    named = {"path": intern(["example"]), "format": intern([kind])}
    return {**named, **{name: [value] for name, value in conventions(kind, table).items()}}


def described_shapes(example: Example) -> dict[str, Table]:
    """The tables of the shapes that an example gives by the shorthands, by plural name, an annotation each."""
    shapes = {single: _rows(example, single, plural) for single, plural in _SHORTHANDS.items()}
    boxes = [(x, y, x + w, y + h, w, h) for x, y, w, h in shapes["box"]]
    boxes += [(x1, y1, x2, y2, x2 - x1, y2 - y1) for x1, y1, x2, y2 in shapes["corners"]]
    with np.errstate(invalid="ignore"):
        rotated = [(*shape, np.cos(shape[4]), np.sin(shape[4])) for shape in shapes["rotated"]]
    cuboids = [(x, y, z, x + w, y + h, z + d, w, h, d) for x, y, z, w, h, d in shapes["cuboid"]]
    tables, first = {}, 0
    for name, plural, rows in (
        ("box", "boxes", boxes),
        ("quad", "quads", shapes["quad"]),
        ("rotated", "rotated", rotated),
        ("cuboid", "cuboids", cuboids),
    ):
        names = [column for column in SCHEMA[name] if column != "annotation"]
        numbers = np.array(rows, np.float64).reshape(len(rows), len(names))
        columns = {"annotation": np.arange(first, first + len(rows)), **dict(zip(names, numbers.T, strict=True))}
        tables[plural] = make_table(name, len(rows), columns)
        first += len(rows)
    tables["polygons"] = _polygons(_rows(example, "polygon", "polygons"))
    return tables


def object_count(shapes: Mapping[str, Table]) -> int:
    """How many annotations the shapes are: polygons are parts of the first."""
    counts = {plural: len(table) for plural, table in shapes.items()}
    has_polygons = counts.pop("polygons", 0) > 0
    return max(sum(counts.values()), int(has_polygons))


def _polygons(outlines: Sequence[Sequence[float]]) -> Table:
    """The polygons of the first annotation, which has the box too if there is one."""
    counts = np.array([len(outline) for outline in outlines], np.int64)
    x, y = (np.array([v for o in outlines for v in o[: len(o) // 2 * 2][axis::2]], np.float64) for axis in (0, 1))
    columns = {"annotation": np.zeros(len(counts)), "part": np.arange(len(counts)), "number_count": counts}
    return make_table("polygon", len(counts), {**columns, **reduce_outlines(x, y, counts // 2, with_validity=True)})


def _rows(example: Example, *names: str) -> list[list[float]]:
    """The shapes given under some names, each one list of numbers or a list of such lists."""
    rows: list[list[float]] = []
    for value in (example[name] for name in dict.fromkeys(names) if name in example):
        rows += value if value and isinstance(value[0], list) else [value]
    return rows


def described_columns(table: str, count: int, example: Example) -> dict[str, Any]:
    """The columns that an example sets in `count` rows of a table, under the table's own name."""
    given = example.get(table, {})
    if isinstance(given, str):  # `category = "ship"` is the name, not a table of columns
        given = {}
    rows = given if isinstance(given, list) else [given] * count
    columns: dict[str, Any] = {}
    for name in dict.fromkeys(name for row in rows for name in row):
        kind = SCHEMA[table].get(name)
        if kind is None:
            raise UserError(f"example: {table} has no column {name}")
        missing = {"text": "", "key": None, "flag": False, "link": -1}.get(kind, NAN)
        values = [row.get(name, missing) for row in rows]
        columns[name] = intern(values) if kind == "text" else written_keys(values) if kind == "key" else values
    return columns


def _overridden(table: str, count: int, example: Example, columns: dict[str, Any]) -> Table:
    """A table with the columns that the example sets."""
    return make_table(table, count, {**columns, **described_columns(table, count, example)})
