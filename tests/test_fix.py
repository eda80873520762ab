"""`boxlint.fix`: what must hold of every run, and what single runs are to do."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import boxlint
from tests.dirty_dataset import CLEAN, DIRTY, annotation, coco
from tests.fix_checks import fix_and_verify, fix_copy

SAMPLES = Path(__file__).parent.parent / "sample_data"
LAYOUTS = st.sampled_from(
    [(", ", ": ", ""), (",", ":", ""), (",\n    ", ": ", "\n  "), (",\r\n\t", " : ", "\r\n"), (" ,  ", ":  ", " ")]
)
NUMBERS = st.sampled_from(
    [
        "0",
        "1",
        "10",
        "1.10",
        "1e2",
        "12.5",
        "50.25",
        "99.99999999999999",
        "100",
        "120",
        "-3",
        "-20.50",
        "640",
        "641.5",
        "1e-7",
    ]
)
SEGMENTATIONS = [
    *["[]", "[[1,1,5,1,5,6,1,6]]", "[[0,0,9.5,0,9.5,9.5]]", "null", "[[1, 1, 5, 5], [0,0,9.5,0,9.5,9.5] ]"],
    *["[[1,1,5,6,5,1,1,6]]", "[[1, 1, 2, 2, 3, 3], [4,5,NaN,6,7,8]]", "[[ ]]", '[[1, "2", 3]]', "[1, 2, 3, 4, 5, 6]"],
    '{"size": [480, 640], "counts": [4800, 240, 302160]}',
]
ODD_NUMBERS = st.sampled_from(["NaN", "Infinity", '"12.50"', "null", "1e999"])
EVERYTHING = settings(
    max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


@st.composite
def records(draw: st.DrawFn, number: int, size: int) -> str:
    """The text of a COCO annotation, right or wrong, in some layout."""
    comma, colon, inner = draw(LAYOUTS)
    numbers = st.one_of(*[NUMBERS] * 7, ODD_NUMBERS)
    count = draw(st.sampled_from([size] * 12 + [3, 4, 5]))
    fields = {
        "id": draw(st.sampled_from([str(number)] * 6 + ["1", "0", "9007199254740993", f'"{number}"', f"{number}.0"])),
        "image_id": draw(st.sampled_from(["1", "1", "2", "2", "2", "77", '"1"'])),
        "category_id": draw(st.sampled_from(["1", "1", "1", "2", "99"])),
        "bbox": "[" + draw(st.sampled_from([", ", ",", " , "])).join(draw(numbers) for _ in range(count)) + "]",
        "area": draw(st.sampled_from(["100", "100.50", "null", "0", "-1", "NaN", "1"])),
        "iscrowd": draw(st.sampled_from(["0"] * 6 + ["1", "null", "true", '"0"', "7"])),
        "note": draw(st.sampled_from(['"ü 1.10"', '{"bbox":  [1,2]}', "[[],  {}]", '"\\u00e9 \\""'])),
        "segmentation": draw(st.sampled_from(SEGMENTATIONS)),
        "keypoints": draw(st.sampled_from(["[]", "[1, 1, 2,5,5,0]", "[0,0,0]", "[9, 9, 1.0, 700, 9, 2]", "[1,NaN,2]"])),
        "num_keypoints": draw(st.sampled_from(["0", "0.0", "1", "2", '"2"', "null"])),
        "boxlint": draw(st.sampled_from(SUPPRESSIONS)),
    }
    optional = ["area", "iscrowd", "note", "segmentation", "id", "keypoints", "num_keypoints"]
    left_out = draw(st.sets(st.sampled_from(optional), max_size=4))
    left_out |= draw(st.sampled_from([{"boxlint"}, {"boxlint"}, set()]))
    names = draw(st.permutations([name for name in fields if name not in left_out]))
    return "{" + inner + comma.join(f'"{name}"{colon}{fields[name]}' for name in names) + inner + "}"


SUPPRESSIONS = [
    '{"ignore": ["BX1"]}',
    '{"ignore": ["BX2", "BX3"],"reason": "ü"}',
    '{"ignore": ["ALL"]}',
    '{"ignore": 1}',
]


@st.composite
def documents(draw: st.DrawFn) -> bytes:
    """A COCO file with records that are right or wrong, in some layout."""
    count, size = draw(st.integers(0, 9)), draw(st.sampled_from([4, 4, 5]))
    between = draw(st.sampled_from([",", ", ", ",\n  ", ",\r\n\t"]))
    around = draw(st.sampled_from([("", ""), ("\n  ", "\n"), (" ", " ")]))
    odd = st.sampled_from(['"lost"', "{}", "null", "[1, 2]", '{"id": 5}'])
    items = [draw(odd if draw(st.integers(0, 19)) == 0 else records(number + 1, size)) for number in range(count)]
    annotations = around[0] + between.join(items) + around[1]
    images = ", ".join(
        f'{{"id": {number}, "file_name": "{number}.jpg", "width": 640, "height": 480}}' for number in (1, 2)
    )
    categories = '[{"id": 1, "name": "ship"}, {"id": 2,"name":"bridge"}]'
    parts = [f'"annotations": [{annotations}]', f'"images":  [{images}]', f'"categories" :{categories}']
    text = "{" + ", ".join(draw(st.permutations(parts))) + "}" + draw(st.sampled_from(["", "\n"]))
    mark = draw(st.sampled_from([b""] * 5 + [b"\xef\xbb\xbf"]))
    return mark + text.encode()


FIX_OPTIONS = st.fixed_dictionaries(
    {
        "unsafe_fixes": st.booleans(),
        "drop_invalid": st.booleans(),
        "max_drop": st.sampled_from([0.5, 1.0]),
        "drop_empty_images": st.booleans(),
        "select": st.sampled_from([None, "ALL"]),
    }
)


@EVERYTHING
@given(content=documents(), options=FIX_OPTIONS)
def test_any_coco_file_is_fixed_faithfully(content: bytes, options: dict[str, Any]) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder, "instances.json")
        path.write_bytes(content)
        fix_and_verify(path, **options)


CORNERS_OF_QUADS = [
    f"{axis}_{corner}" for corner in ("left_top", "right_top", "right_bottom", "left_bottom") for axis in "xy"
]
SHAPES = [
    *[("bndbox", ["xmin", "ymin", "xmax", "ymax"])] * 4,
    ("robndbox", CORNERS_OF_QUADS),
    ("robndbox", ["cx", "cy", "w", "h", "angle"]),
]


@st.composite
def voc_files(draw: st.DrawFn) -> bytes:
    """A VOC file with objects that are right or wrong, in some layout."""
    line, indent = draw(st.sampled_from([("\n", "\t"), ("\r\n", "  "), ("", ""), ("\n", "")]))
    objects = []
    for _ in range(draw(st.integers(0, 6))):
        space = draw(st.sampled_from(["", " ", "\n"]))
        element, names = draw(st.sampled_from(SHAPES))
        numbers = [draw(st.one_of(*[NUMBERS] * 9, st.sampled_from(["nan", "", "x"]))) for _ in names]
        box = "".join(f"<{name}>{space}{value}{space}</{name}>" for name, value in zip(names, numbers, strict=True))
        suppression = f"<!-- boxlint: ignore[{draw(st.sampled_from(['BX1', 'BX2, BX101', 'ALL', 'BX', '']))}] ü -->"
        comment = draw(st.sampled_from(["", "", "<!-- <object> -->", f"{line}{indent}<!-- hand -->", suppression]))
        part = draw(st.sampled_from(["", "<part><name>bow</name><bndbox><xmin>1</xmin></bndbox></part>", suppression]))
        objects.append(
            f"{comment}{line}{indent}<object>{line}{indent * 2}<name>schiff ü</name>{part}"
            f"{line}{indent * 2}<{element}>{box}</{element}>{line}{indent}</object>"
        )
    size = "<size><width>640</width><height>480</height></size>"
    text = f"<annotation>{line}{indent}<filename>a.jpg</filename>{size}{''.join(objects)}{line}</annotation>"
    return (text + draw(st.sampled_from(["", "\n"]))).encode()


@EVERYTHING
@given(contents=st.lists(voc_files(), min_size=1, max_size=4), options=FIX_OPTIONS, delete=st.booleans())
def test_any_voc_files_are_fixed_faithfully(contents: list[bytes], options: dict[str, Any], delete: bool) -> None:
    with TemporaryDirectory() as folder:
        for number, content in enumerate(contents):
            Path(folder, f"{number}.xml").write_bytes(content)
        fix_and_verify(Path(folder), **options, delete_files=delete and options["drop_empty_images"])


@st.composite
def dota_files(draw: st.DrawFn) -> bytes:
    """A DOTA file with lines that are right or wrong."""
    end = draw(st.sampled_from(["\n", "\r\n"]))
    lines = draw(st.lists(st.sampled_from(["imagesource:GoogleEarth", "gsd:0.15"]), max_size=2, unique=True))
    for _ in range(draw(st.integers(1, 6))):
        x, y = draw(st.integers(0, 500)), draw(st.integers(0, 500))
        shape = draw(
            st.sampled_from(
                [
                    "{x} {y} {a} {y} {a} {b} {x} {b}",
                    "{x}.10 {y} {a} {y} {x} {b} {a} {b}",
                    "{x} {y} {x} {b} {a} {b} {a} {y}",
                    "{x} {y} {x} {y} {a} {b} {a} {b}",
                    "{x} {y} {a} {y} {a} nan {x} {b}",
                    "{x} {y} {a} {y} {a}",
                ]
            )
        )
        tail = draw(st.sampled_from([" ship 0", " ship 1", " ship", "\tlarge vehicle 0", "  ship  0 "]))
        lines.append(shape.format(x=x, y=y, a=x + draw(st.sampled_from([1, 20, 33])), b=y + 12) + tail)
        lines += draw(st.sampled_from([[]] * 5 + [[""]]))
    return (end.join(lines) + draw(st.sampled_from(["", end]))).encode()


@EVERYTHING
@given(contents=st.lists(dota_files(), min_size=1, max_size=4), options=FIX_OPTIONS)
def test_any_dota_files_are_fixed_faithfully(contents: list[bytes], options: dict[str, Any]) -> None:
    with TemporaryDirectory() as folder:
        for number, content in enumerate(contents):
            Path(folder, f"P{number}.txt").write_bytes(content)
        try:
            boxlint.check(folder, isolated=True)
        except boxlint.UserError:
            return  # by chance, no file that is DOTA
        fix_and_verify(Path(folder), **options)


@EVERYTHING
@given(
    jsons=st.lists(documents(), max_size=2),
    xmls=st.lists(voc_files(), max_size=3),
    texts=st.lists(dota_files(), max_size=3),
    options=FIX_OPTIONS,
)
def test_any_mixture_of_files_is_fixed_faithfully(
    jsons: list[bytes], xmls: list[bytes], texts: list[bytes], options: dict[str, Any]
) -> None:
    """Rows of one format stay where they are though those of another go."""
    with TemporaryDirectory() as folder:
        for suffix, contents in ((".json", jsons), (".xml", xmls), (".txt", texts)):
            for number, content in enumerate(contents):
                path = Path(folder, f"{'ab'[number % 2]}", f"{number}{suffix}")
                path.parent.mkdir(exist_ok=True)
                path.write_bytes(content)
        try:
            boxlint.check(folder, isolated=True)
        except boxlint.UserError:
            return
        fix_and_verify(Path(folder), **options)


@pytest.mark.parametrize("folder", ["coco", "coco_rotated", "dior", "dota", "rolabelimg", "voc"])
def test_sample_data_is_fixed_faithfully(folder: str, tmp_path: Path) -> None:
    outcome = fix_copy(SAMPLES / folder, tmp_path / folder)
    clean = [part.shown for part in outcome.repairs if "/clean/" in part.shown]
    assert clean == []


def write(path: Path, document: Any, **layout: Any) -> Path:
    path.write_text(json.dumps(document, **layout), encoding="utf-8")
    return path


def test_nothing_happens_to_a_clean_file(tmp_path: Path) -> None:
    path = write(tmp_path / "a.json", CLEAN)
    before = path.stat()
    outcome = boxlint.fix(path, unsafe_fixes=True, drop_invalid=True)
    assert (outcome.repairs, outcome.exit_code, outcome.fixed) == ((), 0, {})
    # all but the time of the last access
    after = path.stat()
    assert (after.st_ino, after.st_mtime_ns, after.st_ctime_ns) == (
        before.st_ino,
        before.st_mtime_ns,
        before.st_ctime_ns,
    )


def test_safe_fixes_alone_move_no_label(tmp_path: Path) -> None:
    path = write(tmp_path / "a.json", DIRTY)
    outcome = fix_and_verify(path, unsafe_fixes=False, drop_invalid=False)
    assert outcome.repairs == ()
    assert outcome.report.summary.by_rule == boxlint.check(path).summary.by_rule


def test_a_clipped_box_keeps_an_area_that_was_its_own(tmp_path: Path) -> None:
    path = write(tmp_path / "a.json", coco(*CLEAN["annotations"], annotation(9, 1, [780, 20, 60, 40])))
    fix_and_verify(path, drop_invalid=False)
    fixed = json.loads(path.read_text())["annotations"][-1]
    assert (fixed["bbox"], fixed["area"]) == ([780, 20, 20, 40], 800)


def test_a_repair_is_clipped_in_the_same_run(tmp_path: Path) -> None:
    path = write(tmp_path / "a.json", coco(*CLEAN["annotations"], annotation(9, 1, [830, 20, -60, 40], area=2400)))
    outcome = fix_and_verify(path)
    assert json.loads(path.read_text())["annotations"][-1]["bbox"] == [770, 20, 30, 40]
    assert outcome.fixed == {"BX102": 1, "BX202": 1}


CORNERS = coco(
    *(annotation(number, 1, [10.0 * number, 300, 10.0 * number + 30, 340], area=1200) for number in range(1, 30))
)
MOSTLY_BAD = coco(*(annotation(number, 1, [number, 5, 20, 0 if number % 3 else 9]) for number in range(1, 30)))


@pytest.mark.parametrize(("document", "reason"), [(CORNERS, "BX905"), (MOSTLY_BAD, "--max-drop 1.0")])
def test_a_file_that_is_misread_is_left_alone(document: Any, reason: str, tmp_path: Path) -> None:
    path = write(tmp_path / "a.json", document)
    before = path.read_bytes()
    for select in (None, "BX1,BX2"):
        outcome = fix_and_verify(path, unsafe_fixes=False, select=select)
        assert path.read_bytes() == before
        assert outcome.exit_code == 2
        assert reason in outcome.left_alone[0].reason


def test_a_folder_that_is_left_alone_is_told_once_with_its_count(tmp_path: Path) -> None:
    """Though its files have enough annotations to be judged by themselves, and one of them has none to lose."""
    for name, count in (("a", 4), ("b", 5), ("c", 0)):
        lines = [f"0 0,5 0.5 0.{number}1 0.2" for number in range(count)]
        (tmp_path / "labels").mkdir(exist_ok=True)
        (tmp_path / "labels" / f"{name}.txt").write_text("".join(f"{line}\n" for line in lines))
    [left] = boxlint.fix(tmp_path / "labels", unsafe_fixes=True, drop_invalid=True).left_alone
    assert left.path.endswith("labels")
    assert left.reason.startswith("9 of 9 annotations would be removed")


@pytest.mark.parametrize("select", ["BX202", "BX108", "BX401,BX108"])
def test_a_guard_holds_though_nobody_selected_it(select: str, tmp_path: Path) -> None:
    path = write(tmp_path / "a.json", CORNERS)
    before = path.read_bytes()
    outcome = fix_and_verify(path, select=select)
    assert path.read_bytes() == before
    assert "BX905" in outcome.left_alone[0].reason


def test_too_few_rotated_boxes_are_not_left_behind(tmp_path: Path) -> None:
    """A reader could not tell the last one from an upright box with a number too many."""
    shapes = [[50, 50, 20, 10, 0.5], [90, 90, 0, 10, 0.5], [150, 150, 0, 10, 0.5]]
    document = coco(*(annotation(number, 1, shape, area=200) for number, shape in enumerate(shapes, 1)))
    path = write(tmp_path / "a.json", document)
    outcome = fix_and_verify(path, max_drop=0.7)
    assert "could not be told from rotated ones" in outcome.left_alone[0].reason
    assert len(json.loads(path.read_text())["annotations"]) == 3


def test_too_few_upright_boxes_are_not_left_behind(tmp_path: Path) -> None:
    shapes = [[50, 50, 20, 10], [90, 90, 0, 10], [150, 150, 0, 10], [50, 90, 20, 10, 0.5], [90, 50, 20, 10, 0.5]]
    document = coco(*(annotation(number, 1, shape, area=200) for number, shape in enumerate(shapes, 1)))
    path = write(tmp_path / "a.json", document)
    outcome = fix_and_verify(path, select="BX101")
    assert "could not be told from rotated ones" in outcome.left_alone[0].reason


def test_a_mask_gives_no_rotated_box(tmp_path: Path) -> None:
    shapes = [[50, 50, 20, 10, 0.5], [90, 90, 20, 10, 0.5], [150, 150, 20, 10, 0.5]]
    good = [annotation(number, 1, shape, area=200) for number, shape in enumerate(shapes, 1)]
    masked = {**annotation(9, 1, [0, 0, 0, 0], area=25), "segmentation": [[1, 1, 6, 1, 6, 6, 1, 6]]}
    del masked["bbox"]
    path = write(tmp_path / "a.json", coco(*good, masked))
    before = path.read_bytes()
    boxlint.fix(path, unsafe_fixes=True, drop_invalid=True, isolated=True)
    assert path.read_bytes() == before


def as_strings(document: dict[str, Any], *numbers: int) -> dict[str, Any]:
    """A document with the boxes of some annotations written as strings."""
    for number in numbers:
        record = document["annotations"][number]
        record["bbox"] = [str(value) for value in record["bbox"]]
    return document


def corners() -> dict[str, Any]:
    return json.loads(json.dumps(CORNERS))  # type: ignore[no-any-return]


def test_corners_that_are_strings_are_rewritten_too(tmp_path: Path) -> None:
    path = write(tmp_path / "a.json", as_strings(corners(), 3, 7))
    fix_and_verify(path)
    boxes = [record["bbox"] for record in json.loads(path.read_text())["annotations"]]
    assert [box[2:] for box in boxes] == [[30.0, 40]] * len(boxes)


@pytest.mark.parametrize("options", [{"select": "BX905"}, {"select": "BX003,BX202,BX301,BX1"}, {"unsafe_fixes": False}])
def test_a_guard_holds_that_other_fixes_bring_to_light(options: dict[str, Any], tmp_path: Path) -> None:
    path = write(tmp_path / "a.json", as_strings(corners(), *range(29)))
    before = path.read_bytes()
    boxlint.fix(path, **{"unsafe_fixes": True, "drop_invalid": True, "isolated": True, **options})
    assert path.read_bytes() == before


@pytest.mark.parametrize("box", [[100, 100, "-30", 20], [780, 100, "30", 20], ["830", "20", "-60", "40"]])
def test_a_converted_number_is_repaired_in_the_same_run(box: list[Any], tmp_path: Path) -> None:
    record = {**annotation(9, 1, [1, 1, 1, 1]), "bbox": box}
    outcome = fix_and_verify(write(tmp_path / "a.json", coco(*CLEAN["annotations"], record)))
    assert outcome.report.summary.by_rule == {}


def test_a_value_that_cannot_be_written_leaves_those_that_could(tmp_path: Path) -> None:
    """The clip fails at an entity; the swap before it stands."""
    path = tmp_path / "a.xml"
    box = "<xmin>19</xmin><ymin>10</ymin><xmax>14</xmax><ymax>&#49;34.00</ymax>"
    size = "<size><width>100</width><height>100</height></size>"
    path.write_text(
        f"<annotation><filename>a.jpg</filename>{size}<object><name>a</name><bndbox>{box}</bndbox></object></annotation>"
    )
    outcome = boxlint.fix(path, unsafe_fixes=True, isolated=True)
    assert "<xmin>14</xmin><ymin>10</ymin><xmax>19</xmax>" in path.read_text()
    assert (outcome.fixed, outcome.report.summary.by_rule) == ({"BX102": 1}, {"BX202": 1})
    assert boxlint.fix(path, unsafe_fixes=True, isolated=True).repairs == ()


def test_what_was_odd_in_a_removed_record_is_not_reported_any_more(tmp_path: Path) -> None:
    good = [json.dumps(record) for record in CLEAN["annotations"]]
    twice = '{"id": 9, "image_id": 1, "category_id": 1, "bbox": [1, 1, 5, 5], "bbox": [7, 7, 0, 5], "area": 1}'
    text = json.dumps({**CLEAN, "annotations": "HERE"}).replace('"HERE"', f"[{', '.join([twice, *good])}]")
    path = tmp_path / "a.json"
    path.write_text(text)
    assert fix_and_verify(path).report.summary.by_rule == {}
    path = tmp_path / "b.json"
    path.write_bytes(text.replace('"id": 9', '"note": "\u8239", "id": 9').encode("gb18030"))
    assert fix_and_verify(path).report.summary.by_rule == {}


def test_an_id_stays_where_the_one_that_had_it_first_goes(tmp_path: Path) -> None:
    document = coco(annotation(7, 1, [1, 1, 0, 5]), *CLEAN["annotations"], annotation(7, 2, [9, 9, 20, 20]))
    path = write(tmp_path / "a.json", document)
    fix_and_verify(path)
    assert [record["id"] for record in json.loads(path.read_text())["annotations"]] == [1, 2, 3, 7]


def test_new_ids_of_different_rules_differ(tmp_path: Path) -> None:
    without_id = {name: value for name, value in annotation(0, 1, [5, 50, 9, 9]).items() if name != "id"}
    document = coco(
        annotation(0, 1, [30, 50, 9, 9]), *CLEAN["annotations"], annotation(3, 2, [9, 9, 20, 20]), without_id
    )
    path = write(tmp_path / "a.json", document)
    fix_and_verify(path, extend_select="BX309")
    ids = [record["id"] for record in json.loads(path.read_text())["annotations"]]
    assert sorted(ids) == [1, 2, 3, 4, 5, 6]


def test_a_read_only_file_is_left_alone_in_plan_and_deed(tmp_path: Path) -> None:
    path = write(tmp_path / "a.json", coco(*CLEAN["annotations"], annotation(9, 1, [7, 7, 0, 5])))
    path.chmod(0o444)
    for dry_run in (True, False):
        outcome = boxlint.fix(path, drop_invalid=True, dry_run=dry_run)
        assert (outcome.exit_code, outcome.repairs) == (2, ())
        assert outcome.report.summary.by_rule == {"BX101": 1}
    assert boxlint.fix(path, drop_invalid=True, output=tmp_path / "out").exit_code == 0


def test_copies_never_leave_their_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("w/a", "w/d1", "other"):
        (tmp_path / name).mkdir(parents=True)
    write(tmp_path / "w" / "d1" / "a.json", CLEAN)
    write(tmp_path / "other" / "s.json", CLEAN)
    monkeypatch.chdir(tmp_path / "w")
    boxlint.fix(["a/../d1", "a/../../other"], output="out")
    assert sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.json")) == [
        "other/s.json",
        "w/d1/a.json",
        "w/out/other/s.json",
        "w/out/w/d1/a.json",
    ]


def test_the_brake_can_be_released(tmp_path: Path) -> None:
    path = write(tmp_path / "a.json", MOSTLY_BAD)
    outcome = fix_and_verify(path, unsafe_fixes=False, max_drop=1.0)
    assert len(json.loads(path.read_text())["annotations"]) == 9
    assert outcome.fixed == {"BX101": 20}


def test_corners_are_rewritten_only_where_that_is_allowed(tmp_path: Path) -> None:
    path = write(tmp_path / "a.json", CORNERS)
    fix_and_verify(path, drop_invalid=False)
    assert json.loads(path.read_text())["annotations"][0]["bbox"] == [10.0, 300, 30.0, 40]


def test_images_without_annotations_stay_unless_they_are_to_go(tmp_path: Path) -> None:
    document = coco(*CLEAN["annotations"][:2], annotation(3, 2, [15, 25, 35, 0]))
    path = write(tmp_path / "a.json", document)
    outcome = fix_and_verify(path)
    assert len(json.loads(path.read_text())["images"]) == 2
    assert list(outcome.emptied.values()) == [("bridge.jpg",)]
    path = write(tmp_path / "a.json", document, indent=2)
    fix_and_verify(path, drop_empty_images=True)
    assert [image["file_name"] for image in json.loads(path.read_text())["images"]] == ["harbour.jpg"]


def test_a_changed_file_is_not_overwritten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from boxlint.repair import run

    path = write(tmp_path / "a.json", coco(*CLEAN["annotations"], annotation(9, 1, [7, 7, 0, 5])))
    plan = run.plan_fixes

    def plan_and_meddle(*args: Any, **options: Any) -> Any:
        planned = plan(*args, **options)
        path.write_bytes(path.read_bytes() + b"\n")
        return planned

    monkeypatch.setattr(run, "plan_fixes", plan_and_meddle)
    outcome = boxlint.fix(path, drop_invalid=True)
    assert outcome.exit_code == 2
    assert "changed since" in outcome.left_alone[0].reason
    assert outcome.repairs == ()
    assert path.read_bytes().endswith(b"}\n")
    assert len(json.loads(path.read_text())["annotations"]) == 4


def test_a_file_that_changes_while_fixes_are_planned_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The others are fixed nevertheless."""
    from boxlint import session

    bad = coco(*CLEAN["annotations"], annotation(9, 1, [7, 7, 0, 5]))
    paths = [write(tmp_path / name, bad) for name in ("a.json", "b.json", "c.json")]
    read = session.read_files

    def read_and_meddle(*args: Any) -> Any:
        tables = read(*args)
        paths[0].unlink()
        paths[1].write_bytes(b" " + paths[1].read_bytes())
        return tables

    monkeypatch.setattr(session, "read_files", read_and_meddle)
    outcome = boxlint.fix(tmp_path, drop_invalid=True)
    assert [Path(part.path).name for part in outcome.left_alone] == ["a.json", "b.json"]
    assert [part.path for part in outcome.repairs] == [paths[2]]
    assert len(json.loads(paths[1].read_text())["annotations"]) == 4
    assert outcome.exit_code == 2


def test_a_file_that_cannot_be_read_again_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from boxlint.formats import format as formats

    def refuse(path: Path) -> None:
        raise PermissionError(path)

    path = write(tmp_path / "a.json", coco(*CLEAN["annotations"], annotation(9, 1, [7, 7, 0, 5])))
    monkeypatch.setattr(formats, "read_source", refuse)
    outcome = boxlint.fix(path, drop_invalid=True)
    assert (outcome.exit_code, outcome.repairs) == (2, ())


def test_safety_can_be_changed_rule_by_rule(tmp_path: Path) -> None:
    document = coco(*CLEAN["annotations"], annotation(9, 1, [7, 7, 0, 5]), annotation(10, 1, [790, 7, 20, 5]))
    for setting, fixed in (
        ('extend-safe-fixes = ["BX101"]', {"BX101": 1}),
        ('extend-unsafe-fixes = ["BX0"]', {}),
        ('extend-safe-fixes = ["ALL"]\nunfixable = ["BX2"]', {"BX101": 1}),
    ):
        path = write(tmp_path / "a.json", document)
        (tmp_path / "boxlint.toml").write_text(setting)
        assert boxlint.fix(path).fixed == fixed


def test_copies_leave_the_source_alone(tmp_path: Path) -> None:
    source, target = tmp_path / "set", tmp_path / "out"
    (source / "deep").mkdir(parents=True)
    write(source / "deep" / "a.json", DIRTY)
    write(source / "clean.json", CLEAN)
    before = [(source / name).read_bytes() for name in ("deep/a.json", "clean.json")]
    outcome = boxlint.fix(source, drop_invalid=True, output=target, isolated=True)
    assert [(source / name).read_bytes() for name in ("deep/a.json", "clean.json")] == before
    assert (target / "clean.json").read_bytes() == before[1]
    assert len(json.loads((target / "deep" / "a.json").read_text())["annotations"]) == 4
    checked = boxlint.check(target, isolated=True)
    assert [finding.location for finding in checked] == [finding.location for finding in outcome.report]
    with pytest.raises(boxlint.UserError, match="not empty"):
        boxlint.fix(source, output=target)
