"""Suppressions: what they hide, what they leave alone, and that those which do nothing are told."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

import boxlint
from boxlint.cache.recall import Cache
from boxlint.cli import commands
from boxlint.errors import UserError
from boxlint.findings import Findings
from boxlint.formats import ReadOptions, SourceFile, read_files
from boxlint.linter import lint
from boxlint.path_patterns import covers
from boxlint.report import Report
from boxlint.reports import html
from boxlint.rows.directives import Directive, from_comment, from_json
from boxlint.rule_files import load_rules
from boxlint.ruleset import Rule
from boxlint.selection import matching
from boxlint.tables import Tables, sparse_text
from tests.coco_samples import CATEGORY, IMAGE, but, column, dataset, read_text
from tests.table_checks import assert_same_tables
from tests.xml_samples import BOX, HEAD, element, voc, write_outlier

ONLY = {"ignore": ["BX101"]}
FLAT = {"bbox": [5, 5, 0, 4]}
OUTSIDE = {"bbox": [630, 5, 40, 40], "area": 1600}


def write(path: Path, content: Any) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return path


def codes(report: Report) -> list[tuple[str, Any]]:
    """Rule and annotation of each finding, in order of the codes."""
    return sorted((finding.code, finding.annotation_id) for finding in report)


def unused(report: Report) -> list[tuple[str, str]]:
    return [(each.written, each.problem) for each in report.unused_suppressions]


# what is written


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"ignore": ["BX202"]}, "BX202"),
        ({"ignore": ["BX202", "zero-area-box"], "reason": "cut on purpose"}, "BX202, zero-area-box"),
        ({"ignore": ["BX202,BX1", " ALL "]}, "BX202, BX1, ALL"),
    ],
)
def test_a_member_names_rules(value: Any, expected: str) -> None:
    assert from_json(value) == Directive(expected)


@pytest.mark.parametrize(
    "value",
    [None, True, "BX202", [], ["BX202"], {}, {"ignore": []}, {"ignore": "BX202"}, {"ignore": [5]}, {"ignore": [" "]},
     {"ignore": ["BX1", "\r, "]},
     {"ignore": ["BX1", None]}, {"ignore": ["BX1"], "ignores": 1}, {"Ignore": ["BX1"]}, {"ignore": {"BX1": 1}}],
)  # fmt: skip
def test_any_other_member_is_a_fault_in_words(value: Any) -> None:
    directive = from_json(value)
    assert directive.rules == ""
    assert "expected" in directive.problem


@pytest.mark.parametrize(
    ("comment", "expected"),
    [
        (" boxlint: ignore[BX202] ", "BX202"),
        ("boxlint:ignore[BX202,BX1] is cut [on purpose]\nby the tile", "BX202, BX1"),
        ("\n boxlint:  ignore [ zero-area-box ]", "zero-area-box"),
    ],
)
def test_a_comment_names_rules(comment: str, expected: str) -> None:
    assert from_comment(comment) == Directive(expected)


@pytest.mark.parametrize(
    "comment",
    ["boxlint: BX202", "boxlint: ignore", "boxlint: ignore[]", "boxlint: ignore[ , ]", "boxlint ignore[BX1]",
     "boxlint: ignore[BX1", "boxlint: ignore[BX1]x", "boxlint: disable[BX1]", "Boxlint: ignore[BX1]", "boxlint[BX1]"],
)  # fmt: skip
def test_a_comment_that_is_meant_as_one_and_is_none_is_a_fault(comment: str) -> None:
    directive = from_comment(comment)
    assert directive is not None
    assert directive.rules == ""
    assert directive.problem.startswith("malformed suppression: expected boxlint: ignore[BX202]")


@pytest.mark.parametrize("comment", ["", "hand-drawn", "boxlint found this box", "see boxlint: ignore[BX1]"])
def test_another_comment_is_none(comment: str) -> None:
    assert from_comment(comment) is None


@settings(deadline=None)
@given(st.recursive(st.none() | st.booleans() | st.floats() | st.text(), st.lists, max_leaves=5))
def test_no_value_and_no_comment_raises(value: Any) -> None:
    for written in (value, {"ignore": value}, {"ignore": [value]}):
        directive = from_json(written)
        assert bool(directive.rules) != bool(directive.problem)
    if isinstance(value, str):
        from_comment(value)
        from_comment(f"boxlint:{value}")


# where it is read


def test_every_record_of_a_coco_file_may_have_one(tmp_path: Path) -> None:
    tables = read_text(
        tmp_path,
        dataset(
            but(boxlint=ONLY),
            but(id=2, bbox=["x", 1, 2, 3], boxlint={"ignore": ["BX0"]}),
            but(id="three", boxlint=5),
            but(id=4),
            images=[IMAGE, {**IMAGE, "id": 2, "boxlint": {"ignore": ["BX2"]}}],
            categories=[{**CATEGORY, "boxlint": {"ignore": ["BX4"]}}],
            boxlint={"ignore": ["BX903"]},
        ),
    )
    assert column(tables, "annotation", "suppressed") == ["BX101", "BX0", "", ""]
    assert [bool(text) for text in column(tables, "annotation", "suppression_problem")] == [False, False, True, False]
    assert column(tables, "image", "suppressed") == ["", "BX2"]
    assert column(tables, "category", "suppressed") == ["BX4"]
    assert column(tables, "file", "suppressed") == ["BX903"]


def test_a_broken_file_may_have_one_too(tmp_path: Path) -> None:
    text = json.dumps({"boxlint": {"ignore": ["BX004"]}, **dataset(but(boxlint=ONLY))})
    assert column(read_text(tmp_path, text[:-20]), "file", "suppressed") == ["BX004"]
    path = write(tmp_path / "cut.json", text[:-20])
    assert not boxlint.check(path, isolated=True, select="BX004")


def test_clean_files_have_columns_of_one_value(tmp_path: Path) -> None:
    """They take no memory and no time."""
    tables = read_text(tmp_path, dataset(*(but(id=number) for number in range(9))))
    for table in ("file", "image", "category", "annotation"):
        for name in ("suppressed", "suppression_problem"):
            text = tables[table][name]
            assert text.values == ()
            assert text.codes.strides == (0,)


def xml_tables(*texts: str) -> Tables:
    files = [SourceFile("nowhere", f"{number}.xml", "voc", text.encode()) for number, text in enumerate(texts)]
    return read_files(files, ReadOptions())


def test_a_comment_speaks_for_the_object_that_it_stands_in() -> None:
    inside = BOX.replace("<ymin>", "<!-- boxlint: ignore[BX2] --><ymin>")
    first = f"<!-- boxlint: ignore[BX1] cut --><name>a</name>{BOX}<!-- boxlint: oh -->"
    tables = xml_tables(voc(first, f"<name>b</name>{BOX}", f"<name>c</name>{inside}"), voc())
    assert column(tables, "annotation", "suppressed") == ["BX1", "", "BX2"]
    assert [bool(text) for text in column(tables, "annotation", "suppression_problem")] == [True, False, False]
    assert column(tables, "file", "suppressed") == ["", ""]


@pytest.mark.parametrize("place", ["<annotation>", "</annotation>", "<filename>", "<object>"])
def test_elsewhere_it_speaks_for_the_file(place: str) -> None:
    comment = "<!-- boxlint: ignore[BX1] -->"
    text = voc(f"<name>a</name>{BOX}").replace(place, comment + place)
    tables = xml_tables(voc(), f"{comment}\n{text}")
    assert column(tables, "file", "suppressed") == ["", "BX1, BX1"]
    assert column(tables, "annotation", "suppressed") == [""]


def test_after_a_fault_it_is_still_read() -> None:
    broken = voc(f"<name>a</name>{BOX}", "<oh></no>", f"<name>b</name><!-- boxlint: ignore[BX1] -->{BOX}")
    tables = xml_tables(broken.replace("</annotation>", "<!-- boxlint: ignore[BX004] --></annotation>"))
    assert column(tables, "annotation", "suppressed") == ["", "", "BX1"]
    assert column(tables, "file", "suppressed") == ["BX004"]


def test_the_member_is_no_unknown_field(tmp_path: Path) -> None:
    path = write(tmp_path / "a.json", dataset(but(boxlint=ONLY), but(id=2, other=1)))
    assert codes(boxlint.check(path, isolated=True, select="BX010")) == [("BX010", 2)]


@pytest.mark.parametrize("place", ["first", "last", "within"])
def test_the_member_makes_no_other_record_of_it(tmp_path: Path, place: str) -> None:
    """A record that is written twice is one finding, a duplicate; to suppress that brings no other to light."""
    said = {"boxlint": {"ignore": ["BX301"]}}
    record = {"first": {**said, **but()}, "last": {**but(), **said}, "within": {"id": 1, **said, **but()}}[place]
    path = write(tmp_path / "a.json", dataset(but(), but()))
    assert codes(boxlint.check(path, select="BX3")) == [("BX301", 1)]
    write(path, dataset({"id": 1, **but()} if place == "within" else but(), record))
    assert codes(boxlint.check(path, select="BX3")) == []


def test_a_member_that_is_there_twice_is_a_key_twice(tmp_path: Path) -> None:
    text = json.dumps(dataset(but(bbox=[5, 5, 0, 4], boxlint=ONLY)))
    path = write(tmp_path / "a.json", text.replace('"boxlint"', '"boxlint": 5, "boxlint"'))
    report = boxlint.check(path, isolated=True, select=["BX0", "BX101"])
    assert "annotations[0].boxlint" in " ".join(finding.message for finding in report)
    assert report.summary.suppressed == 1


def test_the_cache_keeps_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("boxlint.cache.recall._WORTH_AN_ENTRY", 0)
    monkeypatch.setattr("boxlint.cache.stamps._GRANULE", 0)
    path = write(tmp_path / "a.json", dataset(but(boxlint=ONLY), but(id=2, boxlint=5), boxlint={"ignore": ["é"]}))
    files = [SourceFile(path, "a.json", "coco")]
    first, again = (Cache(tmp_path / "cache", "1").read_files(files, ReadOptions()) for _ in range(2))
    assert list((tmp_path / "cache").rglob("*"))
    assert_same_tables(again, first)
    assert column(again, "annotation", "suppressed") == ["BX101", ""]


# what it hides

RULES = load_rules((), examples=False)
EXPLAINED = {code for rule in RULES.values() for code in rule.replaces}
PLAIN = [
    rule
    for rule in RULES.values()
    if rule.enabled and not (rule.once or rule.replaces or rule.judges_verdicts or rule.code in EXPLAINED)
]
"""Rules whose findings depend on no other row's; the others have tests of their own."""
SELECTORS = ["BX1", "BX2", "BX101", "BX202", "partly-outside-image", "BX3", "BX5", "ALL"]

boxes = st.sampled_from([
    [1, 2, 3, 4], [5, 5, 0, 4], [5, 5, -3, 4], [630, 5, 40, 40], [630, 5, 40, 40], [-9, 5, 10, 10], [700, 5, 9, 9],
    [1, 2, 3], ["1", 2, 3, 4], None,
])  # fmt: skip
annotations = st.lists(
    st.fixed_dictionaries(
        {
            "image_id": st.sampled_from([1, 1, 1, 2, 2, 9]),
            "category_id": st.sampled_from([1, 1, 1, 1, 7]),
            "bbox": boxes,
            "area": st.sampled_from([12, 1600, 16, 0, -1]),
            "iscrowd": st.sampled_from([0, 0, 0, 1, None]),
        }
    ),
    max_size=12,
)
marks = st.dictionaries(
    st.integers(0, 40), st.lists(st.sampled_from(SELECTORS), min_size=1, max_size=2, unique=True), max_size=4
)


Said = dict[str, dict[int, list[str]]]
"""The selectors that rows of tables name."""


def suppressed_tables(tables: Tables, said: Said) -> Tables:
    """The dataset in which rows of some tables name rules."""
    for name, plural in (("file", "files"), ("image", "images"), ("annotation", "annotations")):
        table = getattr(tables, plural)
        texts = {row: ", ".join(listed) for row, listed in said[name].items()}
        columns = {**table.columns, "suppressed": sparse_text(len(table), texts)}
        tables = replace(tables, **{plural: replace(table, columns=columns)})
    return tables


Hit = tuple[str, str, int]
"""Rule code, table and row."""


def hits_of(found: Findings) -> set[Hit]:
    return {(hits.rule.code, hits.table, row) for hits in found.hits for row in hits.rows.tolist()}


def owner(tables: Tables, table: str, row: int, wanted: str) -> int:
    """The row of a table that a row belongs to by its links, −1 for none."""
    if table == wanted or row < 0:
        return row
    columns = tables[table].columns
    # an annotation is in its file even where it is in no image
    steps = [step for step in (wanted, "annotation", "image") if step in columns]
    return owner(tables, steps[0], int(columns[steps[0]][row]), wanted) if steps else -1


def speaks_for(tables: Tables, name: str, place: int, hit: Hit) -> bool:
    """Whether a record of a file, image or annotation speaks for a finding; of a file set, each file does."""
    _, table, row = hit
    return tables.files["file_set"][place] == row if table == "file_set" else owner(tables, table, row, name) == place


def meant(selectors: Iterable[str]) -> set[str]:
    return {rule.code for selector in selectors for rule in matching(RULES, selector)}


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(annotations, min_size=1, max_size=2), marks, marks, marks, st.sampled_from([None, "cpu"]))
def test_what_is_left_is_all_but_what_is_suppressed(
    contents: list[list[dict[str, Any]]],
    by_file: dict[int, list[str]],
    by_image: dict[int, list[str]],
    by_annotation: dict[int, list[str]],
    device: str | None,
) -> None:
    """Nothing else goes, and nothing comes to light; and what hides nothing is told."""
    if device:
        pytest.importorskip("torch")
    images = [IMAGE, {**IMAGE, "id": 2, "width": 0}]
    texts = [json.dumps(dataset(*records, images=images)).encode() for records in contents]
    files = [SourceFile("nowhere", f"{number}.json", "coco", text) for number, text in enumerate(texts)]
    tables = read_files(files, ReadOptions())
    said = {"file": by_file, "image": by_image, "annotation": by_annotation}
    said = {name: {row: own for row, own in rows.items() if row < len(tables[name])} for name, rows in said.items()}
    assert_only_these_are_hidden(tables, suppressed_tables(tables, said), said, PLAIN, device)


def assert_only_these_are_hidden(
    tables: Tables, marked: Tables, said: Said, rules: Sequence[Rule], device: str | None = None
) -> None:
    """Of the findings of some rules in a dataset; `marked` is the same one with suppressions."""
    before = hits_of(lint(tables, rules, RULES))
    found = lint(marked, rules, RULES, device=device)
    hidden, unused = set(), set()
    for name, rows in said.items():
        for place, selectors in rows.items():
            for selector in selectors:
                codes = meant([selector])
                own = {hit for hit in before if hit[0] in codes and speaks_for(tables, name, place, hit)}
                hidden |= own
                if not own and codes & {rule.code for rule in rules}:
                    unused.add((name, place, selector))
    assert hits_of(found) == before - hidden
    assert found.suppressed.count == len(hidden)
    assert {(each.table, each.row, each.written) for each in found.suppressed.unused} == unused


selected = st.none() | st.lists(st.sampled_from(SELECTORS), min_size=1, max_size=2, unique=True)
corners = st.sampled_from(
    [(1, 2, 30, 40), (5, 5, 5, 9), (9, 9, 2, 20), (700, 5, 900, 40), (-9, 5, 10, 15), ("x", 1, 2, 3)]
)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(selected, st.lists(st.tuples(corners, selected), max_size=4)), min_size=1, max_size=3))
def test_comments_hide_what_they_name(documents: list[tuple[Any, list[tuple[Any, Any]]]]) -> None:
    """Of documents too. (Findings about file sets and their categories are hidden where each file says so.)"""
    said: Said = {"file": {}, "annotation": {}}
    texts: dict[bool, list[str]] = {False: [], True: []}
    row = 0
    for place, (own, objects) in enumerate(documents):
        said["file"] |= {place: own} if own else {}
        said["annotation"] |= {row + number: listed for number, (_, listed) in enumerate(objects) if listed}
        row += len(objects)
        for is_marked, pages in texts.items():
            inner = [
                comment(listed if is_marked else None)
                + "<name>a</name>"
                + element("bndbox", ["xmin", "ymin", "xmax", "ymax"], list(box))
                for box, listed in objects
            ]
            pages.append(voc(*inner, head=comment(own if is_marked else None) + HEAD))
    tables, marked = (xml_tables(*texts[is_marked]) for is_marked in (False, True))
    told = {"file": "files", "annotation": "annotations"}
    for name, plural in told.items():
        expected = [", ".join(said[name].get(number, [])) for number in range(len(getattr(marked, plural)))]
        assert column(marked, name, "suppressed") == expected
    assert_only_these_are_hidden(
        tables, marked, said, [rule for rule in PLAIN if not {"file_set", "category"} & {*rule.on}]
    )


def comment(selectors: list[str] | None) -> str:
    return f"<!-- boxlint: ignore[{', '.join(selectors)}] on purpose -->" if selectors else ""


def test_a_rule_does_not_come_to_light_where_what_it_requires_is_suppressed(tmp_path: Path) -> None:
    """A box of zero width would be a tiny one, if it were not for BX101."""
    path = write(tmp_path / "a.json", dataset(but(**FLAT, boxlint=ONLY)))
    report = boxlint.check(path, isolated=True, select="BX1")
    assert codes(report) == []
    assert report.summary.suppressed == 1


def test_a_rule_that_speaks_once_is_counted_once(tmp_path: Path) -> None:
    record = but(keypoints=[1, 1, 9, 2, 2, 9], num_keypoints=2, boxlint={"ignore": ["BX608"]})
    path = write(tmp_path / "a.json", dataset(record, categories=[{**CATEGORY, "keypoints": ["a", "b"]}]))
    report = boxlint.check(path, isolated=True, select="BX608")
    assert (len(report), report.summary.suppressed, unused(report)) == (0, 1, [])


def test_an_image_speaks_for_all_in_it_and_a_category_for_itself(tmp_path: Path) -> None:
    images = [{**IMAGE, "boxlint": ONLY}, {**IMAGE, "id": 2, "file_name": "b.jpg"}]
    categories = [{**CATEGORY, "boxlint": ONLY}]
    content = dataset(but(**FLAT), but(**FLAT, id=2, image_id=2), images=images, categories=categories)
    report = boxlint.check(write(tmp_path / "a.json", content), isolated=True, select="BX101")
    assert codes(report) == [("BX101", 2)]
    assert unused(report) == [("BX101", "hides nothing")]
    assert report.unused_suppressions[0].location.pointer == "/categories/0"


def test_what_cannot_be_followed_is_told_whatever_is_selected(tmp_path: Path) -> None:
    content = dataset(but(boxlint={"ignore": ["BX999", "BX101"]}), but(id=2, boxlint={"ignored": 1}))
    report = boxlint.check(write(tmp_path / "a.json", content), isolated=True, select="BX3")
    (one, problem), (two, other) = unused(report)
    assert (one, two) == ("BX999", "")
    assert problem.startswith("is unknown: expected a code (BX101), a prefix (BX1), a name or ALL")
    assert other == 'malformed suppression: expected {"ignore": ["BX202"]}, got an object without ignore'
    assert report.summary.by_rule == {"BX301": 1}


def test_objects_and_files_of_voc(tmp_path: Path) -> None:
    beyond = BOX.replace("30.5", "900")
    hidden = f"<name>a</name><!-- boxlint: ignore[BX202] cut -->{beyond}"
    write(tmp_path / "1.xml", voc(hidden, f"<name>a</name>{beyond}"))
    write(tmp_path / "2.xml", voc(f"<name>a</name>{beyond}", head=f"<!-- boxlint: ignore[BX202] -->{HEAD}"))
    report = boxlint.check(tmp_path, isolated=True, select="BX202")
    assert [str(finding.location.pointer) for finding in report] == ["/annotation/object[2]"]
    assert report.summary.suppressed == 2
    assert unused(report) == []


# the configuration


def check(folder: Path, config: str, *paths: Path, **options: Any) -> Report:
    file = write(folder / "boxlint.toml", config)
    return boxlint.check(paths or folder, config=file, **options)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two files, in each an image with a box of no area, and one with a box that sticks out."""
    images = [{**IMAGE, "file_name": "in/a.jpg"}, {**IMAGE, "id": "img", "file_name": "b.jpg"}]
    content = dataset(but(**FLAT, area=0), but(**OUTSIDE, id="x2", image_id="img"), images=images)
    write(tmp_path / "train" / "labels.json", content)
    write(tmp_path / "val" / "labels.json", content)
    return tmp_path


ENTRY = "[[suppress]]\nrules = ['BX1', 'BX202']\n"


@pytest.mark.parametrize(
    ("named", "left"),
    [
        ("files = 'train/*.json'", {"val": ["BX101", "BX202"]}),
        ("files = 'labels.json'", {}),
        ("images = ['a.jpg']", {"train": ["BX202"], "val": ["BX202"]}),
        ("images = ['in/a.jpg', 'img']", {}),
        ("images = [1]", {"train": ["BX202"], "val": ["BX202"]}),
        ("images = ['1']", {"train": ["BX202"], "val": ["BX202"]}),
        ("annotations = ['x2']\nfiles = 'val/'", {"train": ["BX101", "BX202"], "val": ["BX101"]}),
        ("annotations = ['x2', 1]\nimages = ['b.jpg']", {"train": ["BX101"], "val": ["BX101"]}),
    ],
)
def test_entries_name_files_images_and_annotations(folder: Path, named: str, left: dict[str, list[str]]) -> None:
    report = check(folder, ENTRY + named, select=["BX101", "BX202"])
    found: dict[str, list[str]] = {}
    for finding in report:
        found.setdefault(Path(finding.location.file).parent.name, []).append(finding.code)
    assert {name: sorted(codes) for name, codes in found.items()} == left
    assert report.summary.suppressed == 4 - len(report)


@pytest.mark.parametrize(
    ("config", "expected"),
    [
        (ENTRY + "files = 'test/*.json'", ['files "{0}/test/*.json" matches no file']),
        (ENTRY + "files = 'trian.json'", ['files "trian.json" matches no file']),
        (ENTRY + "annotations = [77]", ["annotations 77 matches no annotation"]),
        (ENTRY + "annotations = [1, 77]", ["annotations 1, 77 BX202 hides nothing", "there is no annotation 77"]),
        (ENTRY + "images = ['a.jpg', 'img']", []),
        ("[[suppress]]\nrules = ['BX3']\nimages = [1, 'q']\nreason = 'why'", ["images 1, q hides nothing"]),
        ("[per-file-ignores]\n'old/**' = ['BX101']", ['per-file-ignores "{0}/old/**" matches no file']),
        ("[per-file-ignores]\n'val/**' = ['BX101', 'BX3']", ['per-file-ignores "{0}/val/**" BX3 hides nothing']),
        ("[per-file-ignores]\n'val/**' = ['BX3']\n'train/**' = ['BX2']", ['"{0}/val/**" hides nothing']),
    ],
)
def test_entries_that_do_nothing_are_told(
    folder: Path, monkeypatch: pytest.MonkeyPatch, config: str, expected: list[str]
) -> None:
    monkeypatch.chdir(folder.parent)
    report = check(folder, config, select=["BX101", "BX202", "BX3"])
    told = [f"{each.written} {each.problem}" for each in report.unused_suppressions]
    assert len(told) == len(expected)
    for text, ending in zip(told, expected, strict=True):
        assert text.endswith(ending.format(folder.name))


def test_rules_that_are_not_judged_say_nothing_of_suppressions(folder: Path) -> None:
    config = "[per-file-ignores]\n'old/**' = ['BX1']\n'val/**' = ['BX3']\n" + ENTRY + "annotations = [77]"
    assert unused(check(folder, config, select="BX4")) == []


def test_an_entry_for_files_that_are_not_in_the_run_is_not_unused(folder: Path) -> None:
    """As in a hook, which names the changed files."""
    config = "\n".join(
        [
            "[per-file-ignores]",
            "'val/**' = ['BX101']",
            "'train/**' = ['BX3']",
            "'nowhere.json' = ['BX1']",
            ENTRY + "files = 'val/labels.json'",
            ENTRY + "annotations = [77]",
        ]
    )
    named = folder / "train" / "labels.json"
    report = check(folder, config, named, select=["BX101", "BX202", "BX3"])
    assert unused(report) == []
    assert len(unused(check(folder, config, select=["BX101", "BX202", "BX3"]))) == 3


def test_a_part_of_a_set_says_nothing_of_rules_on_the_whole(tmp_path: Path) -> None:
    odd = write_outlier(tmp_path / "labels", "<!-- boxlint: ignore[BX910,BX101] -->")
    config = "[per-file-ignores]\n'labels/3.xml' = ['BX911']"
    whole = check(tmp_path, config, select=["BX910", "BX911", "BX101"])
    assert whole.summary.suppressed == 1
    assert [problem for _, problem in unused(whole)] == ["hides nothing", "hides nothing"]
    some = check(tmp_path, config, odd, tmp_path / "labels" / "3.xml", select=["BX910", "BX911", "BX101"])
    assert unused(some) == [("BX101", "hides nothing")]


def test_a_file_alone_says_nothing_of_rules_that_compare_files(tmp_path: Path) -> None:
    for name, comment in (("1", ""), ("2", "<!-- boxlint: ignore[BX306] -->")):
        write(tmp_path / f"{name}.xml", voc(f"<name>a</name>{BOX}", head=HEAD + comment))
    whole, alone = (boxlint.check(path, isolated=True, select="BX306") for path in (tmp_path, tmp_path / "2.xml"))
    assert (whole.summary.suppressed, unused(whole)) == (1, [])
    assert (alone.summary.suppressed, unused(alone)) == (0, [])


def test_a_split_alone_says_nothing_of_rules_that_compare_splits(tmp_path: Path) -> None:
    image = {**IMAGE, "file_name": "a.jpg"}
    for split in ("train", "val"):
        said = {"boxlint": {"ignore": ["BX908", "BX306", "BX101"]}} if split == "val" else {}
        write(tmp_path / split / "labels.json", dataset(but(), images=[image | said]))
    config = "[per-file-ignores]\n'val/**' = ['BX908']\n'train/**' = ['BX908']"
    every = ["BX908", "BX306", "BX101"]
    whole, alone = (check(tmp_path, config, path, select=every) for path in (tmp_path, tmp_path / "val"))
    idle = [("BX101", "hides nothing"), ("BX306", "hides nothing")]
    assert whole.summary.suppressed == 1
    assert sorted(unused(whole))[:2] == idle
    assert len(unused(whole)) == 3
    assert (alone.summary.suppressed, sorted(unused(alone))) == (0, idle)


@pytest.mark.parametrize(
    ("path", "pattern", "expected"),
    [
        ("/data", "/data/train/*.json", True),
        ("/data/train", "/data/train/*.json", True),
        ("/data/train", "/data/*/a.json", False),
        ("/data/train/a.json", "/data/train/*.json", False),
        ("/data/train/a.json", "/data/train/a.json", True),
        ("/data/b[1]", "/data/b\\[1\\]/x/**", True),
        ("/data/train", "a.json", False),
        ("/data", "a.json", True),
        ("/", None, True),
        ("/data/train", None, False),
    ],
)
def test_a_run_covers_a_pattern_where_it_has_all_files_that_may_match(
    path: str, pattern: str | None, expected: bool
) -> None:
    assert covers([Path(path)], pattern, Path("/data")) is expected


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        ("rules = ['BX1']", "suppress[0]: it names none of files, images or annotations"),
        ("files = 'a'", "suppress[0]: rules is missing"),
        ("rules = []\nfiles = 'a'", "suppress[0].rules: expected a list that is not empty"),
        ("rules = 'BX1'\nfiles = 'a'", "suppress[0].rules: expected a list, got a string"),
        ("rules = ['BX1']\nimages = [1.5]", "suppress[0].images[0]: expected a whole number or a string, got float"),
        ("rules = ['BX1']\nimages = []", "suppress[0].images: expected a list that is not empty"),
        ("rules = ['BX1']\nfile = 'a'", "suppress[0]: unknown key file"),
        ("rules = ['BX1O1']\nfiles = 'a'", "suppress: unknown rule BX1O1"),
    ],
)
def test_a_wrong_entry_is_refused_in_one_sentence(folder: Path, entry: str, expected: str) -> None:
    with pytest.raises(UserError) as caught:
        check(folder, "[[suppress]]\n" + entry)
    assert expected in str(caught.value)


def test_entries_of_an_extended_file_count_too(folder: Path) -> None:
    write(folder / "base.toml", ENTRY + "files = 'train/**'")
    report = check(folder, "extend = 'base.toml'\n" + ENTRY + "files = 'val/**'", select=["BX101", "BX202"])
    assert len(report) == 0


def test_only_a_strict_run_fails_for_a_suppression_that_does_nothing(folder: Path) -> None:
    config = "[[suppress]]\nrules = ['BX3']\nfiles = '*.json'\n"
    for strict, expected in (("", 0), ("strict = true\n", 1)):
        report = check(folder, strict + config, select="BX3")
        assert (len(report), report.summary.exit_code) == (0, expected)
        assert report.to_dict()["summary"]["unused_suppressions"] == [
            {"written": '[[suppress]] files "*.json"', "problem": "hides nothing", "location": None, "reason": None}
        ]


# how it is told


def say(*arguments: str) -> Result:
    return CliRunner().invoke(commands, arguments)


def test_the_last_lines_say_what_is_hidden_and_what_hides_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    said = [{"ignore": ["BX101"]}, {"ignore": ["BX3\x1b[2J"]}, {"ignore": ["BX202"]}]
    content = dataset(*(but(**FLAT, area=0, id=number, boxlint=value) for number, value in enumerate(said)))
    write(tmp_path / "a.json", json.dumps(content).replace('{"id": 2,', '\n{"id": 2,'))
    for form in ("full", "concise"):
        done = say("check", "--isolated", "--select", "BX101,BX202", "--output-format", form)
        lines = (done.stdout + done.stderr).splitlines()
        assert any(line.endswith("2 errors (1 suppressed).") for line in lines)
        place = lines.index("2 suppressions do nothing:")
        assert lines[place + 1].startswith("  a.json:1:")
        assert "BX3\\x1b[2J is unknown: expected a code" in lines[place + 1]
        assert lines[place + 2] == "  a.json:2:1: BX202 hides nothing"
    assert say("check", "--isolated", "--select", "BX101").stdout.count("hides nothing") == 0


@pytest.mark.parametrize("form", ["sarif", "gitlab", "junit", "jsonl"])
def test_a_strict_run_says_why_it_fails(form: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """These formats have no place for it, and say so neither to a program nor, on stderr, where nothing fails."""
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "a.json", dataset(but(boxlint=ONLY)))
    arguments = ("check", "--isolated", "--select", "BX101", "--output-format", form)
    lenient, strict = say(*arguments), say(*arguments, "--strict")
    assert (lenient.exit_code, lenient.stderr) == (0, "")
    assert (strict.exit_code, strict.stdout.count("hides nothing")) == (1, 0)
    assert "BX101 hides nothing" in strict.stderr


def test_the_page_counts_them(tmp_path: Path) -> None:
    write(tmp_path / "a.json", dataset(but(boxlint=ONLY)))
    page = "".join(html.write(boxlint.check(tmp_path, isolated=True), html.Layout()))
    assert "1 suppression does nothing: <code>boxlint check</code> lists them." in page


def test_many_are_counted_and_a_few_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "a.json", dataset(*(but(id=number, boxlint=ONLY) for number in range(2000))))
    lines = say("check", "--isolated", "--select", "BX101").stdout.splitlines()
    assert lines[1] == "2,000 suppressions do nothing:"
    assert lines[-1] == "  ... 1,995 more: boxlint check --output-format json"
    assert len(lines) == 8


@pytest.mark.parametrize("command", ["check", "fix"])
def test_strict_is_an_option_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "a.json", dataset(but(boxlint=ONLY)))
    assert say(command, "--isolated").exit_code == 0
    assert say(command, "--isolated", "--strict").exit_code == 1
    assert say(command, "--isolated", "--strict", "--exit-zero").exit_code == 0
    assert say(command, "--isolated", "--strict", "--select", "BX3").exit_code == 0


# what it keeps from being fixed


def test_what_is_suppressed_is_not_fixed(tmp_path: Path) -> None:
    records = [but(**OUTSIDE, boxlint={"ignore": ["BX202"], "reason": "cut"}), but(**OUTSIDE, id=2, image_id=2)]
    images = [IMAGE, {**IMAGE, "id": 2, "file_name": "b.jpg"}]
    path = write(tmp_path / "a.json", dataset(*records, images=images))
    outcome = boxlint.fix(path, isolated=True, unsafe_fixes=True, select="BX202")
    fixed = json.loads(path.read_text())["annotations"]
    assert fixed[0] == records[0]
    assert fixed[1]["bbox"] == [630, 5, 10, 40]
    assert (outcome.fixed, outcome.report.summary.suppressed) == ({"BX202": 1}, 1)


def test_a_record_that_is_fixed_keeps_its_suppression(tmp_path: Path) -> None:
    """It is read again from its new text, and the suppression with it."""
    said = {"ignore": ["BX202"]}
    record = but(bbox=["630", 5, 40, 40], area=1600, boxlint=said)
    path = write(tmp_path / "a.json", dataset(record))
    outcome = boxlint.fix(path, isolated=True, unsafe_fixes=True, select=["BX003", "BX202"])
    assert json.loads(path.read_text())["annotations"][0] == {**record, "bbox": [630, 5, 40, 40]}
    assert outcome.fixed == {"BX003": 1}
    assert outcome.report.summary.suppressed == 1
    assert boxlint.check(path, isolated=True, select="BX202").summary.suppressed == 1


def test_an_entry_keeps_from_being_fixed_too(folder: Path) -> None:
    config = write(folder / "boxlint.toml", ENTRY + "files = 'val/**'")
    before = (folder / "val" / "labels.json").read_bytes()
    outcome = boxlint.fix(folder, config=config, unsafe_fixes=True, max_drop=1.0, select=["BX101", "BX202"])
    assert (folder / "val" / "labels.json").read_bytes() == before
    assert outcome.fixed == {"BX101": 1, "BX202": 1}


# real files

VERDICTS = [rule.code for rule in RULES.values() if rule.judges_verdicts]
"""Rules about what others would drop, which is less where some is suppressed."""


def spread(folder: Path, pattern: str, count: int) -> list[Path]:
    """Some `count` files of a kind, from all sources."""
    files = sorted(folder.rglob(pattern))
    return files[:: max(len(files) // count, 1)]


def test_real_files_with_suppressions_added(real_data: Path, tmp_path: Path) -> None:
    """Each finding of an annotation is hidden by a member or comment in its record, and nothing else changes."""
    tried = 0
    for source in spread(real_data, "*.json", 60):
        if not 1_000 < source.stat().st_size < 3_000_000 or b'"annotations"' not in source.read_bytes():
            continue
        before = boxlint.check(source, ignore=VERDICTS, isolated=True, skip_unknown=True)
        wanted = {f.annotation_index: f.code for f in before if f.annotation_index is not None and f.table != "image"}
        try:
            content = json.loads(source.read_text(encoding="utf-8"))
        except ValueError:
            continue
        if before.summary.files == 0 or not wanted:
            continue
        for index, code in wanted.items():
            if isinstance(content["annotations"][index], dict):
                content["annotations"][index]["boxlint"] = {"ignore": [code]}
        path = write(tmp_path / "real.json", content)
        after = boxlint.check(path, ignore=VERDICTS, isolated=True)
        assert after.unused_suppressions == ()
        hidden = Counter(f.code for f in before if wanted.get(f.annotation_index) == f.code)
        assert Counter(f.code for f in before) - Counter(f.code for f in after) == hidden
        tried += 1
    assert tried > 3


def test_real_documents_with_comments_added(real_data: Path, tmp_path: Path) -> None:
    """The same for VOC and its relatives, whose comments keep a document from being read with others."""
    everything = boxlint.check(spread(real_data, "*.xml", 5_000), isolated=True, skip_unknown=True)
    faulty = sorted({finding.location.file for finding in everything if finding.annotation_index is not None})
    tried = 0
    for source in map(Path, faulty[:: max(len(faulty) // 40, 1)]):
        text = source.read_bytes()
        if not text.isascii() or b"<object>" not in text:
            continue
        before = boxlint.check(source, ignore=VERDICTS, isolated=True, skip_unknown=True)
        wanted = {f.annotation_index: f.code for f in before if f.annotation_index is not None}
        pieces = text.decode().split("<object>")
        if before.summary.files == 0 or not wanted or len(pieces) != before.summary.annotations + 1:
            continue
        for index, code in wanted.items():
            pieces[index + 1] = f"<!-- boxlint: ignore[{code}] seen -->{pieces[index + 1]}"
        path = write(tmp_path / "real.xml", "<object>".join(pieces))
        after = boxlint.check(path, ignore=VERDICTS, isolated=True, format=before.tables.files["format"].at(0))
        assert after.unused_suppressions == ()
        hidden = Counter(f.code for f in before if wanted.get(f.annotation_index) == f.code)
        assert Counter(f.code for f in before) - Counter(f.code for f in after) == hidden
        tried += 1
    assert tried > 3
