"""Pascal VOC: one XML file an image, corners in pixels."""

from __future__ import annotations

from sample_data.makers.dataset import Dataset
from sample_data.makers.xml import labelled, numbers, page

SIDES = ("xmin", "ymin", "xmax", "ymax")
SIZE = (640, 480)
DOG = (48, 240, 195, 371)
CAR = (300, 120, 420, 200)


def thing(name: str | None, *corners: str | float) -> str:
    """An object with a box."""
    return labelled(name, numbers("bndbox", SIDES, corners))


def clean() -> Dataset:
    """Whole and decimal pixels, CRLF, children in another order, the last pixel, and an image without objects."""
    reordered = labelled("car", numbers("bndbox", ("xmin", "xmax", "ymin", "ymax"), (300, 420, 120, 200)))
    files = {
        "000001.xml": page("000001.jpg", SIZE, [thing("dog", *DOG), thing("car", *CAR)]),
        "000002.xml": page("000002.jpg", SIZE, [thing("car", 12.5, 30.25, 100.75, 99.5)], "\r\n"),
        "000003.xml": page("000003.jpg", SIZE, [reordered, thing("dog", 1, 1, 640, 480)]),
        "000004.xml": page("000004.jpg", SIZE, []),
    }
    return Dataset("voc/clean", {name: text.encode() for name, text in files.items()})


def dirty() -> Dataset:
    """Faulty boxes, faulty records, faulty files, and a folder written by a faulty script."""
    dataset = Dataset("voc/dirty")
    _boxes(dataset)
    _records(dataset)
    _files(dataset)
    _corners_repeat(dataset)
    return dataset


def _add(dataset: Dataset, file: str, *objects: tuple[str, ...], size: tuple[int, int] | None = SIZE) -> None:
    """Writes one file of objects, each with the codes planted on it."""
    for index, (_, *codes) in enumerate(objects):
        for code in codes:
            dataset.plant(code, file, annotation=index)
    name = file.rsplit("/", 1)[-1].removesuffix(".xml")
    dataset.files[file] = page(f"{name}.jpg", size, [text for text, *_ in objects]).encode()


def _boxes(dataset: Dataset) -> None:
    _add(
        dataset,
        "000101.xml",
        (thing("car", *CAR),),
        (thing("dog", 100, 100, 100, 180), "BX101"),
        (thing("dog", 300, 300, 200, 360), "BX102"),
        (thing("dog", 100.2, 300, 100.9, 360), "BX105"),
        (thing("car", 10, 400, 630, 405), "BX104"),
    )
    _add(
        dataset,
        "000102.xml",
        (thing("car", *CAR),),
        (thing("dog", 641, 100, 700, 180), "BX201"),
        (thing("dog", 600, 100, 660, 180), "BX202"),
        (thing("dog", 500, 479.5, 560, 520), "BX203"),
        (thing("dog", 20, 20, 20.6, 60), "BX105"),
        (thing("dog", 50.5, 20, 51.4, 60), "BX103"),
    )
    _add(
        dataset,
        "000103.xml",
        (thing("car", *CAR),),
        (thing("car", *CAR), "BX301"),
        (thing("dog", *DOG),),
        (thing("dog", 49, 240, 195, 371), "BX302"),
        (thing("cat", *DOG), "BX303"),
    )
    _add(dataset, "000104.xml", (thing("dog", 30, 30, 30, 80), "BX101"))
    dataset.plant("BX902", "000104.xml", image="000104.jpg")


def _records(dataset: Dataset) -> None:
    _add(
        dataset,
        "000201.xml",
        (thing("car", *CAR),),
        (thing("dog", "abc", 10, 60, 50), "BX003"),
        (thing("dog", "nan", 10, 60, 50), "BX001"),
        (labelled("dog"), "BX006"),
        (thing(None, 10, 10, 60, 50), "BX006"),
    )
    _add(dataset, "000202.xml", (thing("car", *CAR),), size=None)
    dataset.plant("BX205", "000202.xml", image="000202.jpg")
    _add(dataset, "000203.xml", (thing("car", *CAR),), size=(0, 0))
    dataset.plant("BX208", "000203.xml", image="000203.jpg")
    _add(dataset, "000204.xml", (thing("car", *CAR),), (thing("Car", *DOG),), (thing("None", 500, 20, 560, 80),))
    dataset.plant("BX404", "000204.xml", category="Car")
    dataset.plant("BX409", "000204.xml", category="None")


def _files(dataset: Dataset) -> None:
    whole = page("000301.jpg", SIZE, [thing("car", *CAR), thing("dog", *DOG)])
    dataset.files["000301.xml"] = whole[: whole.rindex("<ymax>")].encode()
    dataset.plant("BX004", "000301.xml")

    dataset.files["000302.xml"] = page("000302.jpg", SIZE, [thing("汽车", *CAR)]).encode("gb18030")
    dataset.plant("BX007", "000302.xml")

    cars = [thing("car", *CAR), thing("car", 40, 40, 90, 80), thing("dog", *DOG)]
    dataset.files["000303.xml"] = page("000303.jpg", SIZE, cars * 3).encode()
    dataset.plant("BX913", "000303.xml")

    dataset.files["000304.xml"] = page("000302.jpg", SIZE, [thing("car", *CAR)]).encode()
    dataset.plant("BX306", "000304.xml", image="000302.jpg")


def _corners_repeat(dataset: Dataset) -> None:
    """A script wrote x_max for y_max: 11 of 12 boxes say so, and some are reversed by it."""
    boxes = [(30 + 40 * i, 20 + 25 * i, 90 + 40 * i, 90 + 40 * i) for i in range(11)] + [(200, 100, 300, 160)]
    boxes[3] = (100, 300, 180, 180)
    for number in range(3):
        name = f"00040{number + 1}"
        objects = [thing("car", *corners) for corners in boxes[4 * number : 4 * number + 4]]
        dataset.files[f"corners_repeat/{name}.xml"] = page(f"{name}.jpg", (800, 800), objects).encode()
    dataset.plant("BX912", "corners_repeat")
