"""Read datalists of MONAI detection: 3-D boxes in voxels, or in mm of the world, as they are written.

Each entry is an image of the split that its list is named for, each item of its `box` an annotation whose category is
the item of `label` in the same place.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from boxlint.formats.monai.entries import BOX, IMAGE, LABEL, Entry, entries
from boxlint.formats.monai.modes import NUMBERS, cuboids, find_mode, find_space
from boxlint.rows.gathered import Rows
from boxlint.rows.row import NAN, Fault, ImageRow
from boxlint.split_names import SPLITS, TEST
from boxlint.syntax.json.files import read_json_files
from boxlint.syntax.json.numbers import as_number, float_of, number_in

if TYPE_CHECKING:
    from boxlint.formats import ReadOptions, SourceFile
    from boxlint.syntax.json.nodes import Node
    from boxlint.tables import Tables

_NOTHING: Final = "expected an object with lists of volumes, such as training and validation"


def read(files: Sequence[SourceFile], options: ReadOptions) -> Tables:
    """The tables of one datalist. Never raises: what is wrong with an entry or a box stands in its row."""
    return read_json_files(files, options, partial(_read_document, options=options))


def _read_document(root: Node, file: int, _: SourceFile, rows: Rows, options: ReadOptions) -> None:
    found, row = entries(root), rows.files[file]
    if not found:
        row.is_unreadable, row.problem = True, _NOTHING
        return
    boxes = [[node.value for node in entry.boxes] for entry in found]
    numbers = np.array([[*map(as_number, box)] for own in boxes for box in own if _is_box(box)]).reshape(-1, NUMBERS)
    row.box_mode = find_mode(numbers) if options.box_mode == "auto" else options.box_mode
    row.box_space = find_space(numbers, row.box_mode) if options.box_space == "auto" else options.box_space
    shapes = iter(cuboids(numbers, row.box_mode))
    index = 0
    for entry, own in zip(found, boxes, strict=True):
        image = rows.add_image(_image(entry, file, len(own), row.box_space))
        labels = entry.items(LABEL)
        for place, (node, box) in enumerate(zip(entry.boxes, own, strict=True)):
            label = labels[place].value if place < len(labels) else None
            span = node.start, node.end
            annotation = rows.add_annotation(file, _category(label), index + place, span, NAN, NUMBERS, image)
            if type(label) is float:
                rows.set(annotation, category_id_type="float")
            if _is_box(box):
                rows.add_shape("cuboids", annotation, next(shapes))
            else:
                rows.faults[annotation] = _fault(box, f"{entry.name}.{BOX}[{place}]")
                rows.set(annotation, coordinates_are_convertible=_spells_box(box))
        index += len(own)


def _image(entry: Entry, file: int, box_count: int, space: str) -> ImageRow:
    """The row of an entry. In voxels a voxel is 1 long; in mm only the volume says how long it is."""
    columns: dict[str, Any] = {"written_split": entry.split}
    if space == "voxel":
        columns |= {f"spacing_{axis}": 1.0 for axis in "xyz"}
    for key, name in ((BOX, "written_box_count"), (LABEL, "written_label_count")):
        if key in entry.members and entry.members[key].is_list:
            columns[name] = float(len(entry.items(key)))
    columns |= _wrong(entry, box_count)
    return ImageRow(file, entry.node.start, entry.node.end, _file_name(entry), columns=columns)


def _wrong(entry: Entry, box_count: int) -> dict[str, Any]:
    """The columns of what is wrong with an entry; volumes to test on need neither boxes nor labels."""
    if not entry.node.is_object and not isinstance(entry.node.value, str):
        return {"is_malformed": True, "problem": _explained(entry)}
    if entry.node.is_object and not _file_name(entry):
        return {"missing_field": IMAGE}
    if SPLITS.get(entry.split.lower()) == TEST or not entry.node.is_object:
        return {}
    if BOX not in entry.members:
        return {"missing_field": BOX}
    if not entry.members[BOX].is_list:
        return {"is_malformed": True, "problem": _explained(entry)}
    return {"missing_field": LABEL} if box_count and LABEL not in entry.members else {}


def _explained(entry: Entry) -> str:
    from boxlint.formats.monai.records import explain_entry

    return explain_entry(entry.node.value, entry.name)


def _file_name(entry: Entry) -> str:
    """The path of a volume; of one in several files, as those of several modalities are, the first."""
    value = entry.members[IMAGE].value if IMAGE in entry.members else entry.node.value
    first = value[0] if isinstance(value, list) and value else value
    return first if isinstance(first, str) else ""


def _is_box(value: Any) -> bool:
    return isinstance(value, list) and len(value) == NUMBERS and None not in map(float_of, value)


def _spells_box(value: Any) -> bool:
    """Whether it would be a box if its strings were the numbers that they spell."""
    if not isinstance(value, list) or len(value) != NUMBERS:
        return False
    return all(math.isfinite(as_number(number_in(number))) for number in value)


def _category(label: Any) -> str | None:
    """The name of a category: its number as it is counted, so that 1.0 is 1; None where there is no label."""
    if isinstance(label, float) and label.is_integer():
        return str(int(label))
    return str(label) if type(label) in (int, float, str) else None


def _fault(box: Any, place: str) -> Fault:
    from boxlint.formats.monai.records import explain_box

    problem = explain_box(box, place)
    if not isinstance(box, list):
        return Fault(problem, is_malformed=True, coordinate_count=NAN)
    if len(box) != NUMBERS:
        return Fault(problem, coordinate_count=len(box))
    return Fault(problem, coordinates_not_numeric=True)
