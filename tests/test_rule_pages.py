"""The page and the drawing of each rule, and what the pages of frameworks say."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from xml.etree import ElementTree

import pytest
from msgspec.structs import replace

from boxlint.example_tables import example_tables
from boxlint.frameworks import Angle, Consequence, Framework
from boxlint.rule_files import load_rules, make_rule
from boxlint.ruleset import Rule
from boxlint.schema import GEOMETRY, SCHEMA
from boxlint.settings.files import load_settings
from boxlint.settings.overrides import choose_rules
from boxlint.tables import make_table
from docs.generate import pages, stale_files
from docs.generate.drawing import drawing
from docs.generate.framework_pages import framework_page, matrix_page
from docs.generate.generated import DOCS
from docs.generate.markdown import anchor, fence, prose, table
from docs.generate.pictures import Panel, Picture, picture
from docs.generate.rule_page import rule_page
from docs.generate.shapes import Shape, example_shapes
from docs.generate.snippets import Snippet, snippets

RULES = load_rules()
MADE = pages()
DRAWINGS = [file for file in MADE if file.suffix == ".svg"]
SVG = "{http://www.w3.org/2000/svg}"
STUB = Framework(
    name="trainer",
    title="A trainer",
    versions="1.0",
    reads=("coco",),
    summary="Trains.",
    requires=("finite numbers",),
    angle=Angle(convention="le90", unit="radians", minimum=-1.5, maximum=1.5),
    parameters={"BX103": {"min_side": 2}},
    consequences={
        "BX101": Consequence(effect="nan", detail="The loss <goes>.", source="https://example.org/a", basis="measured"),
        "BX103": Consequence(effect="none", detail="Fine.", source="https://example.org/b"),
    },
)


def page_of(code: str) -> str:
    """The text of a rule's page."""
    return MADE[DOCS / "rules" / f"{code}-{RULES[code].name}.md"]


@pytest.mark.parametrize("code", RULES)
def test_each_rule_has_a_page_that_says_it_all(code: str) -> None:
    """Title, summary, reason, condition, parameters that can be set as they stand, sources, an example."""
    rule, page = RULES[code], page_of(code)
    assert page.startswith(f"# {code} {rule.name}\n")
    assert prose(rule.summary) in page
    assert prose(rule.why) in page
    assert rule.when.strip() in page
    assert all(f"| `{name}` |" in page for name in rule.parameters)
    assert all(f"<{url}>" in page for url in rule.sources)
    assert all(f"**{fix.action}** ({fix.safety})" in page for fix in rule.fix)
    for other in (*rule.requires, *rule.replaces):
        assert f"({other}-{RULES[other].name}.md)" in page


@pytest.mark.parametrize("code", [code for code, rule in RULES.items() if rule.parameters])
def test_the_settings_on_a_page_set_the_defaults(code: str, tmp_path: Path) -> None:
    """Copied into a configuration, the block of parameters is accepted and changes nothing."""
    block = next(
        block for block in re.findall(r"```toml\n(.*?)```", page_of(code), re.DOTALL) if "[parameters" in block
    )
    file = tmp_path / "boxlint.toml"
    file.write_text(block, encoding="utf-8")
    choose_rules(load_settings(file), RULES)
    defaults = {name: parameter.default for name, parameter in RULES[code].parameters.items()}
    assert tomllib.loads(block) == {"parameters": {RULES[code].name: defaults}}


@pytest.mark.parametrize("code", RULES)
def test_snippets_are_the_examples_of_the_rule_file(code: str) -> None:
    """Each snippet is TOML for its example, with `after` apart from it."""
    found = snippets(RULES[code])
    for kind, examples in (("bad", RULES[code].bad), ("good", RULES[code].good)):
        texts = [one for one in found if one.kind == kind]
        assert len(texts) == len(examples)
        for one, example in zip(texts, examples, strict=True):
            assert repr(tomllib.loads(f"{one.text}\n{one.after}")) == repr(example)
            assert ("after" in example) == bool(one.after)
            assert "after" not in tomllib.loads(one.text)


@pytest.mark.parametrize("file", DRAWINGS, ids=lambda file: file.stem)
def test_drawings_are_small_and_valid(file: Path) -> None:
    """XML with two panels, a text for those who cannot see it, and only numbers that SVG knows."""
    text = MADE[file]
    assert len(text.encode()) < 6144
    root = ElementTree.fromstring(text)
    assert root.tag == f"{SVG}svg"
    assert len(root.findall(f"{SVG}g")) == 2
    assert root.findtext(f"{SVG}title")
    attributes = " ".join(value for element in root.iter() for value in element.attrib.values())
    assert not re.search(r"\b(nan|inf)\b", attributes)
    assert f"({file.name})" in MADE[file.with_suffix(".md")]


@pytest.mark.parametrize("code", [code for code, rule in RULES.items() if not GEOMETRY.isdisjoint(rule.on)])
def test_rules_on_shapes_have_a_drawing(code: str) -> None:
    assert DOCS / "rules" / f"{code}-{RULES[code].name}.svg" in DRAWINGS


def test_drawings_are_the_same_each_time() -> None:
    again = pages()
    assert [MADE[file] for file in DRAWINGS] == [again[file] for file in DRAWINGS]


def test_what_is_stale_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An absent page, one with another text, and one that nothing generates."""
    monkeypatch.setattr("docs.generate.generated.DOCS", tmp_path)
    folder = tmp_path / "rules"
    folder.mkdir()
    fresh, changed, absent, extra = (folder / name for name in ("a.md", "b.md", "c.md", "d.svg"))
    for file in (fresh, changed, extra):
        file.write_text("text", encoding="utf-8")
    assert stale_files({fresh: "text", changed: "other", absent: "text"}) == [changed, absent, extra]


def panels_of(code: str) -> Picture:
    """The picture of a rule."""
    found = picture(RULES[code], RULES, snippets(RULES[code]))
    assert found
    return found


def test_the_row_that_is_reported_is_red_and_its_neighbour_grey() -> None:
    """BX107: the box that covers the image is reported, the small one in it is not."""
    bad = panels_of("BX107").bad
    assert [shape.words for position, shape in enumerate(bad.shapes) if position in bad.hit] == [
        "100 × 98 px at (0, 0)"
    ]
    root = ElementTree.fromstring(drawing(panels_of("BX107")))
    first = [element.get("class", "") for element in root.findall(f"{SVG}g")[0].iter(f"{SVG}path")]
    assert sum("s side" in name for name in first) == 1
    assert sum("s bad" in name for name in first) == 1


def test_the_other_panel_is_the_fix_where_something_is_left() -> None:
    """Swapped corners are drawn after the fix; a box that the fix drops beside a good one."""
    assert panels_of("BX102").other.title == "fixed: swap"
    assert [shape.words for shape in panels_of("BX102").other.shapes] == ["5 × 20 px at (5, 10)"]
    assert panels_of("BX101").other.kind == "good"


def test_what_has_no_numbers_is_said_not_drawn() -> None:
    """A box with NaN has no place: the panel says so, and what was written stands below."""
    text = drawing(panels_of("BX001"))
    assert "cannot be drawn" in text
    assert "at (nan, 10)" in text


def test_thin_and_empty_boxes_are_visible() -> None:
    """A box of 1,000,000 × 20 px is drawn several pixels high, one without height as a thick line with its ends."""
    paths = re.findall(r'<path class="s bad" d="M(\S+) (\S+) (\S+)', drawing(panels_of("BX009")))
    heights = {abs(float(corners[2].split(",")[1]) - float(corners[1].split(",")[1])) for corners in paths}
    assert heights == {5.0}
    flat = drawing(panels_of("BX101"))
    assert 's bad z"' in flat
    assert flat.count("<circle") == 2


def test_vertices_are_numbered_and_share_a_label_where_they_meet() -> None:
    text = drawing(panels_of("BX515"))
    assert re.findall(r'<text class="bad \w"[^>]*>([^<]*)<', text) == ["1", "2, 3", "4"]


def test_texts_are_escaped() -> None:
    """A name with characters of XML stays a name."""
    shape = Shape("box", 0, 0, 'a < b & "c"', ((0, 0), (1, 0), (1, 1), (0, 1)))
    panel = Panel("bad", "bad", (shape,), None, (shape.words,), frozenset({0}))
    text = drawing(Picture(panel, panel, (Snippet("bad", {}, ""), None)))
    assert 'a < b & "c"' in {element.text for element in ElementTree.fromstring(text).iter(f"{SVG}text")}


def test_polygons_keypoints_and_cuboids_are_drawn() -> None:
    """Polygons from the example, in which their vertices stand; the others from their tables."""
    tables = example_tables(RULES["BX101"], RULES, {"box": [0, 0, 1, 1]})
    ends = {"x_min": [1], "y_min": [2], "z_min": [3], "x_max": [11], "y_max": [22], "z_max": [33]}
    cuboids = make_table("cuboid", 1, {"annotation": [0], "width": [10], "height": [20], "depth": [30], **ends})
    keypoints = make_table("keypoint", 2, {"annotation": [0, 0], "x": [5, 6], "y": [7, 8], "visibility": [2, 1]})
    polygons = make_table("polygon", 2, {"annotation": [0, 0]})
    tables = replace(tables, cuboids=cuboids, keypoints=keypoints, polygons=polygons)
    example = {"polygon": [[0, 0, 4, 0, 4, 4], [1, 1, 2, 2, 3]]}
    shapes = {(shape.table, shape.row): shape for shape in example_shapes(tables, example)}
    assert len(shapes) == 6
    assert shapes["cuboid", 0].words == "10 × 20 × 30 voxels at (1, 2, 3)"
    assert shapes["polygon", 0].outline == ((0, 0), (4, 0), (4, 4))
    assert shapes["polygon", 1].outline == ((1, 1), (2, 2))
    assert shapes["keypoint", 1].labels == (((6, 8), "2"),)
    panel = Panel("bad", "bad", tuple(shapes.values()), (40, 40), (), frozenset(range(6)))
    ElementTree.fromstring(drawing(Picture(panel, panel, (Snippet("bad", example, ""), None))))


def test_frameworks_stand_on_the_page_of_a_rule() -> None:
    """Effect, sentence, source and threshold of each that is known; nothing where none is."""
    rule = RULES["BX101"]
    page = rule_page(rule, RULES, {"trainer": STUB}, snippets(rule), None)
    assert "| [A trainer](../frameworks/trainer.md#bx101-zero-area-box) | **nan** | The loss &lt;goes>. |" in page
    assert "[measured](https://example.org/a)" in page
    thin = rule_page(RULES["BX103"], RULES, {"trainer": STUB}, snippets(RULES["BX103"]), None)
    assert "`--for trainer` judges by `min_side = 2`." in thin
    other = rule_page(RULES["BX301"], RULES, {"trainer": STUB}, snippets(RULES["BX301"]), None)
    assert "frameworks" not in other


def test_the_matrix_leads_to_the_details() -> None:
    """A row for each rule of which something is known, a cell for each framework that says it."""
    other = replace(STUB, name="other", consequences={"BX103": STUB.consequences["BX103"]})
    page = matrix_page({"trainer": STUB, "other": other}, RULES)
    assert "| [nan](frameworks/trainer.md#bx101-zero-area-box) |  |" in page
    assert page.count("](frameworks/other.md#") == 1
    assert "BX301" not in page


def test_the_page_of_a_framework() -> None:
    """What it reads, requires and draws its lines by, and each consequence with its source, the worst first."""
    page = framework_page(STUB, RULES)
    assert "| angles | le90: -1.5 to 1.5 radians |" in page
    assert "- finite numbers" in page
    assert "| `min_angle` | -1.5 rad | -6.28319 rad |" in page
    assert "| `min_side` | 2 px | 1 px |" in page
    assert page.index("(#bx101-zero-area-box) | nan | error |") < page.index("(#bx103-sub-pixel-box) | none | off |")
    assert "### BX101 zero-area-box" in page
    assert "([source](https://example.org/a))" in page


def test_markdown_is_what_it_says() -> None:
    """Cells keep their bars, code its backticks and angle brackets, headings give GitHub's anchors."""
    assert table(("a", "n:"), [("x | y", "1")]) == "| a | n |\n|---|--:|\n| x \\| y | 1 |\n"
    assert prose("a <b> `<c>`") == "a &lt;b> `<c>`"
    assert fence("```") == "````\n```\n````"
    assert anchor("3-D boxes, and more") == "3-d-boxes-and-more"


def test_every_table_has_a_plural_and_every_digit_a_family() -> None:
    """A rule on any table, in any family and with any fix, can be written about."""
    for name in SCHEMA:
        rule: Rule = make_rule({
            "code": "BX799", "name": "odd", "on": name, "severity": "error", "summary": "Odd.", "why": "It is.",
            "when": "row == 1", "message": "odd", "bad": [{"box": [0, 0, 1, 1]}], "good": [{"box": [0, 0, 2, 2]}],
        })  # fmt: skip
        examples = [
            Snippet("bad", rule.bad[0], "box = [0, 0, 1, 1]"),
            Snippet("good", rule.good[0], "box = [0, 0, 2, 2]"),
        ]
        assert "[3-D boxes]" in rule_page(rule, RULES, {}, examples, None)
