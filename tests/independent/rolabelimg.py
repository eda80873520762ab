"""roLabelImg by ElementTree."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

from tests.independent import Object
from tests.independent.voc import records as records


def objects(path: Path) -> list[Object]:
    """Center, size and angle of oriented boxes."""
    found = []
    for item in ElementTree.parse(path).getroot().findall("object"):
        box = item.find("robndbox")
        if box is not None:
            numbers = tuple(float(box.findtext(name, "nan")) for name in ("cx", "cy", "w", "h", "angle"))
            found.append((item.findtext("name", ""), numbers))
    return found
