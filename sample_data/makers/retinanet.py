"""RetinaNet CSV: a box a line without a header, images without objects, and the list of classes."""

from __future__ import annotations

from sample_data.makers.dataset import Dataset

CLASSES = b"fox,0\nbadger,1\n"


def page(rows: list[str], newline: str = "\n") -> bytes:
    """A file of some records."""
    return "".join(line + newline for line in rows).encode()


def clean() -> Dataset:
    """Rows of an image that lie apart, images without objects, and CRLF."""
    night = [
        "images/night 1.jpg,12,40,180,200,fox",
        "images/night 2.jpg,,,,,",
        '"images/night 3, gate.jpg",30.5,25.25,90,70.75,badger',
        "images/night 1.jpg,200,60,290,160,badger",
    ]
    day = ["images/day 1.png,5,6,70,80,fox", "images/day 2.png,,,,,", "images/day 3.png,1,1,40,60,badger"]
    return Dataset(
        "retinanet/clean",
        {"night.csv": page(night), "day.csv": page(day, "\r\n"), "classes.csv": CLASSES},
    )


def dirty() -> Dataset:
    """Boxes without extent, classes that are not listed, and records that stop keras-retinanet."""
    dataset = Dataset("retinanet/dirty")
    rows: list[tuple[str, ...]] = [
        ("images/a.jpg,12,40,180,200,fox",),
        ("images/a.jpg,60,40,60,90,fox", "BX101"),
        ("images/a.jpg,90,40,60,90,fox", "BX102"),
        ("images/b.jpg,12,40,180,200,wolf", "BX401"),
        ("images/b.jpg,12,4O,180,200,fox", "BX003"),
        ("images/b.jpg,12,,180,200,fox", "BX006"),
        ("images/b.jpg,10,10,50,60,", "BX006"),
        ("images/b.jpg,10,10,50,60", "BX005"),
        ("images/b.jpg,nan,10,50,60,fox", "BX001"),
        ("images/a.jpg,12,40,180,200,fox", "BX301"),
        ("images/d.jpg,40,40,40,90,badger", "BX101"),
    ]
    for index, (_, *codes) in enumerate(rows):
        for code in codes:
            dataset.plant(code, "train.csv", annotation=index)
    for image in ("images/b.jpg", "images/d.jpg"):
        dataset.plant("BX902", "train.csv", image=image)
    dataset.files["train.csv"] = page([*(text for text, *_ in rows), "images/c.jpg,,,,,"])
    dataset.files["classes.csv"] = CLASSES
    return dataset
