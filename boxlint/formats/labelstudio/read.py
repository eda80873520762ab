"""Read Label Studio: tasks with the results of annotators, percents of the image, made pixels by the size beside them.

Angles are degrees clockwise about the left upper corner; they become radians about the centre.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from boxlint.formats.labelstudio.shapes import find_category, find_shapes
from boxlint.formats.labelstudio.tasks import drawn_in, image_name, size_of
from boxlint.rows.gathered import Rows
from boxlint.rows.row import Fault, ImageRow
from boxlint.syntax.json.files import read_json_files
from boxlint.syntax.json.nodes import Node
from boxlint.syntax.json.objects import ObjectReader, whole_file_fault
from boxlint.text.quoting import in_words

if TYPE_CHECKING:
    from boxlint.formats import ReadOptions, SourceFile
    from boxlint.tables import Tables


def read(files: Sequence[SourceFile], options: ReadOptions) -> Tables:
    """The tables of one file. Never raises: what is wrong with a result stands in its row."""
    return read_json_files(files, options, _read_document)


def _read_document(root: Node, file: int, _: SourceFile, rows: Rows) -> None:
    if not root.is_list:
        whole_file_fault(rows, file, "a list of tasks", root)
    index = 0
    for number, task in enumerate(root.looked_through().items()):
        value, drawn = task.value, [*drawn_in(task.members())]
        columns: dict[str, Any] = {}
        if not isinstance(value, dict):
            problem = f"[{number}]: expected an object, got {in_words(value)}"
            value, columns = {}, {"is_malformed": True, "problem": problem}
        width, height = size_of(found.node.value for found in drawn)
        row = ImageRow(file, task.start, task.end, image_name(value), width, height, columns)
        image = rows.add_image(row)
        for found in drawn:
            added = _RESULTS.add(found.node, f"[{number}]{found.place}", rows, file=file, index=index, image=image)
            if found.is_cancelled:
                rows.set(added, is_target=False)
            index += 1


def _fault(value: Any, place: str) -> Fault | None:
    from boxlint.formats.labelstudio.records import fault

    return fault(value, place)


_RESULTS: Final = ObjectReader(find_shapes, find_category, _fault)
