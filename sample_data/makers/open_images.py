"""Open Images: boxes as fractions in CSV, with the table of class names beside them."""

from __future__ import annotations

from sample_data.makers.dataset import Dataset

HEADER = "ImageID,Source,LabelName,Confidence,XMin,XMax,YMin,YMax,IsOccluded,IsTruncated,IsGroupOf,IsDepiction,IsInside"
NAMES = "/m/0k4j,Car\n/m/01g317,Person\n/m/0199g,Bicycle\n"
FLAGS = "0,0,0,0,0"


def row(image: str, label: str, box: str, flags: str = FLAGS) -> str:
    """A record; `box` is XMin, XMax, YMin, YMax."""
    return f"{image},xclick,{label},1,{box},{flags}"


def page(rows: list[str], newline: str = "\n") -> bytes:
    """A file of some records."""
    return "".join(line + newline for line in (HEADER, *rows)).encode()


def clean() -> Dataset:
    """Rows of an image that lie apart, a group, flags that are not known, CRLF, and decimal commas in quotes."""
    first = [
        row("000a1249af2bc5f0", "/m/0k4j", "0.195312,0.948438,0.272091,0.910010"),
        row("000595fe6fee6369", "/m/01g317", "0.012500,0.148338,0.587500,0.652941"),
        row("000a1249af2bc5f0", "/m/01g317", "0.025000,0.276563,0.714583,0.948438", "-1,-1,-1,-1,-1"),
        row("000595fe6fee6369", "/m/01g317", "0.000000,0.999375,0.301042,0.995833", "0,1,1,0,0"),
    ]
    second = [
        row("0001eeaf4aed83f9", "/m/0199g", '"0,3580246914","0,7283950617","0,1242603550","0,9023668639"'),
        row("0002ab0af02e4a77", "/m/0199g", "0.500000,0.700000,0.100000,0.250000", "1,1,0,0,0"),
    ]
    return Dataset(
        "open-images/clean",
        {
            "train-annotations-bbox.csv": page(first),
            "validation-annotations-bbox.csv": page(second, "\r\n"),
            "class-descriptions-boxable.csv": NAMES.encode(),
        },
    )


def dirty() -> Dataset:
    """Boxes without extent or outside, ids that the table does not have, and records that no reader gets through."""
    dataset = Dataset("open-images/dirty")
    rows: list[tuple[str, ...]] = [
        (row("a1", "/m/0k4j", "0.1,0.4,0.2,0.9"),),
        (row("a1", "/m/0k4j", "0.5,0.5,0.2,0.4"), "BX101"),
        (row("a1", "/m/0k4j", "0.7,0.6,0.2,0.4"), "BX102"),
        (row("a1", "/m/0k4j", "0.6,1.4,0.3,0.5"), "BX202"),
        (row("a2", "/m/0k4j", "1.2,1.4,0.3,0.5"), "BX201"),
        (row("a2", "/m/0zzz", "0.2,0.4,0.3,0.5"), "BX401"),
        (row("a2", "/m/01g317", "0.2,O.4,0.3,0.5"), "BX003"),
        (row("a2", "/m/01g317", "0.2,,0.3,0.5"), "BX006"),
        (row("a2", "", "0.2,0.4,0.3,0.5"), "BX006"),
        (row("a2", "/m/01g317", "0.2,0.4,0.3,0.5") + ",0", "BX005"),
        (row("a2", "/m/01g317", "nan,0.4,0.3,0.5"), "BX001"),
        (row("a1", "/m/0k4j", "0.1,0.4,0.2,0.9"), "BX301"),
    ]
    for index, (_, *codes) in enumerate(rows):
        for code in codes:
            dataset.plant(code, "test-annotations-bbox.csv", annotation=index)
    dataset.plant("BX902", "test-annotations-bbox.csv", image="a2")
    dataset.files["test-annotations-bbox.csv"] = page([text for text, *_ in rows])
    dataset.files["class-descriptions-boxable.csv"] = NAMES.encode()
    return dataset
