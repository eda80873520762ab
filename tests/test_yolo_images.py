"""Images beside YOLO labels: found as trainers find them, counted where they have no partner, and cached tables."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest

import boxlint
from boxlint.cache import recall
from boxlint.image_files import image_paths, with_image_files
from boxlint.image_files.beside import ImagesBeside, with_pairs
from boxlint.tables import Tables
from sample_data.makers.photos import bitmap, jpeg_head
from tests.yolo_samples import BOX, QUAD

SIZES = {"image.width", "image.height"}
PAIRS = {"file_set.labels_without_image"}


def write(path: Path, content: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def sizes(path: Path | str = ".", **options: object) -> list[tuple[float, float, bool]]:
    images = boxlint.check(path, isolated=True, **options).tables.images
    columns = (images[name].tolist() for name in ("width", "height", "size_is_assumed"))
    return list(zip(*columns, strict=True))


@pytest.mark.parametrize(
    ("label", "image"),
    [
        ("labels/a.txt", "images/a.pbm"),
        ("labels/train/a.txt", "images/train/a.PBM"),
        ("train/labels/a.b.txt", "train/images/a.b.jpg"),
        ("labels/labels/a.txt", "labels/images/a.png"),
        ("labels/x/labels/y/a.txt", "labels/x/images/y/a.pbm"),
        ("obj_train_data/a.txt", "obj_train_data/a.pbm"),
        ("labels/a.txt", "labels/a.pbm"),
    ],
)
def test_where_the_image_of_a_label_is(folder, label, image):
    write(folder / label, BOX)
    write(folder / image, bitmap(32, 16))
    assert sizes() == [(32, 16, False)]
    tables = boxlint.load(folder)
    assert image_paths(tables, (), [0]) == {0: str(folder / image)}


@pytest.mark.parametrize("image", ["images/b.pbm", "images/a.txt.pbm", "image/a.pbm", "a.pbm", "images/deep/a.pbm"])
def test_images_that_are_of_no_label(folder, image):
    write(folder / "labels/a.txt", BOX)
    write(folder / image, bitmap(32, 16))
    assert sizes() == [(200, 200, True)]


def test_boxes_are_in_pixels_of_their_image(folder):
    write(folder / "labels/a.txt", "0 0.5 0.5 0.25 0.5\n")
    write(folder / "labels/b.txt", "0 0.5 0.5 0.25 0.5\n")
    write(folder / "images/a.pbm", bitmap(64, 32))
    boxes = boxlint.check(".", isolated=True).tables.boxes
    assert boxes["width"].tolist() == [16, 50]
    assert boxes["y_min"].tolist() == [8, 50]


def test_an_image_that_is_turned(folder):
    write(folder / "labels/a.txt", BOX)
    write(folder / "images/a.jpg", jpeg_head(64, 48, 6))
    assert sizes() == [(48, 64, False)]


@pytest.mark.parametrize("content", [b"", b"no image"])
def test_an_image_that_cannot_be_read(folder, content):
    write(folder / "labels/a.txt", BOX)
    write(folder / "images/a.jpg", content)
    assert sizes() == [(200, 200, True)]


def test_two_images_of_one_stem(folder):
    write(folder / "labels/a.txt", BOX)
    write(folder / "images/a.pbm", bitmap(32, 16))
    write(folder / "images/a.jpg", jpeg_head(64, 48, 1))
    assert sizes() == [(200, 200, True)]
    write(folder / "images/a.jpg", jpeg_head(32, 16, 0))
    assert sizes() == [(32, 16, False)]


def test_folders_that_are_given_come_first(folder):
    write(folder / "labels/a.txt", BOX)
    write(folder / "images/a.pbm", bitmap(32, 16))
    write(folder / "large/a.pbm", bitmap(64, 32))
    assert sizes(images="large") == [(64, 32, False)]
    (folder / "large/a.pbm").unlink()
    assert sizes(images="large") == [(200, 200, True)]
    report = boxlint.check(".", images="large", isolated=True)
    assert report.tables.images["is_missing_file"].tolist() == [True]


def test_an_image_that_is_not_there_is_no_finding(folder):
    write(folder / "labels/a.txt", BOX)
    write(folder / "labels/b.txt", BOX.replace("0.5", "0.6"))
    write(folder / "images/a.pbm", bitmap(32, 16))
    report = boxlint.check(".", isolated=True, select="ALL")
    assert not report.tables.images["is_missing_file"].any()


def test_nothing_is_looked_at_unless_it_is_wanted(folder, monkeypatch):
    write(folder / "labels/a.txt", BOX)
    write(folder / "images/a.pbm", bitmap(32, 16))
    tables = boxlint.load(folder)
    monkeypatch.setattr(ImagesBeside, "of_folder", None)
    assert with_image_files(tables, (), {"category.name"}) is tables
    assert with_pairs(tables, SIZES) is tables


def test_other_formats_have_no_images_beside(folder):
    write(folder / "labels/a.txt", "1 2 30 4 50 60 7 80 ship 0\n")
    write(folder / "images/a.pbm", bitmap(32, 16))
    tables = boxlint.load(folder)
    assert with_image_files(tables, (), SIZES) is tables
    assert np.isnan(with_pairs(tables, PAIRS).file_sets["labels_without_image"]).all()


def pairs(tables: Tables) -> list[tuple[float, float]]:
    sets = with_pairs(tables, PAIRS).file_sets
    return list(zip(sets["labels_without_image"].tolist(), sets["images_without_label"].tolist(), strict=True))


def test_labels_and_images_without_a_partner(folder):
    for name in "abc":
        write(folder / f"labels/{name}.txt", BOX)
    for name in "cdef":
        write(folder / f"images/{name}.pbm", bitmap(8, 8))
    write(folder / "images/note.txt", "x")
    assert pairs(boxlint.load("labels")) == [(2, 3)]
    # of some files, those count that were looked at
    assert pairs(boxlint.load(["labels/a.txt", "labels/c.txt"])) == [(1, 3)]


def test_two_kinds_in_one_folder(folder):
    """An image has its label, whatever that is."""
    write(folder / "labels/a.txt", "674 375 683 375 684 394 675 395 ship 0")
    write(folder / "labels/b.txt", BOX)
    for name in "ab":
        write(folder / f"images/{name}.pbm", bitmap(8, 8))
    found = {pair for pair in pairs(boxlint.load("labels")) if not np.isnan(pair[0])}
    assert found == {(0, 0)}


def test_no_images_at_all(folder):
    write(folder / "labels/a.txt", BOX)
    (folder / "images").mkdir()
    assert np.isnan(pairs(boxlint.load("labels"))).all()


@pytest.fixture
def remembered(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A dataset that is worth an entry of the cache, long unchanged."""
    monkeypatch.setattr(recall, "_WORTH_A_RUN", 0)
    monkeypatch.setattr(recall, "_WORTH_AN_ENTRY", 0)
    for name in "abc":
        old(write(folder / f"d/labels/{name}.txt", f"{BOX}\n3 0.1 0.1 0.1 0.1\n"))
    old(write(folder / "d/data.yaml", "names: [cat]\n"))
    return folder


def old(path: Path) -> None:
    """Stamps of the last seconds are not relied on; the time of change of the entry cannot be set."""
    os.utime(path, ns=(1, 1))


def categories(cache: bool = True) -> list[str]:
    report = boxlint.check("d", isolated=True, cache=cache, select="ALL")
    names = report.tables.categories["name"]
    return [names.at(row) for row in range(len(names))] + [
        finding.message for finding in report if finding.code == "BX401"
    ]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("data.yaml", "names: [dog]\n"),
        ("data.yaml", "names: [cat, a, b, c]\n"),
        ("data.yaml", "names: [cat"),
        ("labels/data.yaml", "names: [fish]"),
    ],
)
def test_a_class_list_that_changes_is_noticed(remembered, monkeypatch, name, text):
    from boxlint.cache import stamps

    monkeypatch.setattr(stamps, "_GRANULE", 0)
    read = []
    read_set = recall.read_set
    monkeypatch.setattr(recall, "read_set", lambda *arguments: read.append(1) or read_set(*arguments))
    before = categories()
    assert read == [1]
    assert categories() == before == categories(cache=False)
    assert read == [1]
    write(remembered / "d" / name, text)
    assert categories() == categories(cache=False) != before
    assert read == [1, 1]
    (remembered / "d" / name).unlink()
    if name == "data.yaml":
        assert categories() == categories(cache=False)
    else:
        assert categories() == before


def test_a_changed_file_of_a_remembered_set(remembered, monkeypatch):
    from boxlint.cache import stamps

    monkeypatch.setattr(stamps, "_GRANULE", 0)
    categories()
    write(remembered / "d/labels/b.txt", "5 0.5 0.5 0.1 0.1\n")
    assert categories() == categories(cache=False)
    (remembered / "d/labels/a.txt").unlink()
    assert categories() == categories(cache=False)


def test_the_kind_changes_with_the_dataset(remembered):
    for name in "abc":
        write(remembered / f"d/labels/{name}.txt", QUAD)
    assert set(boxlint.load("d").files["format"].values) == {"yolo-obb"}
    write(remembered / "d/data.yaml", "names: [cat]\nkpt_shape: [2, 2]\n")
    assert set(boxlint.load("d").files["format"].values) == {"yolo-pose"}
