"""What a finding is about and where that stands, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from boxlint.reports.values import printable

if TYPE_CHECKING:
    from boxlint.descriptions import Finding
    from boxlint.places import Location

LONG_LINE: Final = 500
"""Beyond this column a byte offset helps more than line and column."""


def subject(finding: Finding) -> str:
    """Image and annotation of a finding; nothing where it has neither."""
    image = image_name(finding)
    return ", ".join(name for name in (image and f"image {image}", annotation_name(finding)) if name)


def image_name(finding: Finding) -> str:
    """The file name of the image, or else its id; nothing where there is no image."""
    name = None if finding.image is None else finding.image.file_name or finding.image.id
    return "" if name is None else printable(str(name))


def annotation_name(finding: Finding) -> str:
    """`annotation 918`, by its position where it has no id; nothing where there is no annotation."""
    if finding.annotation_id is not None:
        return f"annotation {printable(str(finding.annotation_id))}"
    return "" if finding.annotation_index is None else f"annotation at index {finding.annotation_index:,}"


def sentence(finding: Finding) -> str:
    """The message with what it is about: `image harbour.jpg, annotation 918: box is 1.03 x 0 px`."""
    about, message = subject(finding), printable(finding.message)
    if about == f"image {image_name(finding)}" and message.startswith(f"{image_name(finding)} "):
        # a message that begins with the image, since reports of one line a finding give no more, says it once
        return f"image {message}"
    return f"{about}: {message}" if about else message


def place(location: Location | None) -> str:
    """`path:line:column`, as far as they are known; `path, row 3` in a file that has no lines; `-` for none."""
    if location is None:
        return "-"
    if location.line is None and location.pointer is not None:
        return f"{printable(location.file)}, {printable(location.pointer)}"
    parts = [printable(location.file), location.line, location.column if location.line is not None else None]
    return ":".join(str(part) for part in parts if part is not None)


def findable_place(location: Location, table: str) -> str:
    """The same, but `path, byte 1,995` where line and column are of no help: in files of one line."""
    if location.start is None:
        return place(location)
    column = location.column or 0
    # a record on the first line, but not at its start, has the whole file before it on that line
    is_on_one_line = location.line == 1 and column > 1 and table not in ("file", "file_set")
    if location.line is None or is_on_one_line or column > LONG_LINE:
        return f"{printable(location.file)}, byte {location.start:,}"
    return place(location)
