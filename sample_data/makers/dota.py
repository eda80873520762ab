"""DOTA: quadrilaterals in text files, with and without header and tenth column."""

from __future__ import annotations

from collections.abc import Sequence

from sample_data.makers.dataset import Dataset

HEADER = ["imagesource:invented", "gsd:0.146"]
PLANES = [
    "937.0 913.0 921.0 912.0 923.0 874.0 940.0 875.0 small-vehicle 0",
    "638.0 935.0 694.0 935.0 694.0 958.0 638.0 958.0 large-vehicle 0",
    "100.5 200.0 300.5 220.0 290.5 320.0 90.5 300.0 ship 0",
]
GOOD = [
    "500.0 500.0 560.0 510.0 555.0 540.0 495.0 530.0 ship 0",
    "700.0 120.0 730.0 120.0 730.0 160.0 700.0 160.0 plane 1",
]


def _text(lines: Sequence[str], newline: str = "\n") -> bytes:
    return "".join(line + newline for line in lines).encode()


def clean() -> Dataset:
    """v1.0 without, v1.5 with a header, CRLF, nine columns, a name with a space, and an image without objects."""
    files = {
        "P0001.txt": _text([*HEADER, *PLANES]),
        "P0002.txt": _text(GOOD, "\r\n"),
        "P0003.txt": _text(["10 10 90 12 88 60 8 58 harbor 2", "300 300 340 300 340 330 300 330 harbor 0"]),
        "P0004.txt": _text(["12 40 52 40 52 60 12 60 storage-tank", "112 40 152 40 152 80 112 80 storage-tank"]),
        "P0005.txt": b"",
    }
    return Dataset("dota/clean", files)


def dirty() -> Dataset:
    """Shapes that no rotated detector can learn, and lines that no parser should pass."""
    dataset = Dataset("dota/dirty")
    _shapes(dataset)
    _lines(dataset)
    return dataset


def _add(dataset: Dataset, file: str, header: list[str], lines: list[tuple[str, ...]]) -> None:
    """Writes one file of lines, each with the codes planted on it."""
    for index, (_, *codes) in enumerate(lines):
        for code in codes:
            dataset.plant(code, file, annotation=index)
    dataset.files[file] = _text([*header, *(line for line, *_ in lines)])


def _shapes(dataset: Dataset) -> None:
    lines: list[tuple[str, ...]] = [
        (GOOD[0],),
        ("150 150 150 150 150 150 150 150 ship 0", "BX501"),
        ("10 10 40 20 70 30 100 40 ship 0", "BX501"),
        ("200 200 260 240 260 200 200 240 ship 0", "BX502"),
        ("300 300 380 300 320 320 300 380 ship 0", "BX503"),
        ("400 100 480 100 480 101.5 400 101.5 ship 0", "BX506"),
        ("10 600 510 600 510 604 10 604 ship 0", "BX511"),
        ("600 600 640 600 640 630 640 630 ship 0", "BX515"),
        (GOOD[1],),
        (GOOD[1], "BX301"),
        (GOOD[1].replace("plane", "helicopter"), "BX303"),
    ]
    _add(dataset, "P1001.txt", HEADER, lines)


def _lines(dataset: Dataset) -> None:
    lines: list[tuple[str, ...]] = [
        (GOOD[0],),
        ("nan 10 40 10 40 30 10 30 ship 0", "BX001"),
        ("10 10 inf 10 40 30 10 30 ship 0", "BX001"),
        ("12O 10 160 10 160 30 120 30 ship 0", "BX003"),
        ("20 10 60 10 60 30 20 ship 0", "BX002"),
        ("2000000 10 2000040 10 2000040 30 2000000 30 ship 0", "BX009"),
    ]
    _add(dataset, "P1002.txt", [], lines)
    _add(dataset, "P1003.txt", [], [(GOOD[0],), (GOOD[1].replace("plane", "Ship"),)])
    dataset.plant("BX404", "P1003.txt", category="Ship")
