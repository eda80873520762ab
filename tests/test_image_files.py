"""What image files say: found by their names, read by their headers, and compared with what is written."""

from __future__ import annotations

import io
import json
import os
import time
import warnings
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageOps

import boxlint
from boxlint.cli import commands
from boxlint.errors import UserError
from boxlint.image_files import with_image_files
from boxlint.image_files.contents import content_digest
from boxlint.image_files.headers import UNKNOWN, Header, read_header, without_limits
from boxlint.image_files.places import SUFFIXES, ImageName, ImagePlaces
from boxlint.image_files.plain_headers import HEAD_SIZE, plain_size
from boxlint.rule_files import load_rules
from boxlint.splicing import with_columns
from boxlint.tables import Tables, Text
from sample_data.makers.photos import jpeg_head
from tests.coco_samples import ANNOTATION, dataset, read_text

ORIENTATION = 0x0112
RULES = ["BX204", "BX205", "BX206", "BX207", "BX212"]


def save(path: Path, size: tuple[int, int] = (100, 80), orientation: int | None = None, **options: Any) -> Path:
    """A black image that Pillow writes, in the format of its suffix."""
    path.parent.mkdir(parents=True, exist_ok=True)
    exif = Image.Exif()
    if orientation is not None:
        exif[ORIENTATION] = orientation
        options["exif"] = exif
    Image.new("RGB", size).save(path, **options)
    return path


def coco(path: Path, images: dict[str, tuple[Any, Any] | None]) -> Path:
    """A COCO file of images by name, with the sizes that are written, and an annotation for each."""
    records = []
    for number, (name, size) in enumerate(images.items(), 1):
        sides = {} if size is None else {"width": size[0], "height": size[1]}
        records.append({"id": number, "file_name": name, **sides})
    annotations = [{**ANNOTATION, "id": record["id"], "image_id": record["id"]} for record in records]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(dataset(*annotations, images=records)), encoding="utf-8")
    return path


def found(path: Path, images: Path | list[Path], **options: Any) -> list[tuple[str, str]]:
    """Code and image of each finding of the rules on image files, in order of the images."""
    report = boxlint.check(path, images=images, isolated=True, **{"select": RULES, **options})
    pairs = [(finding.code, finding.image.file_name if finding.image else "") for finding in report]
    return in_order(pairs)


def in_order(pairs: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return sorted(pairs, key=lambda pair: pair[::-1])


@pytest.mark.parametrize("suffix", sorted(SUFFIXES - {".jp2", ".mpo", ".jfif", ".jpe", ".dib"}))
@pytest.mark.parametrize("name", ["a", "bärenfoto 飞机", "A.B"])
def test_the_size_of_every_kind(tmp_path: Path, suffix: str, name: str) -> None:
    path = save(tmp_path / f"{name}{suffix.upper()}", (37, 21))
    assert read_header(str(path)) == Header(37, 21)


def plain_images() -> list[bytes]:
    """JPEG and PNG of every kind that Pillow writes without EXIF."""
    options: list[dict[str, Any]] = [{}, {"progressive": True}, {"quality": 5, "optimize": True}, {"comment": b"x"}]
    pictures = [(Image.new(mode, (37, 21)), each) for mode in ("L", "RGB") for each in options]
    bitmaps = [Image.new(mode, (37, 21)) for mode in ("1", "L", "LA", "RGB", "RGBA", "I;16")]
    return [encoded(picture, "JPEG", **each) for picture, each in pictures] + [encoded(map_, "PNG") for map_ in bitmaps]


def encoded(image: Image.Image, format: str, **options: Any) -> bytes:
    file = io.BytesIO()
    image.save(file, format, **options)
    return file.getvalue()


def size_in_pillow(content: bytes) -> tuple[int, int] | None:
    try:
        with Image.open(io.BytesIO(content)) as image:
            return image.size
    except Exception:  # noqa: BLE001  a parser of broken files raises whatever it stumbles over
        return None


def test_plain_images_are_told_without_pillow() -> None:
    found = [plain_size(content[:HEAD_SIZE]) for content in plain_images()]
    assert found == [(37, 21)] * len(found)


@given(
    st.sampled_from(plain_images()),
    st.lists(st.tuples(st.floats(0, 1), st.integers(0, 255)), max_size=3),
    st.none() | st.floats(0, 1),
)
@settings(max_examples=2000)
def test_damaged_images_are_told_as_pillow_tells_them(
    content: bytes, changes: list[tuple[float, int]], end: float | None
) -> None:
    """What is told without Pillow is what it tells, or it is asked."""
    data = bytearray(content)
    header = min(len(data), 700)
    for place, value in changes:
        data[min(int(place * header), len(data) - 1)] = value
    damaged = bytes(data if end is None else data[: int(end * len(data))])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        size = plain_size(damaged[:HEAD_SIZE])
        assert size is None or size == size_in_pillow(damaged)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_an_orientation_turns_as_pillow_does(tmp_path: Path, orientation: int) -> None:
    path = save(tmp_path / "a.jpg", (37, 21), orientation)
    assert read_header(str(path)) == Header(37, 21, orientation)
    tables = with_image_files(
        read_text(tmp_path, dataset(images=[{"id": 1, "file_name": "a.jpg"}])), [str(tmp_path)], {"image.width"}
    )
    with Image.open(path) as image:
        turned = ImageOps.exif_transpose(image).size
    assert (tables.images["width"][0], tables.images["height"][0]) == turned
    assert np.isnan(tables.images["written_width"][0])


@pytest.mark.parametrize("orientation", [0, 9, 600])
def test_an_orientation_that_is_none(tmp_path: Path, orientation: int) -> None:
    assert read_header(str(save(tmp_path / "a.jpg", orientation=orientation))) == Header(100, 80)


def test_broken_exif_data_says_nothing(tmp_path: Path) -> None:
    path = save(tmp_path / "a.jpg", orientation=6)
    content = path.read_bytes()
    place = content.index(b"Exif\0\0") + 6
    path.write_bytes(content[:place] + b"XX" + content[place + 2 :])
    assert read_header(str(path)) == Header(100, 80)
    # tags far behind the end: Pillow itself does not open this
    path.write_bytes(content[:place] + b"MM\0\x2a\xff\xff\xff\xff" + content[place + 8 :])
    assert "EXIF" in read_header(str(path)).problem


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        ("a.jpg", b"", "the file is empty"),
        ("a.png", b"404 Not Found\n", "the content is no image of a known kind"),
        ("a.jpg", b"\xff\xd8", "the content is no image of a known kind"),
        ("a.ppm", b"P6\n0 10\n255\n", "the content is no image of a known kind"),
        ("a.jpg", jpeg_head(10, 0, 1), "the content is no image of a known kind"),
    ],
)
def test_a_header_that_cannot_be_read(tmp_path: Path, name: str, content: bytes, problem: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    header = read_header(str(path))
    assert (header.width, header.height, header.orientation) == (None, None, None)
    assert header.problem.startswith(f"{path.as_posix()}: ")
    assert problem in header.problem


@pytest.mark.parametrize("suffix", [".jpg", ".png", ".bmp", ".gif", ".tif", ".webp", ".ppm"])
def test_a_file_that_is_cut_anywhere_is_read_or_told(tmp_path: Path, suffix: str) -> None:
    path = save(tmp_path / f"a{suffix}", (37, 21))
    content = path.read_bytes()
    with without_limits():
        for length in range(0, len(content), max(1, len(content) // 200)):
            path.write_bytes(content[:length])
            header = read_header(str(path))
            assert header.problem or (header.width, header.height) == (37, 21)


def test_only_the_header_counts(tmp_path: Path) -> None:
    path = save(tmp_path / "a.jpg", (400, 300))
    path.write_bytes(path.read_bytes()[:-500])
    assert read_header(str(path)) == Header(400, 300)


def test_an_image_larger_than_pillow_decodes(tmp_path: Path) -> None:
    (tmp_path / "a.ppm").write_bytes(b"P6\n29200 27620\n255\n")
    limit = Image.MAX_IMAGE_PIXELS
    path = coco(tmp_path / "a.json", {"a.ppm": (29200, 27620)})
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert found(path, tmp_path) == []
    assert limit == Image.MAX_IMAGE_PIXELS


def test_other_files_than_images_are_there_and_not_read(tmp_path: Path) -> None:
    (tmp_path / "scan.nii.gz").write_bytes(b"a volume")
    assert read_header(str(tmp_path / "scan.nii.gz")) == UNKNOWN
    path = coco(tmp_path / "a.json", {"scan.nii.gz": (10, 10), "scan.nii": (10, 10)})
    assert found(path, tmp_path) == [("BX207", "scan.nii")]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.jpg")
    assert "no regular file" in read_header(str(tmp_path / "a.jpg")).problem
    assert content_digest(str(tmp_path / "a.jpg")) == 0


FILES = ("a.jpg", "train/a.jpg", "train/b.png", "val/b.png", "val/deep/c.JPG", "d.v2.png", "labels/c.txt", "e")


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        # below the folder, before any other of that name
        ("a.jpg", ["a.jpg"]),
        ("train/a.jpg", ["train/a.jpg"]),
        ("./train//a.jpg", ["train/a.jpg"]),
        ("train\\a.jpg", ["train/a.jpg"]),
        # the longest end that is the same
        ("/data/train/a.jpg", ["train/a.jpg"]),
        ("C:\\data\\val\\b.png", ["val/b.png"]),
        ("../images/train/b.png", ["train/b.png"]),
        # the name alone
        ("elsewhere/c.JPG", ["val/deep/c.JPG"]),
        ("b.png", ["train/b.png", "val/b.png"]),
        ("e", ["e"]),
        # a listed name is meant to the letter
        ("c.jpg", []),
        ("c", []),
        ("A.jpg", []),
        ("train", []),
        ("", None),
        ("train/", None),
    ],
)
def test_the_file_of_a_listed_name(tmp_path: Path, written: str, expected: list[str] | None) -> None:
    assert _places(tmp_path, ImageName(written, "labels/instances.json", is_listed=True)) == expected


@pytest.mark.parametrize(
    ("written", "annotation_file", "expected"),
    [
        ("c", "c.txt", ["val/deep/c.JPG"]),
        ("c.png", "x.xml", ["val/deep/c.JPG"]),
        ("", "c.xml", ["val/deep/c.JPG"]),
        ("unknown.jpg", "c.xml", ["val/deep/c.JPG"]),
        ("d.v2", "d.v2.txt", ["d.v2.png"]),
        ("d", "d.txt", []),
        ("c.wrong", "f.xml", []),
        # loaders go by the one or by the other
        ("train/a.jpg", "e/c.xml", ["train/a.jpg", "val/deep/c.JPG"]),
        ("train/a.jpg", "e/e.xml", ["train/a.jpg"]),
        # the split is in the path of both
        ("b", "labels/train/b.txt", ["train/b.png"]),
        ("b.png", "val/annotations/b.xml", ["val/b.png"]),
        ("b.png", "annotations/b.xml", ["train/b.png", "val/b.png"]),
    ],
)
def test_the_file_of_an_annotation_file(
    tmp_path: Path, written: str, annotation_file: str, expected: list[str] | None
) -> None:
    name = ImageName(written, str(tmp_path.parent / "dataset" / annotation_file), is_listed=False)
    assert _places(tmp_path, name) == expected


def _places(folder: Path, name: ImageName) -> list[str] | None:
    for file in FILES:
        (folder / file).parent.mkdir(parents=True, exist_ok=True)
        (folder / file).write_bytes(b"")
    places = ImagePlaces([str(folder)]).find(name)
    return places if places is None else sorted(Path(place).relative_to(folder).as_posix() for place in places)


PART = st.sampled_from(["a", "b", "ü", "c d"])


@settings(max_examples=50, deadline=None)
@given(files=st.sets(st.lists(PART, min_size=1, max_size=4).map(tuple), min_size=1, max_size=8), data=st.data())
def test_what_is_found_ends_as_the_name_does(
    files: set[tuple[str, ...]], data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """The path of a file from the folder on always finds that file; its end finds files with at least that end."""
    folder = tmp_path_factory.mktemp("images")
    paths = ["/".join((*parts[:-1], f"{parts[-1]}.png")) for parts in files]
    for path in paths:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).touch()
    places = ImagePlaces([str(folder)])
    for path in paths:
        assert places.find(ImageName(path, "a.json", is_listed=True)) == (str(folder / path),)
        parts = path.split("/")
        end = "/".join(parts[data.draw(st.integers(0, len(parts) - 1)) :])
        likely = places.find(ImageName(f"/elsewhere/{end}", "a.json", is_listed=True))
        assert likely
        assert all(place.endswith("/" + end) for place in likely)
        assert str(folder / path) in likely or len(parts) > end.count("/") + 1


FOLDER = st.lists(PART, max_size=3).map("/".join)


@settings(max_examples=200, deadline=None)
@given(
    files=st.sets(st.tuples(FOLDER, st.sampled_from(["1.png", "1.jpg", "2.png", "1", "2.txt"])), min_size=1),
    roots=st.sampled_from([["/x"], ["/x/a"], ["/x/a", "/x/b"]]),
    written=st.tuples(FOLDER, st.sampled_from(["1.png", "2", "1.tif", ""])).map("/".join),
    annotation_file=st.tuples(FOLDER, st.sampled_from(["1.xml", "2.txt"])).map(lambda path: f"/x/{path[0]}/{path[1]}"),
    is_listed=st.booleans(),
)
def test_the_likeliest_is_what_comparing_all_files_finds(
    files: set[tuple[str, str]], roots: list[str], written: str, annotation_file: str, is_listed: bool
) -> None:
    """The tie-breaks one after another, on every file that has the name or the stem."""
    walked = [(f"/x/{folder}".rstrip("/"), name) for folder, name in sorted(files)]
    walked = [(folder, name) for folder, name in walked if any(f"{folder}/".startswith(f"{root}/") for root in roots)]
    *parts, last = written.split("/")
    folders = [part for part in parts if part]

    def likelihood(folder: str) -> tuple[bool, int, int]:
        parts = folder.split("/")
        end = next(n for n in range(len(folders) + 1) if n == len(folders) or parts[-n - 1 :] != folders[-n - 1 :])
        is_named = folder in ["/".join([root, *folders]) for root in roots]
        return is_named, end, len({*annotation_file.split("/")[:-1]} & {*parts})

    def best(names: list[str]) -> set[str]:
        candidates = {folder for folder, name in walked if name in names}
        most = max(map(likelihood, candidates), default=None)
        return {f"{folder}/{name}" for folder, name in walked if name in names and likelihood(folder) == most}

    def with_stem(stem: str) -> list[str]:
        return [f"{stem}{suffix}" for suffix in (".png", ".jpg")]

    named = [last] if any(name == last for _, name in walked) else []
    stem, own = last.removesuffix(".png").removesuffix(".tif"), Path(annotation_file).stem
    expected = (
        best(named) if is_listed else best(named or with_stem(stem)) | best(with_stem(own) if stem != own else [])
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("boxlint.image_files.places._walk", lambda _: [(folder, [name]) for folder, name in walked])
        likely = ImagePlaces(roots).find(ImageName(written, annotation_file, is_listed))
    assert likely is None if is_listed and not last else set(likely or ()) == expected


@pytest.mark.parametrize("is_listed", [True, False])
def test_frames_of_many_videos_are_found_in_time(monkeypatch: pytest.MonkeyPatch, is_listed: bool) -> None:
    """Comparing each frame with those of its name in all 600 folders would take minutes."""
    names = [f"{frame:06}.jpg" for frame in range(40)]
    folders = [f"/x/{'val' if number % 3 else 'train'}/video{number}" for number in range(600)]
    monkeypatch.setattr("boxlint.image_files.places._walk", lambda _: [(folder, names) for folder in folders])
    places = ImagePlaces(["/x"])
    start = time.perf_counter()
    for number, folder in enumerate(folders):
        for name in names:
            written = f"video{number}/{name}" if is_listed else name
            annotation_file = "/y/a.json" if is_listed else f"{folder.replace('/x', '/y')}/{name[:-4]}.xml"
            assert places.find(ImageName(written, annotation_file, is_listed)) == (f"{folder}/{name}",)
    assert time.perf_counter() - start < 10


def test_linked_folders_are_followed_once(tmp_path: Path) -> None:
    save(tmp_path / "store" / "a.jpg")
    (tmp_path / "images").mkdir()
    try:
        (tmp_path / "images" / "linked").symlink_to(tmp_path / "store", target_is_directory=True)
        (tmp_path / "store" / "round").symlink_to(tmp_path / "images", target_is_directory=True)
    except OSError:
        pytest.skip("no links here")
    assert found(coco(tmp_path / "a.json", {"a.jpg": (100, 80), "b.jpg": (100, 80)}), tmp_path / "images") == [
        ("BX207", "b.jpg")
    ]


def test_coco(tmp_path: Path) -> None:
    images = tmp_path / "images"
    save(images / "right.jpg")
    save(images / "wrong.png")
    save(images / "swapped.jpg")
    for number in range(1, 9):
        save(images / f"stored{number}.jpg", orientation=number)
        save(images / f"shown{number}.jpg", orientation=number)
    save(images / "square.jpg", (90, 90), orientation=6)
    save(images / "unsized.jpg")
    save(images / "zero.jpg")
    (images / "broken.jpg").write_bytes(b"no image")
    path = coco(
        tmp_path / "a.json",
        {
            "right.jpg": (100, 80),
            "wrong.png": (100, 81),
            "swapped.jpg": (80, 100),
            "gone.jpg": (100, 80),
            "broken.jpg": (100, 80),
            "square.jpg": (90, 90),
            "unsized.jpg": None,
            "nowhere.jpg": None,
            "zero.jpg": (0, 80),
            **{f"stored{number}.jpg": (100, 80) for number in range(1, 9)},
            **{f"shown{number}.jpg": (80, 100) for number in range(5, 9)},
        },
    )
    assert found(path, images) == [
        ("BX212", "broken.jpg"),
        ("BX207", "gone.jpg"),
        ("BX205", "nowhere.jpg"),
        ("BX207", "nowhere.jpg"),
        *[("BX206", f"stored{number}.jpg") for number in range(5, 9)],
        ("BX204", "swapped.jpg"),
        ("BX204", "wrong.png"),
    ]


def test_a_size_that_only_the_image_tells_bounds_the_boxes(tmp_path: Path) -> None:
    save(tmp_path / "images" / "a.jpg", (100, 80))
    box = {**ANNOTATION, "bbox": [100, 10, 20, 20]}
    path = tmp_path / "a.json"
    path.write_text(json.dumps(dataset(box, images=[{"id": 1, "file_name": "a.jpg"}])), encoding="utf-8")
    assert found(path, [], select=["BX201", "BX205"]) == [("BX205", "a.jpg")]
    assert found(path, tmp_path, select=["BX201", "BX205"]) == [("BX201", "a.jpg")]


def test_images_of_one_name(tmp_path: Path) -> None:
    """Where several files may be meant, they speak only if they agree."""
    images = tmp_path / "images"
    for folder in ("one", "two"):
        save(images / folder / "same.jpg")
    save(images / "one" / "other.jpg", (100, 80))
    save(images / "two" / "other.jpg", (60, 40))
    path = coco(tmp_path / "a.json", {"same.jpg": (1, 1), "other.jpg": (1, 1), "two/other.jpg": (2, 2)})
    assert found(path, images) == [("BX204", "same.jpg"), ("BX204", "two/other.jpg")]


def test_several_folders(tmp_path: Path) -> None:
    save(tmp_path / "train" / "a.jpg")
    save(tmp_path / "val" / "b.jpg")
    path = coco(tmp_path / "a.json", {"a.jpg": (100, 80), "b.jpg": (100, 80)})
    assert found(path, tmp_path / "train") == [("BX207", "b.jpg")]
    assert found(path, [tmp_path / "train", tmp_path / "val"]) == []


def test_voc(tmp_path: Path) -> None:
    save(tmp_path / "JPEGImages" / "1.jpg")
    save(tmp_path / "JPEGImages" / "2.png")
    for stem, name, size in (
        ("1", "1.jpg", (100, 80)),
        ("2", "", (100, 81)),
        ("3", "1", (101, 80)),
        ("4", "4.jpg", (100, 80)),
    ):
        width, height = size
        box = "<bndbox><xmin>1</xmin><ymin>2</ymin><xmax>30</xmax><ymax>40</ymax></bndbox>"
        text = f"<size><width>{width}</width><height>{height}</height></size><object><name>a</name>{box}</object>"
        file = tmp_path / "Annotations" / f"{stem}.xml"
        file.parent.mkdir(exist_ok=True)
        file.write_text(f"<annotation><filename>{name}</filename>{text}</annotation>", encoding="utf-8")
    expected = [("BX204", ""), ("BX204", "1"), ("BX207", "4.jpg")]
    assert found(tmp_path / "Annotations", tmp_path / "JPEGImages") == expected


def test_dota_knows_no_size_but_that_of_the_image(tmp_path: Path) -> None:
    save(tmp_path / "images" / "P1.png", (100, 80))
    labels = tmp_path / "labelTxt"
    labels.mkdir()
    (labels / "P1.txt").write_text("10 10 40 10 40 30 10 30 ship 0\n110 10 140 10 140 30 110 30 ship 0\n")
    (labels / "P2.txt").write_text("10 10 40 10 40 30 10 30 ship 0\n")
    assert found(labels, [], select=["BX2", "BX5"]) == []
    assert found(labels, tmp_path / "images", select=["BX2", "BX5"]) == [("BX512", "P1"), ("BX207", "P2")]


def test_nothing_is_looked_at_in_vain(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither where no rule asks for it, nor where there are no folders."""
    path = coco(tmp_path / "a.json", {"a.jpg": (100, 80)})

    def refuse(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr("boxlint.image_files.ImagePlaces", refuse)
    assert found(path, tmp_path, select=["BX304", "BX401"]) == []
    assert found(path, []) == []
    for code in ("BX201", "BX202", "BX204", "BX207", "BX512"):
        with pytest.raises(AssertionError):
            found(path, tmp_path, select=[code])


def test_content_digests(tmp_path: Path) -> None:
    """Equal where the bytes are; 0 for what is empty, not there, or of a size of its own; read only where wanted."""
    large = bytes(3_000_000)
    for name, content in (
        ("a", b"1"),
        ("b", b"2"),
        ("c", b"1"),
        ("d", b""),
        ("e", large),
        ("f", large + b"1"),
        ("h", b"3" * 9),
    ):
        (tmp_path / f"{name}.jpg").write_bytes(content)
    names = [*"abcdefgh"]
    images = [{"id": number, "file_name": f"{name}.jpg"} for number, name in enumerate(names)]
    in_no_split = read_text(tmp_path, dataset(images=images))
    # as if there were another file, of another split
    tables = with_columns(in_no_split, "image", {"split": Text(np.zeros(len(names), np.int32), ("train", "val"))})

    def digests(wanted: set[str], tables: Tables = tables) -> Tables:
        return with_image_files(tables, [str(tmp_path)], wanted)

    told = digests({"image.content_digest"}).images
    a, b, c, d, e, f, g, h = told["content_digest"].tolist()
    assert told["content_digest"].dtype == np.int64
    assert a == c
    assert len({a, b, 0}) == 3
    assert d == e == f == g == h == 0
    assert digests({"image.content_digest"}, in_no_split) is in_no_split
    assert not told["is_missing_file"].any()
    assert not digests({"image.width"}).images["content_digest"].any()
    assert digests({"image.id"}) is tables


def test_every_rule_on_image_files_says_what_it_reads() -> None:
    rules = load_rules()
    assert all(rules[code].enabled and rules[code].on == ("image",) for code in RULES)


def says(*arguments: str) -> Any:
    return CliRunner().invoke(commands, arguments)


def test_the_command_line_and_the_configuration(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    save(tmp_path / "data" / "images" / "a.jpg")
    save(tmp_path / "other" / "a.jpg", (10, 10))
    coco(tmp_path / "data" / "labels" / "a.json", {"a.jpg": (100, 80)})
    check = ["check", "data", "--output-format", "concise", "--select", "BX2"]
    assert says(*check, "--images", "data/images").stdout == ""
    assert "BX204" in says(*check, "--images", "other").stdout
    # of two files that are as likely, neither counts
    assert says(*check, "--images", "other", "--images", "data/images").stdout == ""
    (tmp_path / "data" / "boxlint.toml").write_text('images = ["../other"]\n', encoding="utf-8")
    assert "BX204" in says(*check).stdout
    assert says(*check, "--images", "data/images").stdout == ""
    assert says(*check, "--isolated").stdout == ""


def test_a_folder_that_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    path = coco(tmp_path / "a.json", {"a.jpg": (100, 80)})
    for command in ("check", "fix"):
        result = says(command, "a.json", "--images", "nowhere")
        assert result.exit_code == 2
        assert "nowhere" in result.stderr
        assert "--images" in result.stderr
    with pytest.raises(UserError, match=r"a\.json"):
        found(path, path)
    (tmp_path / "boxlint.toml").write_text('images = ["gone"]\n', encoding="utf-8")
    result = says("check", "a.json")
    assert result.exit_code == 2
    assert str(tmp_path / "gone") in result.stderr


def test_images_made_for_real_files(tmp_path: Path, real_data: Path) -> None:
    """For images of the sizes that real files say nothing is reported; for some others and none, just those."""
    rng = np.random.default_rng(4)
    count = 0
    for path in sorted(real_data.rglob("*.json")):
        sizes = _sizes(path)
        if not sizes:
            continue
        folder = tmp_path / str(count)
        folder.mkdir()
        names = sorted(sizes)
        wrong, gone = ({name for name in names if rng.random() < 0.1} for _ in range(2))
        for name in names:
            width, height = sizes[name]
            # what a header says is all that is read
            content = b"P5\n%d %d\n255\n" % (width + (name in wrong), height)
            if name not in gone:
                (folder / Path(name.replace("\\", "/")).name).write_bytes(content)
        expected = [("BX204", name) for name in wrong - gone] + [("BX207", name) for name in gone]
        assert found(path, folder) == in_order(expected)
        count += 1
    assert count >= 20


def _sizes(path: Path) -> dict[str, tuple[int, int]]:
    """The sizes of the images of a COCO file by name; none of a file with faults that other rules tell."""
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
        images = [(image["file_name"], image["width"], image["height"]) for image in document["images"]]
        assert document["annotations"][0]["bbox"]
    except (AssertionError, IndexError, KeyError, TypeError, ValueError):
        return {}
    is_sound = all(type(side) is int and 0 < side < 100_000 for _, *size in images for side in size)
    names = {name.replace("\\", "/").rpartition("/")[2] for name, _, _ in images}
    is_sound &= len(names) == len(images) < 1000 and all(Path(name).suffix.lower() in SUFFIXES for name in names)
    return {name: (width, height) for name, width, height in images} if is_sound else {}


def test_a_copy_in_another_split_is_a_leak(tmp_path: Path) -> None:
    """By its bytes, under whatever name; a picture that is twice in one split is none."""
    picture = b"P5\n20 10\n255\n"
    for name, pixels in (("a", b"1"), ("b", b"2"), ("c", b"3"), ("d", b"1"), ("e", b"3")):
        (tmp_path / f"{name}.pgm").write_bytes(picture + pixels * 200)
    coco(tmp_path / "train.json", {"a.pgm": (20, 10), "c.pgm": (20, 10), "e.pgm": (20, 10)})
    coco(tmp_path / "val.json", {"b.pgm": (20, 10), "d.pgm": (20, 10)})
    report = boxlint.check(tmp_path, images=tmp_path, select=["BX908"], isolated=True)
    assert [finding.message for finding in report] == ["d.pgm is in the split train too, as a.pgm"]
    assert len(boxlint.check(tmp_path, select=["BX908"], isolated=True)) == 0


def test_no_box_is_judged_by_a_size_that_its_file_contradicts(tmp_path: Path) -> None:
    """A box that lies within the picture is not dropped because the written size is too small."""
    box = {**ANNOTATION, "image_id": 1, "bbox": [70, 10, 20, 20], "area": 400}
    images = [{"id": 1, "file_name": "a.pgm", "width": 64, "height": 48}]
    path = tmp_path / "a.json"
    path.write_text(json.dumps(dataset(box, images=images)), encoding="utf-8")
    (tmp_path / "a.pgm").write_bytes(b"P5\n128 96\n255\n")
    assert [finding.code for finding in boxlint.check(path, images=tmp_path, isolated=True)] == ["BX204"]
    planned = boxlint.fix(path, images=tmp_path, isolated=True, drop_invalid=True, unsafe_fixes=True, dry_run=True)
    assert planned.fixed == {}
