"""Annotation XML in small pieces."""

from __future__ import annotations

from pathlib import Path

BOX = "<bndbox><xmin>10</xmin><ymin>20</ymin><xmax>30.5</xmax><ymax>60</ymax></bndbox>"
SIZE = "<size><width>800</width><height>600</height><depth>3</depth></size>"
HEAD = f"<filename>a.jpg</filename>{SIZE}"
CORNER_NAMES = [
    f"{axis}_{corner}" for corner in ("left_top", "right_top", "right_bottom", "left_bottom") for axis in "xy"
]


def voc(*objects: str, head: str = HEAD) -> str:
    return "<annotation>\n" + head + "".join(f"\n  <object>{inner}</object>" for inner in objects) + "\n</annotation>\n"


def element(name: str, names: list[str], values: list[object]) -> str:
    inner = "".join(f"<{key}>{value}</{key}>" for key, value in zip(names, values, strict=True))
    return f"<{name}>{inner}</{name}>"


ROBNDBOX = element("robndbox", CORNER_NAMES, [1, 2, 3, 2, 3, 5, 1, 5])
ROTATED = element("robndbox", ["cx", "cy", "w", "h", "angle"], [100, 50, 30, 10, 0.5])


def write_outlier(folder: Path, comment: str = "") -> Path:
    """A folder in which one box has an odd shape (BX910), as can only be told beside the others; its file."""
    folder.mkdir(parents=True)
    for number in range(12):
        boxes = [_object(10 * place, 40 + (number + place) % 5) for place in range(6)]
        (folder / f"{number}.xml").write_text(voc(*boxes), encoding="utf-8")
    file = folder / "odd.xml"
    file.write_text(voc(_object(0, 700, comment)), encoding="utf-8")
    return file


def _object(left: int, width: int, comment: str = "") -> str:
    corners = element("bndbox", ["xmin", "ymin", "xmax", "ymax"], [left, 10, left + width, 50])
    return f"<name>ship</name>{comment}{corners}"
