"""One record of a CSV file as an object, faulty records included."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from msgspec import Struct

from boxlint.rows.row import NAN, Fault
from boxlint.syntax.csv.layout import Layout
from boxlint.syntax.csv.numbers import parse_field
from boxlint.syntax.csv.records import Field, split_record

Explain = Callable[[Mapping[str, str], str], str]
"""What is wrong with a record at a place, by its columns' names, as one sentence; blank where nothing is."""


class CsvObject(Struct, frozen=True):
    """What a record says: its image and category where it names them, its box where that can be read.

    `image_span` is where the image is named, in the record. `size`: NaN where it is not written. `is_negative`: the
    image has no object here.
    """

    image: str
    image_span: tuple[int, int]
    category: str | None
    box: tuple[float, ...] | None
    size: tuple[float, float]
    is_crowd: bool
    is_negative: bool
    fault: Fault | None


def read_object(record: bytes, line: int, layout: Layout, explain: Explain) -> CsvObject:
    """What a record says that begins on a line of this number, from 1."""
    fields = split_record(record, layout.separator)
    is_whole = len(fields) == layout.count
    # of a record with other fields it is not known which is which
    by_name = {name: fields[place] for name, place in layout.places.items() if is_whole}
    texts = {name: field.text for name, field in by_name.items()}
    columns = layout.columns
    image = by_name.get(columns.image, Field("", 0, 0, is_quoted=False))
    written = [texts.get(name, "") for name in columns.box]
    numbers = [parse_field(text) for text in written]
    is_blank = not any(text.strip() for text in written)
    category = texts.get(columns.category, "")
    sizes = [parse_field(texts.get(name, "")) for name in columns.size]
    size = tuple(NAN if side is None else side for side in sizes) if len(sizes) == 2 else (NAN, NAN)
    is_negative = is_whole and columns.has_negatives and is_blank and not category.strip()
    fault = None if is_negative and image.text.strip() else _fault(texts, len(fields), line, layout, explain)
    return CsvObject(
        image.text,
        (image.start, image.end),
        category if category.strip() else None,
        tuple(number for number in numbers if number is not None) if None not in numbers else None,
        (size[0], size[1]),
        bool(columns.crowd) and texts.get(columns.crowd, "").strip() == "1",
        is_negative and fault is None,
        fault,
    )


def _fault(texts: Mapping[str, str], count: int, line: int, layout: Layout, explain: Explain) -> Fault | None:
    place = f"line {line}"
    if count != layout.count:
        problem = f"{place}: expected {layout.count} fields, got {count}"
        return Fault(problem, is_malformed=True, coordinate_count=NAN)
    problem = explain({name: texts[name] for name in layout.columns.needed}, place)
    if not problem:
        return None
    columns = layout.columns
    missing = next((name for name in columns.needed if not texts[name].strip()), "")
    written = [texts[name] for name in columns.box if texts[name].strip()]
    return Fault(
        problem,
        missing_field=missing,
        coordinates_not_numeric=any(parse_field(text) is None for text in written),
        coordinate_count=None if len(written) == len(columns.box) else len(written) or NAN,
    )
