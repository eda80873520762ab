"""What lies around YOLO labels: classes, keypoints and splits; and what is wrong with the file that says it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import boxlint
from boxlint.arranging import arrange
from boxlint.formats import unchanged
from boxlint.formats.yolo import class_lists
from boxlint.formats.yolo.class_lists import read_yaml
from boxlint.formats.yolo.dataset import find_dataset, labels_of
from boxlint.tables import Tables
from tests.table_checks import assert_same_tables
from tests.yolo_samples import BOX, read_texts

YAML = "train: images/train\nval: images/val\nnc: 2\nnames: [cat, 3]\n"


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def classes(folder: Path) -> list[str] | None:
    found = find_dataset(str(folder)).classes
    return None if found is None else [*found.values()]


@pytest.mark.parametrize(
    ("text", "expected", "problem"),
    [
        ("names: [cat, dog]", ["cat", "dog"], ""),
        ("names: {0: cat, 1: dog}", ["cat", "dog"], ""),
        ("names: {'0': cat, 1.0: dog}\nnc: '2'", ["cat", "dog"], ""),
        ("names: {}\nnc: 0", [], ""),
        ("nc: 3", ["0", "1", "2"], ""),
        ("names: [yes, 1, null]", ["True", "1", "None"], ""),
        ("names: [cat]\nnc: 3", ["cat"], "nc is 3, and names has 1"),
        ("names: [cat]\nnc: many", ["cat"], 'nc: expected a whole number, got "many"'),
        ("nc: -1", None, 'nc: expected a whole number, got "-1"'),
        ("nc: .inf", None, 'nc: expected a whole number, got "inf"'),
        ("nc: 10000000000", None, 'nc: expected a whole number, got "10000000000"'),
        ("names: {1: cat, 2: dog}", ["cat", "dog"], "names: expected the numbers from 0 to 1 as keys"),
        ("names: {cat: 0}", [], "names: expected the numbers from 0 to 0 as keys"),
        ("names: cat", None, "names: expected a list, or names by their numbers"),
        ("names: [cat]\nkpt_shape: [17, 3]", ["cat"], ""),
        ("names: [cat]\nkpt_shape: 17", ["cat"], 'kpt_shape: expected the number of keypoints, and 2 or 3, got "17"'),
        ("names: [cat]\nkpt_shape: [0, 4]", ["cat"], "kpt_shape: expected the number of keypoints, and 2 or 3"),
        ("names: [cat\nnc: 1", None, "it is no YAML: line 2: "),
        ("names: &a [*a]", ["a list or mapping"], ""),
        ("names: [[a, b]]", ["['a', 'b']"], ""),
        ("names: !!python/object/apply:os.getcwd []", None, "it is no YAML: line 1: could not determine a constructor"),
        ("nc: 2000-99-99", None, "it is no YAML: month must be in 1..12"),
        ("names: " + "[" * 5000, None, "it is no YAML"),
        ("names: \x07", None, "it is no YAML"),
    ],
)
def test_what_a_yaml_file_says(tmp_path, text, expected, problem):
    found = read_yaml(str(write(tmp_path / "data.yaml", text)))
    assert found is not None
    assert (None if found.classes is None else [*found.classes.values()]) == expected
    assert found.problem.startswith(problem)
    assert bool(found.problem) == bool(problem)
    assert find_dataset(str(tmp_path / "labels")).problem == found.problem


@pytest.mark.parametrize("text", ["", "a: 1", "[names]", "names", "3", "# names\n"])
def test_yaml_about_something_else(tmp_path, text):
    assert read_yaml(str(write(tmp_path / "data.yaml", text))) is None


@settings(max_examples=300)
@given(st.text(max_size=60), st.sampled_from(["names:", "nc:", "kpt_shape:", "train:", "path:"]))
def test_any_text_is_read_or_refused(tmp_path_factory: pytest.TempPathFactory, text: str, key: str) -> None:
    folder = tmp_path_factory.mktemp("data")
    (folder / "data.yaml").write_text(f"names: [a]\n{key} {text}", encoding="utf-8", errors="replace")
    find_dataset(str(folder / "labels"))


@pytest.mark.parametrize("place", ["labels", ".", "labels/deep", "../"])
@pytest.mark.parametrize("name", ["data.yaml", "dataset.yml", "coco128.yaml"])
def test_the_list_may_lie_above(tmp_path, place, name):
    labels = tmp_path / "a" / "labels" / "deep"
    labels.mkdir(parents=True)
    if place == "labels/deep" and name == "coco128.yaml":
        pytest.skip("only lists of usual names are looked for among labels")
    write(tmp_path / "a" / place / name, YAML)
    assert classes(labels) == ["cat", "3"]


def test_of_several_the_one_whose_split_the_labels_are(tmp_path):
    write(tmp_path / "one.yaml", YAML.replace("images/", "one/images/"))
    write(tmp_path / "two.yaml", YAML.replace("images/", "two/images/").replace("cat", "dog"))
    assert classes(tmp_path / "two/labels/val") == ["dog", "3"]
    assert classes(tmp_path / "one/labels/train/deep") == ["cat", "3"]
    assert classes(tmp_path / "three/labels/train") is None
    write(tmp_path / "two/labels/val/classes.txt", "bird\n")
    write(tmp_path / "two/data.yaml", "names: [fish]")
    assert classes(tmp_path / "two/labels/val") == ["dog", "3"]


def test_lists_of_other_tools(tmp_path):
    labels = tmp_path / "obj_train_data"
    write(tmp_path / "data/voc.names", "cat\nbig dog \n\n")
    write(tmp_path / "obj.data", "classes = 2\nnames = data/voc.names\n")
    assert classes(labels) == ["cat", "big dog"]
    write(tmp_path / "obj.data", "classes = 2\nnames = gone.names\n")
    assert classes(labels) is None
    write(tmp_path / "_darknet.labels", "fish\n")
    assert classes(labels) == ["fish"]
    write(tmp_path / "obj.names", "cat\r\n\r\ndog")
    assert classes(labels) == ["cat", "", "dog"]
    write(labels / "classes.txt", "bird\n")
    assert classes(labels) == ["bird"]


@pytest.mark.parametrize(
    ("images", "labels"),
    [
        ("/d/images/train", "/d/labels/train"),
        ("/d/images", "/d/labels"),
        ("/images/images/a", "/images/labels/a"),
        ("/d/a", "/d/a"),
    ],
)
def test_where_labels_are(images, labels):
    assert labels_of(images) == labels


def split_of(folder: Path) -> dict[str, tuple[str, str]]:
    tables = boxlint.load([folder])
    files = tables.files
    return {
        Path(files["path"].at(row)).stem: (files["split"].at(row), Path(files["split_of"].at(row)).name)
        for row in range(len(files))
    }


@pytest.mark.parametrize(
    "places", ["train: images/a\nval: [images/b]", "path: ..\ntrain: ../d/images/a\nval: d/images/b"]
)
def test_splits_that_the_dataset_tells(folder, places):
    write(folder / "d/data.yaml", f"{places}\nnames: [cat]\n")
    for name in "ab":
        write(folder / f"d/labels/{name}/{name}.txt", BOX)
    assert split_of(Path("d")) == {"a": ("train", "data.yaml"), "b": ("val", "data.yaml")}


def test_splits_that_lists_of_images_tell(folder):
    write(folder / "d/data.yaml", "train: train.txt\nval: val.txt\nnames: [cat]\n")
    write(folder / "d/train.txt", "./images/1.jpg\n\nimages/2.png\n")
    write(folder / "d/val.txt", f"{folder / 'd/images/3.jpg'}\nelsewhere/4.jpg\n")
    for name in "123":
        write(folder / f"d/labels/{name}.txt", BOX)
    assert {name: split for name, (split, _) in split_of(Path("d")).items()} == {
        "1": "train",
        "2": "train",
        "3": "val",
    }


def test_what_folders_say_comes_first(folder):
    write(folder / "d/data.yaml", "train: val/images\nnames: [cat]\n")
    write(folder / "d/val/labels/1.txt", BOX)
    assert split_of(Path("d"))["1"][0] == "val"


def test_categories_of_a_list(tmp_path):
    write(tmp_path / "data.yaml", YAML)
    tables = read_texts(f"1 0.5 0.5 0.1 0.1\n7 0.5 0.5 0.2 0.1\n{BOX}", folder=tmp_path / "labels")
    categories = tables.categories
    assert [categories["id"].at(row) for row in range(3)] == [0, 1, 7]
    assert [categories["name"].at(row) for row in range(3)] == ["cat", "3", "7"]
    assert categories["is_listed"].tolist() == [True, True, False]
    assert tables.annotations["category"].tolist() == [1, 2, 0]
    assert tables.files["has_class_list"].all()
    assert tables.file_sets["class_list"].at(0) == "data.yaml"
    assert tables.file_sets["class_list_problem"].at(0) == ""


def test_configured_classes_are_a_list(tmp_path):
    tables = read_texts(f"1 0.5 0.5 0.1 0.1\n2 0.5 0.5 0.1 0.1\n{BOX}", classes=("cat", "dog"))
    assert [tables.categories["name"].at(row) for row in range(3)] == ["cat", "dog", "2"]
    assert tables.categories["is_listed"].tolist() == [True, True, False]
    write(tmp_path / "data.yaml", "names: [dog, bird]\n")
    tables = read_texts(BOX, classes=("cat", "dog"), folder=tmp_path / "labels")
    assert [tables.categories["name"].at(row) for row in range(2)] == ["dog", "bird"]
    assert tables.categories["is_listed"].tolist() == [True, False]


def test_a_list_is_read_once_while_it_is_unchanged(tmp_path, monkeypatch):
    path = write(tmp_path / "data.yaml", "names: [cat]")
    opened = []
    read = class_lists.read_source
    monkeypatch.setattr(class_lists, "read_source", lambda path: opened.append(path) or read(path))
    # what is new may change again without another time
    assert [classes(tmp_path / "labels") for _ in range(2)] == [["cat"]] * 2
    assert len(opened) == 2
    monkeypatch.setattr(unchanged, "_GRANULE", -(2**62))
    assert [classes(tmp_path / "labels") for _ in range(3)] == [["cat"]] * 3
    assert len(opened) == 3
    os.utime(path, ns=(1, 1))
    write(path, "names: [dog]")
    assert classes(tmp_path / "labels") == ["dog"]
    path.unlink()
    assert classes(tmp_path / "labels") is None


def test_a_broken_list_is_told(tmp_path):
    write(tmp_path / "data.yaml", "names: [cat")
    tables = read_texts(BOX, folder=tmp_path / "labels")
    assert tables.file_sets["class_list_problem"].at(0).startswith("it is no YAML: line 1: ")
    assert not tables.files["has_class_list"].any()


@settings(max_examples=100)
@given(
    st.lists(st.lists(st.sampled_from(["0", "1", "2", "5", "-1"]), max_size=3), min_size=1, max_size=5),
    st.none() | st.just(("cat", "5")),
    st.data(),
)
def test_some_files_of_a_set_with_a_list(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]], names: tuple[str, ...] | None, data: st.DataObject
) -> None:
    """The list stays whole, and in its order, whatever objects name."""
    folder = tmp_path_factory.mktemp("data")
    write(folder / "data.yaml", "names: [cat, dog, fish]\n")
    texts = ["".join(f"{name} 0.5 0.5 0.1 0.1\n" for name in row) for row in rows]
    order = data.draw(st.lists(st.integers(0, len(texts) - 1), min_size=1, unique=True))

    def read(chosen: list[str]) -> Tables:
        return read_texts(*chosen, folder=folder / "labels", classes=names)

    assert_same_but_for_paths(read([texts[row] for row in order]), arrange(read(texts), order))


def assert_same_but_for_paths(one: Tables, other: Tables) -> None:
    from boxlint.splicing import with_columns

    column = one.files["path"]
    names = {"path": column}
    assert_same_tables(
        one, with_columns(with_columns(other, "file", names), "image", {"file_name": one.images["file_name"]})
    )
