from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boxlint.discovery import Discovery, find
from boxlint.errors import UserError
from boxlint.file_walk import suffix_of
from boxlint.natural_order import natural_key, natural_order

VOC = "<annotation><filename>a</filename><size/><object><bndbox/></object></annotation>"
DIOR = VOC.replace("<bndbox/>", "<robndbox><x_left_top>1</x_left_top></robndbox>")
COCO = (
    '{"images": [{"id": 1, "file_name": "a.jpg"}], "categories": [{"id": 1, "name": "a"}],'
    ' "annotations": [{"id": 1, "image_id": 1, "bbox": [1, 2, 3, 4], "category_id": 1}]}'
)
DOTA = "1 2 3 4 5 6 7 8 ship 0\n"
POINTER = "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def write_files(files: dict[str, str]) -> Path:
        for name, text in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        return tmp_path

    return write_files


@given(st.text("aX./é", max_size=8))
def test_suffixes_are_those_of_the_standard_library(path):
    assert suffix_of(path) == os.path.splitext(path)[1].lower()


def shown(found: Discovery) -> dict[str, str]:
    return {file.shown: file.format for file in found.files}


def test_folders_hold_annotations_and_other_things(folder):
    root = folder(
        {
            "data/10.xml": VOC,
            "data/9.xml": VOC,
            "data/instances.json": COCO,
            "data/package.json": '{"name": "x"}',
            "data/cvat.xml": "<annotations/>",
            "data/image.jpg": "",
            "data/.hidden/a.xml": VOC,
            "data/labelTxt/P1.txt": DOTA,
            "data/labelTxt/P2.txt": "",
            "data/labelTxt/P3.txt": "1 2 3 4 5 6 7 ship 0\n",
            "data/labelTxt/classes.txt": "ship\n",
            "data/labelTxt/README.txt": "",
            "data/classes.csv": "ship,0\n",
            "data/oidv7-class-descriptions-boxable.csv": "/m/0,Ship\n",
            "data/node_modules/a.xml": VOC,
            "data/.git/a.xml": VOC,
            "data/lists/train.txt": "images/a.jpg\n",
            "data/lists/empty.txt": "",
        }
    )
    found = find([root / "data"])
    assert shown(found) == {
        "data/.hidden/a.xml": "voc",
        "data/9.xml": "voc",
        "data/10.xml": "voc",
        "data/instances.json": "coco",
        "data/labelTxt/P1.txt": "dota",
        "data/labelTxt/P2.txt": "dota",
        "data/labelTxt/P3.txt": "dota",
    }
    names = list(shown(found))
    assert names.index("data/9.xml") < names.index("data/10.xml")
    assert {"data/package.json", "data/cvat.xml", "data/lists/train.txt"} < set(found.skipped)
    # nobody takes these for annotations that went unread
    assert not [name for name in found.skipped if "class" in name or "README" in name]
    assert all(file.path.is_absolute() for file in found.files)


def test_outside_the_working_directory_paths_are_absolute(folder, tmp_path, monkeypatch):
    folder({"data/a.xml": VOC, "other/b.xml": VOC})
    monkeypatch.chdir(tmp_path / "other")
    assert list(shown(find([tmp_path / "data", "."]))) == [(tmp_path / "data/a.xml").as_posix(), "b.xml"]


def test_silent_files_belong_to_their_neighbours(folder):
    root = folder(
        {
            "voc/a.xml": VOC,
            "voc/empty.xml": "",
            "voc/pointer.xml": POINTER,
            "voc/cut.xml": "<annotation><filename>a</fil",
            "voc/zeros.xml": "\0" * 100,
            "voc/html.xml": "<html/>",
            "dior/1.xml": DIOR,
            "dior/2.xml": DIOR,
            "dior/background.xml": VOC.replace("<object><bndbox/></object>", ""),
            "alone/empty.xml": "",
            "alone/empty.json": "",
            "alone/cut.xml": "<anno",
            "alone/pointer.json": POINTER,
            "alone/pointer.txt": POINTER,
            "labelTxt/pointer.txt": POINTER,
        }
    )
    assert shown(find([root])) == {
        "voc/a.xml": "voc",
        "voc/cut.xml": "voc",
        "voc/empty.xml": "voc",
        "voc/pointer.xml": "voc",
        "voc/zeros.xml": "voc",
        "dior/1.xml": "dior",
        "dior/2.xml": "dior",
        "dior/background.xml": "dior",
        "alone/pointer.json": "coco",
        "labelTxt/pointer.txt": "dota",
    }


def test_named_files_are_always_taken(folder):
    root = folder(
        {
            ".gitignore": "*\n",
            ".git/HEAD": "",
            "venv/a.xml": VOC,
            "empty.xml": "",
            "empty.json": "",
            "pointer.txt": POINTER,
            "labels/P1.txt": DOTA,
            "labels/P2.txt": "",
            "other.txt": "text",
            "dota.dat": DOTA,
        }
    )
    names = ["venv/a.xml", "empty.xml", "empty.json", "pointer.txt", "labels/P2.txt", "dota.dat"]
    formats = ["voc", "voc", "coco", "dota", "dota", "dota"]
    assert shown(find([root / name for name in names])) == dict(zip(names, formats, strict=True))
    with pytest.raises(UserError, match=r"other\.txt: .*--format"):
        find(["empty.xml", "other.txt"])
    found = find(["other.txt"], skip_unknown=True)
    assert found == Discovery((), ("other.txt",))
    assert shown(find(["other.txt"], format="dota")) == {"other.txt": "dota"}
    assert shown(find(["venv/a.xml", "labels/P1.txt"], excludes=["labels"], force_exclude=True)) == {}
    assert len(find(["venv/a.xml", "labels/P1.txt"], excludes=["labels"]).files) == 2


def test_forced_format(folder):
    root = folder({"a.txt": "1 2 3", "b.txt": "", "README.txt": "about", "c.xml": VOC})
    assert shown(find([root], format="dota")) == {"a.txt": "dota", "b.txt": "dota"}
    with pytest.raises(UserError, match=r"'nowhere'.*coco"):
        find([root], format="nowhere")


def test_gitignore_holds_inside_a_repository(folder):
    files = {
        ".gitignore": "/skipped/\n*.json\n!keep.json\n",
        "a.xml": VOC,
        "b.json": COCO,
        "keep.json": COCO,
        "skipped/c.xml": VOC,
        "below/.ignore": "d.xml\n",
        "below/d.xml": VOC,
        "below/e.xml": VOC,
        "below/skipped/f.xml": VOC,
        "inner/.git/info/exclude": "g.xml\n",
        "inner/g.xml": VOC,
        "inner/h.json": COCO,
        "below/.gitignore": "!/b.json\n",
        "below/b.json": COCO,
    }
    root = folder(files)
    everything = set(shown(find([root])))
    assert everything == {name for name in files if name.endswith((".xml", ".json"))} - {"inner/g.xml"}
    (root / ".git").mkdir()
    expected = {"a.xml", "keep.json", "below/e.xml", "below/skipped/f.xml", "below/b.json", "inner/h.json"}
    assert set(shown(find([root]))) == expected
    assert "b.json" in shown(find([root], respect_gitignore=False))
    # a folder that is named is checked, and what holds in the repository above it still holds below
    assert set(shown(find([root / "skipped"]))) == {"skipped/c.xml"}
    assert set(shown(find([root / "below"]))) == {"below/e.xml", "below/skipped/f.xml", "below/b.json"}


def test_nothing_found_says_why(folder):
    root = folder({".gitignore": "*.xml\n", ".git/HEAD": "", "a.xml": VOC, "b.json": "[]", "empty/c.jpg": ""})
    with pytest.raises(UserError, match=r"found under .*1 .*no format that boxlint reads.*1 .*\.gitignore"):
        find([root])
    with pytest.raises(UserError, match=r"no annotation file found under .*empty: no file there ends in \.csv, \.json"):
        find([root / "empty"])
    with pytest.raises(UserError, match="does not exist"):
        find([root / "no-such"])
    assert find([root], skip_unknown=True).files == ()


def test_what_a_file_could_be_is_said_by_its_suffix(folder):
    root = folder({"a.csv": "1,2\n", "more/b.csv": "x\n", "c.txt": "hello\n", "d.yaml": "names: [a]\n"})
    with pytest.raises(
        UserError, match=r"; 1 \.csv file is in .* reads, more/b\.csv first; .*: luna16, open-images, ret"
    ):
        find([root / "more"])
    with pytest.raises(
        UserError, match=r"; 3 \.csv or \.txt files are in .* reads, a\.csv first; .*: class-xywh, .* yolo"
    ):
        find([root])
    with pytest.raises(
        UserError, match=r"^c\.txt: its format is not known; .* --format which: class-xywh, .* yolo"
    ) as told:
        find(["c.txt"])
    assert "coco" not in str(told.value)
    with pytest.raises(UserError, match=r"^d\.yaml: .* in files that end in \.csv, .*Name the folder"):
        find(["d.yaml"])
    (root / "e.txt").write_text("\n")
    with pytest.raises(UserError, match=r"^e\.txt: the file is empty, .* --format$"):
        find(["e.txt"])
    with pytest.raises(UserError, match=r"'labelstudio'; did you mean label-studio\?$"):
        find([root], format="labelstudio")


def test_excludes(folder):
    root = folder({"a.xml": VOC, "raw/b.xml": VOC, "deep/raw/c.xml": VOC, "deep/d.xml": VOC})
    assert set(shown(find([root], excludes=["raw"]))) == {"a.xml", "deep/d.xml"}
    assert set(shown(find([root], excludes=["/raw", "d.xml"]))) == {"a.xml", "deep/raw/c.xml"}
    assert set(shown(find([root], excludes=["deep/**"]))) == {"a.xml", "raw/b.xml"}


def test_links(folder, tmp_path):
    root = folder({"real/a.xml": VOC, "real/b.xml": VOC, "tree/c.xml": VOC})
    try:
        os.symlink(root / "real/a.xml", root / "tree/link.xml")
        os.symlink(root / "real", root / "tree/linked")
        os.symlink(root / "tree", root / "tree/cycle")
        os.symlink(root / "gone.xml", root / "tree/dead.xml")
    except OSError:
        pytest.skip("no links on this system")
    assert set(shown(find([root / "tree"]))) == {"tree/c.xml", "tree/link.xml"}
    assert set(shown(find([root / "tree/linked"]))) == {"tree/linked/a.xml", "tree/linked/b.xml"}
    # each file once, however it is reached
    assert len(find([root, root / "tree", root / "tree/linked", root / "tree/c.xml"]).files) == 3
    with pytest.raises(UserError, match="leads nowhere"):
        find([root / "tree/dead.xml"])


def test_order_does_not_depend_on_the_arguments(folder):
    root = folder({"b/2.xml": VOC, "b/10.xml": VOC, "a/1.xml": VOC})
    names = ["a/1.xml", "b/2.xml", "b/10.xml"]
    assert list(shown(find([root / "b", root / "a"]))) == names
    assert list(shown(find([root / "b/10.xml", root / "b/2.xml", root / "a/1.xml"]))) == names


def test_natural_order():
    names = ["a10", "a9", "a09", "a", "b1", "1", "a9/b", "a-1"]
    assert sorted(names, key=natural_key) == ["1", "a", "a09", "a9", "a9/b", "a10", "a-1", "b1"]


NAMES = st.lists(st.text("a10297/-\n.\1\2\3٣\udcff", min_size=1, max_size=8), unique=True)


@given(NAMES)
def test_the_order_of_many_paths_is_that_of_their_keys(paths):
    assert [paths[place] for place in natural_order(paths)] == sorted(paths, key=natural_key)


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="the user may read everything")
def test_folder_that_cannot_be_read(folder):
    root = folder({"locked/a.xml": VOC, "open/b.xml": VOC})
    (root / "locked").chmod(0)
    try:
        for path in (root, root / "locked"):
            with pytest.raises(UserError, match="locked: the folder cannot be read"):
                find([path])
        assert set(shown(find([root], excludes=["locked"]))) == {"open/b.xml"}
    finally:
        (root / "locked").chmod(0o700)


def test_a_folder_that_cannot_be_read_is_said(folder, monkeypatch):
    root = folder({"locked/a.xml": VOC, "open/b.xml": VOC})
    scan = os.scandir

    def refusing(path):
        if str(path).endswith("locked"):
            raise PermissionError(13, "Permission denied", str(path))
        return scan(path)

    monkeypatch.setattr(os, "scandir", refusing)
    with pytest.raises(UserError, match="locked: the folder cannot be read: Permission denied"):
        find([root])


@pytest.mark.skipif(os.name == "nt", reason="there are no named pipes in folders")
def test_a_pipe_beside_a_file_is_not_waited_for(folder):
    root = folder({"empty.json": ""})
    os.mkfifo(root / "pipe.json")
    assert shown(find([root / "empty.json"])) == {"empty.json": "coco"}


def test_json_that_does_not_parse_belongs_to_the_coco_files_beside_it(folder):
    root = folder({"a/1.json": COCO, "a/2.json": COCO[:40], "a/3.json": "// mine\n" + COCO, "a/4.json": '{"x": 1}'})
    found = find([root])
    assert shown(found) == {"a/1.json": "coco", "a/2.json": "coco", "a/3.json": "coco"}
    assert found.skipped == ("a/4.json",)


def test_every_label_text_in_a_folder_of_dota_labels_is_dota(folder):
    files = {"labelTxt/P1.txt": "", "labelTxt/P2.txt": "1,1,9,1,9,9,tank,0", "labelTxt/classes.txt": "tank"}
    assert shown(find([folder(files)])) == {"labelTxt/P1.txt": "dota", "labelTxt/P2.txt": "dota"}


def test_a_voc_file_without_size_is_one_with_or_without_objects(tmp_path: Path) -> None:
    """What drops its last object must not make a file of no format of it."""
    for name, content in (("a", VOC.replace("<size/>", "")), ("b", "<annotation><filename>b</filename></annotation>")):
        (tmp_path / f"{name}.xml").write_text(content, encoding="utf-8")
    assert [file.format for file in find([tmp_path]).files] == ["voc", "voc"]
