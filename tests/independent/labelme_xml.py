"""LabelMe XML by ElementTree."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

from tests.independent import Object
from tests.independent.voc import CORNERS
from tests.independent.voc import records as records


def objects(path: Path) -> list[Object]:
    """The boxes: of masks, and those that were drawn as boxes."""
    found = []
    for item in ElementTree.parse(path).getroot().findall("object"):
        box = item.find("segm/box")
        if item.find("polygon") is None and box is not None:
            found.append((item.findtext("name", ""), tuple(float(box.findtext(name, "nan")) for name in CORNERS)))
        elif item.findtext("type") == "bounding_box":
            across = [float(point.text or "nan") for point in item.findall("polygon/pt/x")]
            down = [float(point.text or "nan") for point in item.findall("polygon/pt/y")]
            found.append((item.findtext("name", ""), (min(across), min(down), max(across), max(down))))
    return found
