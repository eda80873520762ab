"""What is gathered of one file, image or annotation, and which columns their rows have."""

from __future__ import annotations

from typing import Any, Final

from msgspec import Struct, field

NAN: Final = float("nan")
ANNOTATION: Final = ("file", "image", "category", "index", "start", "end", "difficult", "expected_coordinate_count")
"""The columns of the annotation table that every row has, in the order of its values."""
SHAPES: Final = {
    "boxes": ("annotation", "x_min", "y_min", "x_max", "y_max"),
    "quads": ("annotation", *(f"{axis}{vertex}" for vertex in (1, 2, 3, 4) for axis in "xy")),
    "rotated": ("annotation", "center_x", "center_y", "width", "height", "angle"),
    "cuboids": ("annotation", "x_min", "y_min", "z_min", "x_max", "y_max", "z_max", "width", "height", "depth"),
    "keypoints": ("annotation", "x", "y", "visibility"),
}
"""The same of each table of geometry but polygons, which differ in length."""


class Fault(Struct, frozen=True):
    """What is wrong with one annotation: the columns of the annotation table that it sets."""

    problem: str = ""
    missing_field: str = ""
    is_malformed: bool = False
    coordinates_not_numeric: bool = False
    coordinate_count: float | None = None  # None: as expected; NaN: there is no box

    @property
    def leaves_geometry(self) -> bool:
        """Whether the coordinates themselves can be read."""
        return self.coordinate_count is None and not self.is_malformed and not self.coordinates_not_numeric


class FileRow(Struct):
    """One row of the file table; see its columns."""

    encoding: str = "utf-8"
    encoding_is_unusual: bool = False
    is_unreadable: bool = False
    is_lfs_pointer: bool = False
    problem: str = ""
    problem_start: int = -1
    header_lines: int = 0
    box_mode: str = ""
    box_space: str = ""


class ImageRow(Struct):
    """One row of the image table: where it is in the text of its file, and what is written of it.

    `columns` has others of its columns by name.
    """

    file: int
    start: int
    end: int
    file_name: str
    width: float = NAN
    height: float = NAN
    columns: dict[str, Any] = field(default_factory=dict)
