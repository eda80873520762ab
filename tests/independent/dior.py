"""DIOR-R by ElementTree."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

from tests.independent import Object
from tests.independent.voc import records as records


def objects(path: Path) -> list[Object]:
    """The four corners of oriented boxes."""
    found = []
    for item in ElementTree.parse(path).getroot().findall("object"):
        box = item.find("robndbox")
        if box is not None:
            corners = tuple(
                float(box.findtext(f"{axis}_{corner}", "nan"))
                for corner in ("left_top", "right_top", "right_bottom", "left_bottom")
                for axis in "xy"
            )
            found.append((item.findtext("name", ""), corners))
    return found
