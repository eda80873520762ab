"""Read CVAT XML."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from boxlint.formats.cvat.geometry import Geometry, is_yes, read_geometry, skeleton_points
from boxlint.formats.cvat.meta import labels, original_sizes
from boxlint.formats.cvat.shapes import PARENTS
from boxlint.joining import concatenate
from boxlint.rows.directives import directive_texts, united
from boxlint.rows.gathered import Rows
from boxlint.rows.row import NAN, Fault, ImageRow
from boxlint.syntax.xml.elements import Element
from boxlint.syntax.xml.files import Directives, read_trees
from boxlint.text.numbers import number_or_nan

if TYPE_CHECKING:
    from boxlint.formats import ReadOptions, SourceFile
    from boxlint.tables import Tables

_NOWHERE: Final = -1
_OF_A_KEYPOINT: Final = 3
_MOST_DIGITS: Final = 18
"""Of the number of a frame."""


def read(files: Sequence[SourceFile], options: ReadOptions) -> Tables:
    """The tables of CVAT XML, each file a file set of its own."""
    return concatenate([read_trees([file], options, "annotations", PARENTS, Shapes) for file in files])


class Shapes:
    """The shapes of one file: of its images, or of its tracks, whose frames are images of their own.

    Degrees become radians. A shape of a track that is outside of the picture is no training target, nor is one that no
    detector learns: a line, a cuboid, a tag.
    """

    def __init__(self, file: int, rows: Rows) -> None:
        self._file, self._rows = file, rows
        self._images: dict[int, int] = {}
        self._frames: dict[tuple[str, int], int] = {}

    def add(self, record: Element, index: int, parent: Element) -> None:
        """A shape with its geometry, as far as that is sound."""
        is_tracked = parent.name == "track"
        label = (parent if is_tracked else record).attributes.get("label")
        image = self._frame(record, parent) if is_tracked else self._image(parent)
        geometry = read_geometry(record)
        row = self._rows.add_annotation(
            self._file, label, index, (record.start, record.end), NAN, geometry.expected, image
        )
        missing = "" if geometry.is_malformed else geometry.missing or ("label" if label is None else "")
        if is_tracked and image == _NOWHERE and not geometry.is_malformed:
            missing = missing or "frame"
        if missing or geometry.is_malformed or geometry.is_not_numeric:
            problem = _explain(record, label, missing, index)
            self._rows.faults[row] = Fault(problem, missing, geometry.is_malformed, geometry.is_not_numeric)
        if not geometry.is_target or (is_tracked and is_yes(record, "outside")):
            self._rows.set(row, is_target=False)
        self._add_geometry(row, geometry)

    def _add_geometry(self, row: int, geometry: Geometry) -> None:
        if geometry.box is not None:
            self._rows.add_shape("boxes", row, geometry.box)
        if geometry.rotated is not None:
            self._rows.add_shape("rotated", row, geometry.rotated)
        if geometry.polygon is not None:
            self._rows.add_polygon(row, 0, geometry.polygon)
            self._rows.set(row, has_mask=True)
        if geometry.keypoints is not None:
            for point in geometry.keypoints:
                self._rows.add_shape("keypoints", row, point)
            count = _OF_A_KEYPOINT * len(geometry.keypoints)
            self._rows.set(row, has_keypoints=True, keypoint_number_count=count)

    def _image(self, image: Element) -> int:
        """The number of an image; where it ends is known when all is read."""
        if image.start not in self._images:
            name = image.attributes.get("name", "")
            width, height = (number_or_nan(image.attributes.get(side)) for side in ("width", "height"))
            row = ImageRow(self._file, image.start, image.start, name, width, height)
            if "name" not in image.attributes:
                row.columns["missing_field"] = "name"
            self._images[image.start] = self._rows.add_image(row)
        return self._images[image.start]

    def _frame(self, shape: Element, track: Element) -> int:
        """The number of a frame, which is called as CVAT calls its picture; −1 where it cannot be told."""
        written = shape.attributes.get("frame", "").strip()
        if not written.isdecimal() or len(written) > _MOST_DIGITS:
            return _NOWHERE
        key = (track.attributes.get("task_id", ""), int(written))
        if key not in self._frames:
            row = ImageRow(self._file, _NOWHERE, _NOWHERE, f"frame_{key[1]:06d}")
            self._frames[key] = self._rows.add_image(row)
        return self._frames[key]

    def finish(self, root: Element, end: int, outside: Directives) -> Directives:
        """The images without shapes too, the sizes of frames, and the labels that the file lists."""
        sizes = original_sizes(root)
        for (task, _), number in self._frames.items():
            row = self._rows.images[number]
            row.width, row.height = sizes.get(task) or (next(iter(sizes.values())) if len(sizes) == 1 else (NAN, NAN))
        listed = labels(root)
        if listed is not None:
            self._rows.listed = {name: name for name in listed}
        images = root.named("image")
        rows = [self._rows.images[self._image(image)] for image in images]
        subsets = [image.attributes.get("subset", "") for image in images]
        for row, image, subset in zip(rows, images, subsets, strict=True):
            row.end = end if image.end < 0 else image.end
            # a project may have a name once a subset, and CVAT writes its pictures to a folder each
            row.file_name = f"{subset}/{row.file_name}" if subset and len({*subsets}) > 1 else row.file_name
        return _without_own(rows, outside)


def _without_own(images: Sequence[ImageRow], outside: Directives) -> Directives:
    """Gives images the suppressions that stand in them, and gives back the others."""
    left = dict(outside)
    for image in images:
        own = [left.pop(place) for place in sorted(left) if image.start <= place < image.end]
        if own:
            image.columns |= {name: texts.get(0, "") for name, texts in directive_texts({0: united(own)}).items()}
    return left


def _explain(record: Element, label: str | None, missing: str, index: int) -> str:
    # pydantic is imported where something is wrong
    from boxlint.formats.cvat.records import explain

    place = f"shape[{index + 1}]"
    if missing == "frame":
        return f"{place}.frame: expected the number of a frame"
    if record.is_broken:
        return f"{place}: <{record.name}> cannot be read"
    fields: dict[str, Any] = dict(record.attributes)
    if label is not None:
        fields["label"] = label
    if record.name == "skeleton":
        fields["points"] = ";".join(skeleton_points(record))
    return explain(record.name, fields, place)
