"""Splits of a dataset, as paths and the configuration tell them, and what two of them have in common."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import boxlint
from boxlint.split_names import split_path
from boxlint.tables import intern, make_table, make_tables, written_keys
from tests.scene import columns_of, measured

IDENTIFIER = "scan_3f2504e04f8911d39a0c.png"


@pytest.mark.parametrize(
    ("path", "split", "split_of"),
    [
        ("a/instances_train2017.json", "train", "a/instances_2017.json"),
        ("a/instances_val2017.json", "val", "a/instances_2017.json"),
        ("a/VALID/labels.json", "val", "a//labels.json"),
        ("a/minival.json", "val", "a/.json"),
        ("a/test-dev.json", "test", "a/.json"),
        ("a/trainval35k.json", "trainval", "a/35k.json"),
        ("train/b/val.json", "val", "/b/.json"),
        ("annotations_trainval/instances_train.json", "train", "annotations_/instances_.json"),
        ("tests/trainer/retrain/validated/labels.json", "", ""),
        ("images/labels.json", "", ""),
    ],
)
def test_split_path(path: str, split: str, split_of: str) -> None:
    """The last token counts, a part of a word is none, and files that are splits of one dataset share the rest."""
    assert split_path(path) == (split, split_of)


def dataset(*pictures: tuple[str, list[float]]) -> str:
    """A COCO file with one object in each picture."""
    return json.dumps(
        {
            "images": [
                {"id": number, "file_name": name, "width": 100, "height": 100}
                for number, (name, _) in enumerate(pictures)
            ],
            "annotations": [
                {"id": number + 1, "image_id": number, "category_id": 1, "bbox": box, "area": 1.0, "iscrowd": 0}
                for number, (_, box) in enumerate(pictures)
            ],
            "categories": [{"id": 1, "name": "ship"}],
        }
    )


def leaks(folder: Path, **options: Any) -> list[tuple[str, str]]:
    """File and message of each leaked image."""
    report = boxlint.check(folder, select="BX908", **options)
    return [(Path(finding.location.file).name, finding.message) for finding in report if finding.location]


def test_configured_splits(tmp_path: Path) -> None:
    """Patterns are relative to the configuration, and where there are any, names of paths say nothing."""
    labels = tmp_path / "labels"
    labels.mkdir()
    for name in ("north_1", "north_2", "south", "train", "val"):
        (labels / f"{name}.json").write_text(dataset(("a.jpg", [1, 2, 30, 40])), encoding="utf-8")
    assert leaks(labels) == [("val.json", "a.jpg is in the split train too, as a.jpg")]
    config = tmp_path / "boxlint.toml"
    config.write_text('[splits]\ntrain = ["labels/north_*"]\nheld-out = ["south.json"]\n', encoding="utf-8")
    assert leaks(labels) == [("south.json", "a.jpg is in the split train too, as a.jpg")]
    assert boxlint.check(labels, select="BX908").tables.files["split"].values == ("train", "held-out")


def test_splits_in_the_working_directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A path counts as a whole, however short it is shown."""
    for split in ("train", "val"):
        (tmp_path / split).mkdir()
        (tmp_path / split / "labels.json").write_text(dataset(("a.jpg", [1, 2, 30, 40])), encoding="utf-8")
    monkeypatch.chdir(tmp_path / "train")
    report = boxlint.check([".", "../val"], select="BX908", isolated=True)
    assert [finding.code for finding in report] == ["BX908"]


SPLITS = ("", "train", "val", "test", "trainval")
CONTAINED = {("trainval", "train"), ("trainval", "val")}


def are_apart(first: str, second: str) -> bool:
    """Whether two splits may have nothing in common."""
    pair = {first, second}
    return "" not in pair and len(pair) == 2 and pair not in [set(contained) for contained in CONTAINED]


file_strategy = st.tuples(st.sampled_from(SPLITS), st.sampled_from("xy"), st.sampled_from(["coco", "voc"]))
image_strategy = st.tuples(
    st.integers(0, 3),
    st.sampled_from(["", "a.jpg", "b/a.jpg", "c\\b.jpg", IDENTIFIER]),
    st.lists(st.sampled_from([3.0, 5.0, 10.0]), max_size=2),
)


@given(st.lists(file_strategy, min_size=4, max_size=4), st.lists(image_strategy, max_size=12))
@settings(deadline=None)
def test_leaks_are_what_pairs_show(files: list[Any], images: list[Any]) -> None:
    """Each reported image has a twin in another split, and where images are twins one of them is reported."""
    boxes = [(image, size) for image, (_, _, sizes) in enumerate(images) for size in sizes]
    owner = [image for image, _ in boxes]
    tables = make_tables(
        file_sets=make_table("file_set", 1),
        files=make_table(
            "file",
            4,
            {
                "file_set": [0] * 4,
                "format": intern([file[2] for file in files]),
            },
        ),
        images=make_table(
            "image",
            len(images),
            {
                "file": [file for file, _, _ in images],
                **{
                    name: intern([files[file][k] for file, _, _ in images])
                    for k, name in enumerate(("split", "split_of"))
                },
                "file_name": intern([name for _, name, _ in images]),
                "width": [10.0] * len(images),
                "height": [10.0] * len(images),
            },
        ),
        categories=make_table("category", 1),
        annotations=make_table("annotation", len(boxes), {"image": owner, "category": [0] * len(boxes)}),
        boxes=make_table("box", len(boxes), columns_of("box", [(0.0, 0.0, size, size) for _, size in boxes])),
    )
    found = measured(tables, "image", "first_leaked_image").tolist()

    def are_twins(first: int, second: int) -> bool:
        (one, *mine), (other, *theirs) = images[first], images[second]
        names = [name.replace("\\", "/").split("/")[-1] for name in (mine[0], theirs[0])]
        same_objects = sorted(mine[1]) == sorted(theirs[1]) and any(size < 10 for size in mine[1])
        return (
            files[one][1:] == files[other][1:]
            and are_apart(files[one][0], files[other][0])
            and names[0] == names[1] != ""
            and (same_objects or names[0] == IDENTIFIER)
        )

    for row, twin in enumerate(found):
        assert twin < 0 or (twin < row and are_twins(row, twin))
    for second in range(len(images)):
        for first in range(second):
            if are_twins(first, second):
                assert max(found[first], found[second]) >= 0


category_strategy = st.tuples(st.sampled_from([1, 2, 3, "k"]), st.sampled_from(["ship", "Ship", "car", "ca-r", "bus"]))
list_strategy = st.lists(category_strategy, max_size=4, unique_by=(lambda entry: entry[0], lambda entry: entry[1]))


@given(st.permutations(SPLITS[1:]), st.lists(list_strategy, min_size=4, max_size=4))
@settings(deadline=None)
def test_contradictions_are_what_pairs_show(splits: list[str], lists: list[Any]) -> None:
    """Lists of different length or spelling agree, as long as no id and no name says otherwise."""
    rows = [(file, *entry) for file, entries in enumerate(lists) for entry in entries]
    columns = {"file_set": range(4), "split": intern(splits), "split_of": intern(["x"] * 4)}
    tables = make_tables(
        file_sets=make_table("file_set", 4),
        files=make_table("file", 4, columns),
        categories=make_table(
            "category",
            len(rows),
            {
                "file": [file for file, _, _ in rows],
                "file_set": [file for file, _, _ in rows],
                "id": written_keys([id_ for _, id_, _ in rows]),
                "name": intern([name for _, _, name in rows]),
            },
        ),
    )
    found = measured(tables, "category", "first_contradicting_category").tolist()

    def fold(name: str) -> str:
        return name.lower().replace("-", "")

    def contradict(first: Any, second: Any) -> bool:
        same_id, same_name = first[1] == second[1], first[2] == second[2]
        return are_apart(splits[first[0]], splits[second[0]]) and (
            (same_id and fold(first[2]) != fold(second[2])) or (same_name and not same_id)
        )

    for row, other in enumerate(found):
        assert other < 0 or (other < row and contradict(rows[row], rows[other]))
    pairs = [(a, b) for b in range(len(rows)) for a in range(b) if contradict(rows[a], rows[b])]
    assert bool(pairs) == bool(np.max(found, initial=-1) >= 0)
