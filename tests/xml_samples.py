"""Annotation XML in small pieces."""

from __future__ import annotations

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
