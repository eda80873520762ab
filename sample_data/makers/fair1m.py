"""FAIR1M: closed rings of five points, classes with spaces, with and without the size of the image."""

from __future__ import annotations

from collections.abc import Sequence

from sample_data.makers.dataset import Dataset
from sample_data.makers.xml import element

SHIP = ((410.0, 320.5), (520.0, 340.5), (514.0, 373.5), (404.0, 353.5))
PLANE = ((100.0, 100.0), (160.0, 100.0), (160.0, 150.0), (100.0, 150.0))
SIZE = (1000, 800)

Point = tuple[str | float, ...]


def thing(name: str | None, corners: Sequence[Point], last: Point | None = None) -> str:
    """An object whose ring is closed, or ends in another point."""
    ring = [*corners, last or corners[0]] if corners else []
    points = [
        element(
            "point",
            ",".join(f"{number:.6f}" if isinstance(number, float) else str(number) for number in point),
            depth=4,
        )
        for point in ring
    ]
    fields = [element("coordinate", "pixel", depth=3), element("type", "rectangle", depth=3)]
    fields += [element("possibleresult", element("name", name, depth=4), depth=3)] if name is not None else []
    fields += [element("points", *points, depth=3)] if points else []
    return element("object", *fields, depth=2)


def page(file_name: str, objects: Sequence[str], size: tuple[int, int] | None = SIZE) -> str:
    """A whole file."""
    source = element("source", element("filename", file_name, depth=2), element("origin", "GF2/GF3", depth=2), depth=1)
    sides = zip(("width", "height", "depth"), (*(size or ()), 3), strict=False)
    parts = [element("size", *(element(name, side, depth=2) for name, side in sides), depth=1)] if size else []
    body = element("objects", *objects, depth=1) if objects else "\t<objects/>\n"
    return element("annotation", source, *parts, body, depth=0)


def clean() -> Dataset:
    """Two classes, an image whose size is not written, and one without objects."""
    files = {
        "0.xml": page("0.tif", [thing("Liquid Cargo Ship", SHIP), thing("Boeing737", PLANE)]),
        "1.xml": page("1.tif", [thing("Boeing737", PLANE), thing("Liquid Cargo Ship", SHIP)], None),
        "2.xml": page("2.tif", [thing("Liquid Cargo Ship", SHIP)]),
        "3.xml": page("3.tif", []),
    }
    return Dataset("fair1m/clean", {name: text.encode() for name, text in files.items()})


def dirty() -> Dataset:
    """Rings that are none, of too few points or open; corners that make no box; what no parser should pass."""
    dataset = Dataset("fair1m/dirty")
    crossed = (PLANE[0], PLANE[2], PLANE[1], PLANE[3])
    moved = [(x + 300, y + 300) for x, y in PLANE]
    objects: list[tuple[str, ...]] = [
        (thing("Liquid Cargo Ship", SHIP),),
        (thing("Boeing737", PLANE),),
        (thing("Boeing737", PLANE), "BX301"),
        (thing("Tugboat", PLANE), "BX303"),
        (thing("Boeing737", [(x + 200, y) for x, y in crossed]), "BX502"),
        (thing("Boeing737", [(30.0, 30.0)] * 4), "BX501"),
        (thing("Boeing737", moved[:3]), "BX002"),
        (thing("Boeing737", moved, moved[1]), "BX005"),
        (thing("Boeing737", [(x + 1000, y) for x, y in PLANE]), "BX512"),
    ]
    _add(dataset, "10", objects)
    objects = [
        (thing("Liquid Cargo Ship", SHIP),),
        (thing(None, moved), "BX006"),
        (thing("Boeing737", []), "BX006"),
        (thing("Boeing737", [("wide", 300.0), *moved[1:]]), "BX003"),
        (thing("Boeing737", [("inf", 300.0), *moved[1:]]), "BX001"),
        (thing("Boeing737", [(300.0,), *moved[1:]]), "BX005"),
        ("\t\t<object/>\n", "BX005"),
    ]
    _add(dataset, "11", objects)
    whole = page("12.tif", [thing("Boeing737", PLANE), thing("Liquid Cargo Ship", SHIP)]).encode()
    dataset.files["12.xml"] = whole.replace(b"</possibleresult>", b"", 1)
    dataset.plant("BX004", "12.xml")
    dataset.plant("BX005", "12.xml", annotation=0)
    return dataset


def _add(dataset: Dataset, name: str, objects: list[tuple[str, ...]]) -> None:
    """Writes one file of objects, each with the codes planted on it."""
    for index, (_, *codes) in enumerate(objects):
        for code in codes:
            dataset.plant(code, f"{name}.xml", annotation=index)
    dataset.files[f"{name}.xml"] = page(f"{name}.tif", [text for text, *_ in objects]).encode()
