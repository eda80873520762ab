"""DIOR: XML files with upright boxes, and DIOR-R with the four corners of an oriented one."""

from __future__ import annotations

from sample_data.makers.dataset import Dataset
from sample_data.makers.voc import thing
from sample_data.makers.xml import labelled, numbers, page

CORNERS = [f"{axis}_{place}" for place in ("left_top", "right_top", "right_bottom", "left_bottom") for axis in "xy"]
SIZE = (800, 800)
SHIP = (100, 100, 180, 120, 170, 160, 90, 140)
FIELD = (133, 237, 684, 237, 684, 672, 133, 672)


def oriented(name: str, *corners: str | float) -> str:
    """An object with eight corner coordinates, in the order of the format's elements."""
    return labelled(name, numbers("robndbox", CORNERS, corners), "\t\t<angle>0</angle>\n", kind="robndbox")


def outlined(name: str, box: tuple[float, ...], *corners: float) -> str:
    """An object with an upright box beside its corners."""
    upright = numbers("bndbox", ("xmin", "ymin", "xmax", "ymax"), box)
    return labelled(name, upright, numbers("robndbox", CORNERS, corners), kind="robndbox")


def clean() -> Dataset:
    """The same three scenes with upright and with oriented boxes; a few of the latter have only an upright one."""
    upright = labelled("airport", numbers("bndbox", ("xmin", "ymin", "xmax", "ymax"), (20, 30, 790, 400)))
    scenes = {
        "00001": [thing("golffield", 133, 237, 684, 672)],
        "00002": [thing("ship", 90, 100, 180, 160), thing("ship", 300, 300, 380, 340)],
        "00003": [thing("airport", 20, 30, 790, 400)],
    }
    turned = {
        "00001": [oriented("golffield", *FIELD)],
        "00002": [oriented("ship", *SHIP), oriented("ship", 300, 300, 380, 310, 376, 340, 296, 330)],
        "00003": [upright, oriented("airplane", 500, 500, 560, 500, 560, 570, 500, 570)],
        "00004": [outlined("ship", (90, 100, 180, 160), *SHIP), outlined("golffield", (133, 237, 684, 672), *FIELD)],
    }
    files = {f"horizontal/{stem}.xml": page(f"{stem}.jpg", SIZE, objects) for stem, objects in scenes.items()}
    files |= {f"oriented/{stem}.xml": page(f"{stem}.jpg", SIZE, objects) for stem, objects in turned.items()}
    return Dataset("dior/clean", {name: text.encode() for name, text in files.items()})


def dirty() -> Dataset:
    """Corners in the wrong order, in the wrong place, or missing."""
    dataset = Dataset("dior/dirty")
    objects: list[tuple[str, ...]] = [
        (oriented("ship", *SHIP),),
        (oriented("ship", 300, 300, 300, 300, 300, 300, 300, 300), "BX501"),
        (oriented("ship", 400, 400, 460, 430, 460, 400, 400, 430), "BX502"),
        (oriented("ship", 500, 100, 580, 100, 580, 101, 500, 101), "BX506"),
        (oriented("ship", 820, 100, 900, 110, 895, 150, 815, 140), "BX512"),
        (oriented("ship", *SHIP), "BX301"),
        (oriented("bridge", *SHIP), "BX303"),
    ]
    _add(dataset, "00011.xml", objects)
    short = labelled("ship", numbers("robndbox", CORNERS[:6], (10, 10, 60, 10, 60, 40)), kind="robndbox")
    objects = [
        (oriented("ship", *SHIP),),
        (short, "BX002"),
        (oriented("ship", "left", 300, 380, 310, 376, 340, 296, 330), "BX003"),
        (oriented("ship", "NaN", 300, 380, 310, 376, 340, 296, 330), "BX001"),
        (labelled("ship", kind="robndbox"), "BX006"),
        (thing("ship", 400, 400, 400, 480), "BX101"),
    ]
    _add(dataset, "00012.xml", objects)
    objects = [
        (outlined("ship", (90, 100, 180, 160), *SHIP),),
        (outlined("ship", (300, 310, 380, 330), 300, 500, 380, 520, 370, 560, 290, 540), "BX514"),
    ]
    _add(dataset, "00013.xml", objects)
    return dataset


def _add(dataset: Dataset, file: str, objects: list[tuple[str, ...]]) -> None:
    """Writes one file of objects, each with the codes planted on it."""
    for index, (_, *codes) in enumerate(objects):
        for code in codes:
            dataset.plant(code, file, annotation=index)
    dataset.files[file] = page(file.replace(".xml", ".jpg"), SIZE, [text for text, *_ in objects]).encode()
