"""YOLO: boxes as fractions of their images, with the classes in `data.yaml`, or in the lists of Darknet."""

from __future__ import annotations

from collections.abc import Sequence

from sample_data.makers.dataset import Dataset
from sample_data.makers.photos import bitmap

NAMES = ("person", "car", "dog")
SIZE = (320, 240)
GOOD = ["0 0.250000 0.333333 0.100000 0.300000", "1 0.605469 0.541667 0.312500 0.211111"]


def text(lines: Sequence[str], newline: str = "\n") -> bytes:
    """A file of lines."""
    return "".join(line + newline for line in lines).encode()


def data_yaml(names: Sequence[str] = NAMES, more: str = "") -> bytes:
    """The description of a dataset with folders for training and validation."""
    listed = "".join(f"  {number}: {name}\n" for number, name in enumerate(names))
    return f"path: .\ntrain: images/train\nval: images/val\n{more}names:\n{listed}".encode()


def add(dataset: Dataset, file: str, lines: Sequence[tuple[str, ...]]) -> None:
    """Writes one file of lines, each with the codes planted on it."""
    for index, (_, *codes) in enumerate(lines):
        for code in codes:
            dataset.plant(code, file, annotation=index)
    dataset.files[file] = text([line for line, *_ in lines])


def clean() -> Dataset:
    """CRLF, no end at the end, 16 digits, a class as `1.0`, a background, images beside labels; a Darknet folder."""
    labels = {
        "train/street_001": text(GOOD),
        "train/street_002": text(
            ["2 0.5 0.5 0.25 0.5", "1 0.7109375 0.4166666666666667 0.578125 0.8333333333333334"], "\r\n"
        ),
        "train/street_003": b"",
        "val/street_004": b"1.0\t0.300000 0.300000 0.200000 0.200000 \n0 0.500000 0.625000 1.000000 0.750000",
    }
    files = {f"labels/{name}.txt": content for name, content in labels.items()}
    files |= {f"images/{name}.pbm": bitmap(*SIZE) for name in labels}
    darknet = {
        "obj.data": b"classes = 2\ntrain = data/train.txt\nnames = data/obj.names\nbackup = backup/\n",
        "obj.names": b"cat\nbird\n",
        "train.txt": b"data/obj_train_data/frame_1.jpg\n",
        "obj_train_data/frame_1.txt": text(["1 0.4 0.4 0.2 0.3", "0 0.7 0.6 0.3 0.3"]),
    }
    files |= {f"darknet/{name}": content for name, content in darknet.items()}
    return Dataset("yolo/clean", {"data.yaml": data_yaml(), **files})


def dirty() -> Dataset:
    """Boxes that no detector learns from, lines of another kind, and classes that are not listed."""
    dataset = Dataset("yolo/dirty")
    dataset.files["data.yaml"] = data_yaml()
    boxes: list[tuple[str, ...]] = [
        (GOOD[0],),
        ("2 0.500000 0.500000 0.000000 0.200000", "BX101"),
        ("2 0.500000 0.800000 -0.100000 0.200000", "BX102"),
        ("0 0.700000 0.700000 0.001563 0.003000", "BX103"),
        ("1 1.007500 0.500000 0.010000 0.200000", "BX201"),
        ("1 1.300000 0.500000 0.200000 0.200000", "BX209"),
        ("1 0.950000 0.200000 0.200000 0.200000", "BX202"),
        (GOOD[1],),
        (GOOD[1], "BX301"),
        (GOOD[1].replace("1", "0", 1), "BX303"),
    ]
    add(dataset, "labels/train/street_101.txt", boxes)
    dataset.files["images/train/street_101.pbm"] = bitmap(*SIZE)
    lines: list[tuple[str, ...]] = [
        (GOOD[0],),
        ("0 nan 0.500000 0.200000 0.200000", "BX001"),
        ("0 0.500000 0.500000 0.200000", "BX002"),
        ("0 0.500000 0.500000 0.200000 0.300000 0.871000", "BX002"),
        ("0 0.500000 O.500000 0.200000 0.300000", "BX003"),
        ("0,0.500000,0.500000,0.200000,0.300000", "BX005"),
        ("car 0.500000 0.500000 0.200000 0.300000", "BX005"),
        ("1.5 0.500000 0.500000 0.200000 0.300000", "BX005"),
        ("3 0.500000 0.700000 0.200000 0.300000", "BX401"),
        ("-1 0.500000 0.400000 0.300000 0.300000", "BX401"),
    ]
    add(dataset, "labels/val/street_102.txt", lines)
    dataset.files["images/val/street_102.pbm"] = bitmap(*SIZE)
    _add_other_rows(dataset)
    _add_other_numbers(dataset)
    return dataset


def _add_other_rows(dataset: Dataset) -> None:
    """Files of polygons, of boxes and polygons, and in UTF-16; and the images that one row costs."""
    polygon = "0 0.1 0.1 0.4 0.1 0.4 0.4"
    add(dataset, "labels/train/street_103.txt", [(polygon, "BX022"), (polygon.replace("0.4", "0.3"),)])
    add(dataset, "labels/train/street_104.txt", [(GOOD[0],), (polygon,)])
    dataset.plant("BX023", "labels/train/street_104.txt")
    dataset.files["labels/train/street_105.txt"] = text(GOOD).decode().encode("utf-16-le")
    dataset.plant("BX024", "labels/train/street_105.txt")
    for name in ("train/street_103", "train/street_104", "train/street_105"):
        dataset.files[f"images/{name}.pbm"] = bitmap(*SIZE)
    for name in ("train/street_101", "val/street_102", "train/street_104", "train/street_105"):
        dataset.plant("BX903", f"labels/{name}.txt", image=name.partition("/")[2])


def _add_other_numbers(dataset: Dataset) -> None:
    """Datasets of their own: with classes from 1, in pixels, and with a list that names fewer classes than it says."""
    dataset.files["ones/data.yaml"] = dataset.files["pixels/data.yaml"] = data_yaml()
    for number in range(4):
        lines = [f"{name} 0.{number + 2} 0.{2 * name} 0.1 0.{name}" for name in (1, 2, 3)]
        dataset.files[f"ones/labels/train/street_{number}.txt"] = text(lines)
        dataset.plant("BX903", f"ones/labels/train/street_{number}.txt", image=f"street_{number}")
    dataset.plant("BX914", "ones/labels/train")
    dataset.files["short/data.yaml"] = data_yaml(more="nc: 9\n")
    dataset.files["short/labels/train/street_1.txt"] = text(GOOD)
    dataset.plant("BX026", "short/labels/train/street_1.txt")
    lines = [f"0 {40 + 20 * number} {30 + 10 * number} 24 36" for number in range(12)]
    dataset.files["pixels/labels/train/street_1.txt"] = text(GOOD)
    dataset.files["pixels/labels/train/street_2.txt"] = text(lines)
    dataset.plant("BX903", "pixels/labels/train/street_2.txt", image="street_2")
    dataset.plant("BX923", "pixels/labels/train")
