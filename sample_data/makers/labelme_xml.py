"""LabelMe XML of the old web tool: polygons, boxes drawn as polygons, and boxes around masks."""

from __future__ import annotations

from collections.abc import Sequence

from sample_data.makers.dataset import Dataset

WINDOW = ((43, 34), (75, 34), (70, 60), (43, 57))
DOOR = ((100, 20), (140, 20), (140, 110), (100, 110))
SIZE = (320, 240)

Point = Sequence[str | float]


def thing(name: str | None, points: Sequence[Point], *more: str, deleted: int = 0) -> str:
    """An object with a polygon."""
    vertices = "".join(f"<pt><x>{x}</x><y>{y}</y></pt>" for x, y in points)
    label = f"<name>{name}</name>" if name is not None else ""
    polygon = f"<polygon><username>anonymous</username>{vertices}</polygon>" if points else ""
    return f"<object>{label}<deleted>{deleted}</deleted><verified>0</verified>{''.join(more)}{polygon}</object>"


def drawn(name: str, points: Sequence[Point]) -> str:
    """An object that was drawn as a box."""
    return thing(name, points, "<type>bounding_box</type>")


def masked(name: str, *sides: str | float) -> str:
    """An object whose mask is an image file."""
    box = "".join(f"<{key}>{side}</{key}>" for key, side in zip(("xmin", "ymin", "xmax", "ymax"), sides, strict=True))
    return thing(name, (), f"<segm><username>anonymous</username><box>{box}</box><mask>a_mask_0.png</mask></segm>")


def page(file_name: str, objects: Sequence[str]) -> bytes:
    """A whole file, on one line as the tool writes it."""
    head = f"<filename>{file_name}</filename><folder>street</folder>"
    size = f"<imagesize><nrows>{SIZE[1]}</nrows><ncols>{SIZE[0]}</ncols></imagesize>"
    return f"<annotation>{head}{''.join(objects)}{size}</annotation>".encode()


def clean() -> Dataset:
    """All ways to draw an object, one that was deleted though it is outside, and an image without objects."""
    files = {
        "a.xml": page("a.jpg", [thing("window", WINDOW), drawn("door", DOOR), masked("sign", 200, 30, 240, 70)]),
        "b.xml": page(
            "b.jpg", [thing("window", WINDOW), thing("door", [(900, 900), (950, 900), (950, 950)], deleted=1)]
        ),
        "c.xml": page("c.jpg", [drawn("door", DOOR)]),
        "d.xml": page("d.jpg", []),
    }
    return Dataset("labelme_xml/clean", files)


def dirty() -> Dataset:
    """Boxes outside and without an area, short polygons, and what no parser should pass."""
    dataset = Dataset("labelme_xml/dirty")
    objects: list[tuple[str, ...]] = [
        (thing("window", WINDOW),),
        (drawn("door", DOOR),),
        (drawn("door", DOOR), "BX301"),
        (drawn("door", [(300, 20), (340, 20), (340, 110), (300, 110)]), "BX202"),
        (masked("sign", 200, 30, 200, 70), "BX101"),
        (thing("window", WINDOW[:2]), "BX601"),
        (thing("window", [WINDOW[0], WINDOW[2], WINDOW[1], WINDOW[3]]), "BX613"),
        (thing("window", [("left", 34), *WINDOW[1:]]), "BX003"),
        (masked("sign", 200, "", 240, 70), "BX003"),
        (thing(None, WINDOW), "BX006"),
        (thing("window", ()), "BX006"),
        ("<object>window</object>", "BX005"),
    ]
    for index, (_, *codes) in enumerate(objects):
        for code in codes:
            dataset.plant(code, "e.xml", annotation=index)
    dataset.files["e.xml"] = page("e.jpg", [text for text, *_ in objects])
    whole = page("f.jpg", [thing("window", WINDOW), drawn("door", DOOR)])
    dataset.files["f.xml"] = whole[: whole.rindex(b"<polygon>")]
    dataset.plant("BX004", "f.xml")
    return dataset
