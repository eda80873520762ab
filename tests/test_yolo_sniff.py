"""YOLO text is told by its content, its kind by its folder and by what lies around it."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from boxlint.discovery import find
from boxlint.errors import UserError
from boxlint.formats import detect_head
from boxlint.formats.registry import FORMATS
from boxlint.formats.yolo.sniff import kind_of, resembles
from boxlint.text.source import HEAD_SIZE
from tests.yolo_samples import BOX, KINDS, POLYGON, POSE, QUAD, files

DOTA = "674 375 683 375 684 394 675 395 small-vehicle 0"
OTHERS = [
    DOTA,
    "1 2 3 4 5 6 7 8 3 1",
    "0.1 0.2 0.3 0.4 0.5 0.6 0.7 0.8 3 1",
    "Car 0.00 0 1.85 387.63 181.54 423.81 203.12 1.67 1.87 3.69 -16.53 2.39 58.49 1.57",
    "684,8,273,116,0,0,0,0",
    "406.5 301.0 437.8 264.2 464.1 286.6 432.8 323.4 -0.86 406.5 264.2 57.6 59.2",
    "0 320 240 50 60",
    "3 0.5 0.5",
    "1 2 3 4 5",
    "images/train/0001.jpg",
    "person",
    "0 person",
    "2021-01-01 0.5 0.5 0.1 0.1",
    "377,117,463,117,465,130,378,130,Genaxis Theatre",
]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", ""])
@pytest.mark.parametrize("kind", KINDS)
def test_each_kind(kind: str, end: str) -> None:
    head = f"{KINDS[kind]}{end or chr(10)}{KINDS[kind]}{end}".encode()
    assert kind_of(head) == kind
    found = detect_head(head, "labels/a.txt")
    assert found is not None
    assert found.name == kind


@pytest.mark.parametrize("text", OTHERS)
def test_files_of_other_kinds(text):
    assert kind_of(f"{text}\n{text}\n".encode()) == ""


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (f"{BOX} 0.87", "yolo"),
        (f"{QUAD} 0.87", "yolo-obb"),
        (f"{POLYGON}\n{BOX}\n{POLYGON}", "yolo-segment"),
        ("0 0.5 0.5 0.7 0.5 0.6 0.9", "yolo-segment"),
        # COCO's 17 keypoints, with and without visibilities: x and y alone may be points of a polygon
        ("0 0.5 0.5 0.2 0.2" + " 0.4 0.6 2.000000" * 17, "yolo-pose"),
        ("0 0.5 0.5 0.2 0.2" + " 0.4 0.6" * 17, "yolo-segment"),
        # ten numbers may be a polygon of five points
        ("0 0.5 0.5 0.2 0.2 0.4 0.6 2 0.3 0.3 0", "yolo-pose"),
        ("0 0.5 0.5 0.2 0.2 0.4 0.6 1 0.3 0.3 0", "yolo-segment"),
        (f"hello\n{BOX}", "yolo"),
        (f"hello\nworld\n{BOX}", ""),
        ("0 1.03 0.5 0.2 0.1", "yolo"),
        ("  3.0\t0.5  0.5 .1 .1 ", "yolo"),
        ("\ufeff" + BOX, "yolo"),
        ("0 0 0 1 1", ""),
        ("", ""),
    ],
)
def test_what_lines_are(text, kind):
    assert kind_of(text.encode()) == kind


def test_utf_16():
    assert kind_of(BOX.encode("utf-16")) == "yolo"


@pytest.mark.parametrize("kind", KINDS)
def test_a_head_that_is_cut_anywhere(kind: str) -> None:
    content = (KINDS[kind] + "\n").encode() * 3000
    for cut in range(40):
        assert (
            kind_of(content[cut * len(KINDS[kind]) :][:HEAD_SIZE] if cut == 0 else (b"\n" * cut + content)[:HEAD_SIZE])
            == kind
        )


def test_one_line_that_is_longer_than_a_head():
    content = ("0" + " 0.123456 0.654321" * 10_000).encode()
    for cut in range(20):
        assert kind_of((b" " * cut + content)[:HEAD_SIZE]) == "yolo-segment"


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=200)
@given(data=st.data())
def test_any_text_is_told_or_not(kind: str, data: st.DataObject) -> None:
    head = data.draw(files(kind)).encode()
    found = detect_head(head, "a.txt")
    assert found is None or found.name not in KINDS or found.name == kind_of(head)
    resembles(head)


def write(folder: Path, *texts: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for number, text in enumerate(texts):
        (folder / f"{number}.txt").write_text(text)


def kinds(path: Path) -> dict[str, int]:
    return dict(Counter(file.format for file in find([path]).files))


def test_polygons_of_four_points_among_others(tmp_path):
    write(tmp_path / "labels", QUAD, QUAD, POLYGON)
    assert kinds(tmp_path) == {"yolo-segment": 3}


def test_four_corners_alone(tmp_path):
    write(tmp_path / "labels", QUAD, QUAD, "")
    assert kinds(tmp_path) == {"yolo-obb": 3}


@pytest.mark.parametrize(("one", "other"), [("labels/val", "labels/train"), ("val/labels", "train/labels")])
def test_polygons_of_four_points_where_another_split_has_others(tmp_path, one, other):
    write(tmp_path / one, QUAD)
    write(tmp_path / other, POLYGON, QUAD)
    assert kinds(tmp_path) == {"yolo-segment": 3}
    assert kinds(tmp_path / one) == {"yolo-segment": 1}


def test_folders_that_are_no_splits_of_one_dataset(tmp_path):
    write(tmp_path / "a", QUAD)
    write(tmp_path / "b/labels", POLYGON)
    assert kinds(tmp_path) == {"yolo-obb": 1, "yolo-segment": 1}


@pytest.mark.parametrize("name", ["data.yaml", "tigers.yml"])
def test_keypoints_that_the_dataset_tells(tmp_path, name):
    (tmp_path / name).write_text("train: images/train\nnames: [tiger]\nkpt_shape: [2, 2]\n")
    write(tmp_path / "labels/train", QUAD, QUAD, BOX, "")
    assert kinds(tmp_path) == {"yolo-pose": 4}


def test_boxes_of_a_dataset_with_keypoints(tmp_path):
    """As they are for a detector of the same animals."""
    (tmp_path / "data.yaml").write_text("names: [tiger]\nkpt_shape: [2, 2]\n")
    write(tmp_path / "labels/train", BOX, BOX, QUAD)
    assert kinds(tmp_path) == {"yolo": 3}


def test_poses_without_a_dataset(tmp_path):
    write(tmp_path / "labels", POSE, POSE, POLYGON)
    assert kinds(tmp_path) == {"yolo-pose": 3}


def test_most_files_say_what_all_are(tmp_path):
    write(tmp_path / "a", BOX, BOX, POLYGON)
    write(tmp_path / "b", BOX, POLYGON, POLYGON)
    assert kinds(tmp_path) == {"yolo": 3, "yolo-segment": 3}


@pytest.mark.parametrize("folder", ["labels", "labels/val", "labels_small/train", "obj_train_data"])
def test_empty_files_where_labels_lie(tmp_path, folder):
    write(tmp_path / folder, "", "\n")
    (tmp_path / folder / "classes.txt").write_text("")
    assert kinds(tmp_path) == {"yolo": 2}


@pytest.mark.parametrize(
    ("folder", "text"), [("other", ""), ("labels/a/b", ""), ("label_2", ""), ("labels", "a note\n"), ("labels", DOTA)]
)
def test_files_that_are_not_taken(tmp_path, folder, text):
    write(tmp_path / folder, text)
    try:
        assert "yolo" not in kinds(tmp_path)
    except UserError as error:
        assert "no annotation file" in str(error)


@pytest.mark.parametrize("text", ["0,0.5,0.5,0.1,0.1\n", "0 320 240 50 60\n", "0 0.5 0.5 x 0.1\n0 y z\nfoo"])
def test_faulty_files_are_taken_among_others_and_where_labels_lie(tmp_path, text):
    write(tmp_path / "labels", text)
    write(tmp_path / "boxes", BOX, text)
    assert kinds(tmp_path) == {"yolo": 3}
    write(tmp_path / "notes", text)
    assert kinds(tmp_path) == {"yolo": 3}


def test_lists_and_notes_are_no_labels(tmp_path):
    write(tmp_path / "labels", BOX)
    for name in ("classes", "train", "README", "obj"):
        (tmp_path / "labels" / f"{name}.txt").write_text(BOX if name == "obj" else "person\n")
    assert [Path(file.location).name for file in find([tmp_path]).files][:1] == ["0.txt"]
    assert kinds(tmp_path / "labels") == {"yolo": 2}


def test_a_format_that_is_named(tmp_path):
    write(tmp_path / "labels", QUAD)
    assert [file.format for file in find([tmp_path], format="yolo-segment").files] == ["yolo-segment"]


def test_the_kinds_are_formats_of_one_package():
    assert [format.name for format in FORMATS if format.package == "yolo"] == [*KINDS]


def test_real_files(real_data: Path) -> None:
    """Exactly the files of YOLO sources are told to be of these formats."""
    found = Counter(
        (Path(file.location).relative_to(real_data).parts[0].partition("+")[0], file.format)
        for file in find([real_data]).files
        if file.format in KINDS
    )
    assert found == {
        ("Permer0516", "yolo"): 1500,
        ("TWIST-Lab", "yolo"): 108,
        ("UCAS-GYX", "yolo"): 2549,
        ("hashemiMAH", "yolo"): 4,
        ("hashemiMAH", "yolo-obb"): 16,
        ("hashemiMAH", "yolo-segment"): 167,
        ("lightly-ai", "yolo"): 2,
        ("lightly-ai", "yolo-segment"): 2,
        ("open-edge-platform", "yolo"): 9,
        ("rafaelpadilla", "yolo"): 208,
    }
