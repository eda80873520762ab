"""Frameworks: what they make of rules, by format; what is said of findings; what a dataset would lose."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from msgspec import convert

import boxlint
from boxlint.errors import UserError
from boxlint.findings import Findings
from boxlint.frameworks import Framework, severities_for, thresholds_for
from boxlint.frameworks.files import load_frameworks
from boxlint.frameworks.forecast import Forecast
from boxlint.frameworks.tolls import Toll, tolls
from boxlint.linter import lint
from boxlint.rule_files import load_rules, make_rule
from boxlint.settings import Settings
from boxlint.settings.overrides import choose_rules
from boxlint.tables import Tables, intern, make_table, make_tables
from boxlint.variation import ByCategory, ByFormat
from tests.command_line import boxlint_says
from tests.dirty_dataset import write_dirty
from tests.scene import measured

RULES = load_rules(examples=False)
SOURCE = "https://example.org/loader.py"
COCO_IDS = sorted(set(range(1, 91)) - {12, 26, 29, 30, 45, 66, 68, 69, 71, 83})
REPOSITORY = Path(__file__).parents[1]


def framework(name: str, effects: dict[str, str], reads: tuple[str, ...] = ("coco",), **values: Any) -> Framework:
    """A framework with these effects by rule code."""
    known = {code: {"effect": effect, "detail": "It does.", "source": SOURCE} for code, effect in effects.items()}
    given = {"title": "T", "versions": "1", "summary": "S.", "requires": ["r"], "consequences": known, **values}
    return convert({"name": name, "reads": reads, **given}, Framework)


LAX = framework("lax", {"BX101": "drops", "BX202": "none", "BX107": "alters", "BX103": "drops"})
STRICT = framework("strict", {"BX101": "nan", "BX107": "none"}, ("coco", "voc"))


def chosen(*frameworks: Framework, **settings: Any) -> Any:
    return choose_rules(Settings().merged(settings), RULES, frameworks)


@pytest.mark.parametrize(
    ("effect", "level"),
    [
        ("nan", "error"),
        ("crash", "error"),
        ("poisons-image", "error"),
        ("drops-image", "error"),
        ("drops", "warning"),
        ("alters", "warning"),
        ("none", "off"),
    ],
)
def test_the_effect_decides_the_severity(effect: str, level: str) -> None:
    """In the formats that the framework reads; elsewhere the rule keeps its own."""
    severities = severities_for([framework("one", {"BX104": effect})], RULES)
    assert severities == {"BX104": ByFormat("warning", {"coco": level})}


def test_of_several_frameworks_the_worst_counts() -> None:
    """Of those that read the format; one of which nothing is known leaves the rule its own severity."""
    severities = severities_for([LAX, STRICT], RULES)
    assert severities["BX101"] == ByFormat("error", {"coco": "error", "voc": "error"})
    # off by itself, altered by the one, harmless for the other, which alone reads VOC
    assert severities["BX107"] == ByFormat("off", {"coco": "warning", "voc": "off"})
    # harmless for the one, unknown of the other
    assert severities["BX202"] == ByFormat("warning", {"coco": "warning", "voc": "warning"})


def test_the_strictest_threshold_counts() -> None:
    """Whichever way the rule fires on more."""
    low = framework("low", {}, parameters={"BX103": {"min_side": 0.5}, "BX302": {"min_iou": 0.8}})
    high = framework("high", {}, ("coco", "voc"), parameters={"BX103": {"min_side": 4}, "BX302": {"min_iou": 0.9}})
    assert thresholds_for([low, high], RULES) == {
        "BX103": {"min_side": ByFormat(1.0, {"coco": 4.0, "voc": 4.0})},
        "BX302": {"min_iou": ByFormat(0.95, {"coco": 0.8, "voc": 0.9})},
    }


def test_who_sets_no_threshold_has_the_rules_own() -> None:
    """A lax framework silences no rule for another that reads the format; a loss on top of it has no say."""
    lax = framework("lax", {}, ("coco", "voc"), parameters={"BX104": {"max_ratio": 1000}})
    assert thresholds_for([lax, LAX], RULES)["BX104"]["max_ratio"].by_format == {"coco": 100.0, "voc": 1000.0}
    on_top = framework("on-top", {}, on_top=True)
    assert thresholds_for([lax, on_top], RULES)["BX104"]["max_ratio"].by_format == {"coco": 1000.0, "voc": 1000.0}


def test_what_is_unknown_of_a_loss_counts_for_nothing_beside_a_framework() -> None:
    """It is no loader: where the framework is known to be unharmed, the rule is off; alone, the rule stays."""
    on_top = framework("on-top", {"BX101": "nan"}, on_top=True)
    harmless = framework("harmless", {"BX202": "none", "BX101": "none"})
    severities = severities_for([harmless, on_top], RULES)
    assert severities["BX202"].by_format == {"coco": "off"}
    assert severities["BX101"].by_format == {"coco": "error"}
    assert "BX202" not in severities_for([on_top], RULES)


def test_an_angle_convention_is_a_threshold() -> None:
    """Of the rule on angles."""
    angle = {"convention": "le90", "unit": "radians", "minimum": -1.5, "maximum": 1.5}
    turned = framework("turned", {}, ("rolabelimg",), angle=angle)
    assert turned.thresholds == {"BX508": {"min_angle": -1.5, "max_angle": 1.5}}


def test_a_framework_selects_what_harms_it() -> None:
    """A rule that is off comes in, one that does no harm in any format goes out."""
    codes = {rule.code for rule in chosen(LAX).selected}
    assert "BX107" in codes
    assert "BX107" not in {rule.code for rule in chosen(STRICT).selected}
    # no harm in COCO, but other formats keep the default
    assert "BX202" in codes


def test_settings_win_over_frameworks() -> None:
    """Severity, selection and parameters of the configuration or the command line."""
    assert chosen(STRICT, severity={"BX101": "warning"}).severities["BX101"] == "warning"
    assert "BX101" not in {rule.code for rule in chosen(STRICT, severity={"BX101": "off"}).selected}
    assert "BX101" not in {rule.code for rule in chosen(STRICT, ignore=("BX1",)).selected}
    named = chosen(LAX, select=("BX202",))
    assert [rule.code for rule in named.selected] == ["BX202"]
    assert named.severities["BX202"] == ByFormat("warning", {"coco": "warning"})
    demanding = framework("demanding", {}, parameters={"BX103": {"min_side": 4}})
    assert chosen(demanding, parameters={"BX103": {"min_side": 2}}).parameters == {"BX103": {"min_side": 2.0}}
    by_category = chosen(demanding, parameters={"BX103": {"by_category": {"ship": 2}}}).parameters["BX103"]["min_side"]
    assert by_category == ByCategory(ByFormat(1.0, {"coco": 4.0}), {"ship": 2.0})


def dataset() -> Tables:
    """A COCO and a VOC file, an image each: 3 px wide, 0.5 px wide, and in COCO a good box and one without area."""
    widths = [3.0, 0.5, 3.0, 0.5, 50.0, 0.0]
    link = [0, 0, 1, 1, 0, 0]
    # so that cutting to whole numbers leaves every box a side
    lefts = np.full(6, 0.75)
    corners = {"x_min": lefts, "y_min": [0.0] * 6, "x_max": lefts + widths, "y_max": [9.0] * 6}
    kinds = intern(["coco", "voc"])
    return make_tables(
        file_sets=make_table("file_set", 2, {"format": kinds}),
        files=make_table("file", 2, {"file_set": [0, 1], "path": intern(["a", "b"]), "format": kinds}),
        images=make_table("image", 2, {"file": [0, 1], "width": [100.0] * 2, "height": [100.0] * 2}),
        categories=make_table("category", 2, {"file_set": [0, 1], "name": intern(["ship", "ship"])}),
        annotations=make_table(
            "annotation",
            6,
            {"file": link, "image": link, "category": link, "index": range(6), "is_target": [True] * 6},
        ),
        boxes=make_table("box", 6, {"annotation": range(6), "width": widths, "height": [9.0] * 6, **corners}),
    )


def found(*frameworks: Framework, **settings: Any) -> dict[tuple[str, str], list[int]]:
    """The rows of each rule and severity."""
    choice = chosen(*frameworks, **settings)
    findings = lint(dataset(), choice.selected, RULES, parameters=choice.parameters, severities=choice.severities)
    return {(hits.rule.code, hits.severity): hits.rows.tolist() for hits in findings.hits}


def test_each_file_is_judged_for_the_frameworks_that_read_it() -> None:
    """Severity, threshold and selection differ by format within one run."""
    only = {"select": ("BX101", "BX103")}
    assert found(**only) == {("BX101", "error"): [5], ("BX103", "warning"): [1, 3]}
    assert found(LAX, **only) == {("BX101", "warning"): [5], ("BX103", "warning"): [1, 3]}
    hard = framework("hard", {"BX103": "crash"}, parameters={"BX103": {"min_side": 4}})
    assert found(hard, **only) == {("BX101", "error"): [5], ("BX103", "error"): [0, 1], ("BX103", "warning"): [3]}
    harmless = framework("harmless", {"BX103": "none"})
    assert found(harmless)["BX103", "warning"] == [3]
    demanding = {"BX103": {"by_category": {"ship": 3.5}}}
    assert found(hard, parameters=demanding, **only)["BX103", "warning"] == [2, 3]


def test_a_forecast_names_the_worst_first() -> None:
    """Without a chosen framework all that are known speak, each for the formats that it reads."""
    everyone = Forecast(known=lambda: {"lax": LAX, "strict": STRICT})
    assert [(known.name, what.effect) for known, what in everyone.of(RULES["BX101"], "box", ["coco"])] == [
        ("strict", "nan"),
        ("lax", "drops"),
    ]
    assert [known.name for known, _ in everyone.of(RULES["BX101"], "box", ["voc"])] == ["strict"]
    assert [known.name for known, _ in Forecast((LAX,)).of(RULES["BX101"], "box", ["coco", "voc"])] == ["lax"]
    assert everyone.of(RULES["BX101"], "box", ["dota"]) == []


def test_what_is_known_of_boxes_is_not_said_of_keypoints() -> None:
    """A rule that judges both has its facts from boxes; one on keypoints alone has them from there."""
    known = Forecast((framework("one", {"BX001": "nan", "BX608": "alters"}),))
    assert [what.effect for _, what in known.of(RULES["BX001"], "box", ["coco"])] == ["nan"]
    assert known.of(RULES["BX001"], "keypoint", ["coco"]) == []
    assert [what.effect for _, what in known.of(RULES["BX608"], "keypoint", ["coco"])] == ["alters"]


def judged(code: str, effect: str, **values: Any) -> list[Toll]:
    tables = dataset()
    findings = lint(tables, [RULES[code]], RULES)
    return tolls(Findings(tables, findings.hits), framework("one", {code: effect}, **values))


def test_a_toll_counts_what_training_would_see() -> None:
    """Rows by their worst effect, images, and the good boxes that go with a dropped image."""
    assert judged("BX101", "drops") == [Toll("drops", 1, images=1, annotations=1, good_annotations=0)]
    # with the image go the three others in it
    assert judged("BX101", "drops-image") == [Toll("drops-image", 1, images=1, annotations=1, good_annotations=3)]
    assert judged("BX103", "nan", reads=("voc",)) == [Toll("nan", 1, images=1, annotations=1, good_annotations=0)]
    assert judged("BX103", "nan", reads=("coco", "voc")) == [Toll("nan", 2, 2, annotations=2, good_annotations=0)]
    assert judged("BX101", "none") == []
    assert judged("BX101", "drops", reads=("dota",)) == []


def test_a_fault_of_many_reaches_all_of_them() -> None:
    """A category, a file, a file set: its annotations, or its images with all that is good."""
    tables = dataset()

    def told(table: str, effect: str) -> list[Toll]:
        words = {"code": "T001", "name": "t", "severity": "error", "summary": "s", "message": "m", "why": "w"}
        when = "index >= -9" if table == "category" else "path == 'a' or path == ''"
        rule = make_rule({**words, "on": table, "when": when})
        findings = lint(tables, [rule], {"T001": rule})
        return tolls(Findings(tables, findings.hits), framework("one", {"T001": effect}))

    assert told("category", "alters") == [Toll("alters", 1, images=1, annotations=4, good_annotations=0)]
    assert told("file", "crash") == [Toll("crash", 1, images=1, annotations=4, good_annotations=0)]
    assert told("file", "drops-image") == [Toll("drops-image", 1, images=1, annotations=0, good_annotations=4)]
    assert told("file_set", "poisons-image") == [Toll("poisons-image", 1, images=1, annotations=0, good_annotations=4)]


def test_a_row_counts_once_under_its_worst_effect() -> None:
    """The box without area is hit by both rules."""
    tables = dataset()
    findings = lint(tables, [RULES["BX101"], RULES["BX107"]], RULES)
    tall = framework("tall", {"BX101": "alters", "BX107": "drops"})
    wide = make_table("box", 6, {**tables.boxes.columns, "x_max": [100.0] * 6, "y_max": [100.0] * 6})
    covering = make_tables(**{**{name: getattr(tables, name) for name in tables.__struct_fields__}, "boxes": wide})
    both = lint(covering, [RULES["BX107"]], RULES)
    merged = Findings(tables, (*findings.hits, *both.hits))
    assert [(toll.effect, toll.faults) for toll in tolls(merged, tall)] == [("drops", 4)]


OWN = f"""
name = "ours"
title = "Our trainer"
versions = "2026"
reads = ["coco"]
summary = "It trains."
requires = ["boxes"]

[parameters.BX104]
max_ratio = 20

[consequences.BX101]
effect = "drops-image"
detail = "It throws the whole image away."
source = "{SOURCE}"

[consequences.BX202]
effect = "none"
detail = "It clips."
source = "{SOURCE}"
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A dirty dataset, and a framework of the team's own."""
    monkeypatch.chdir(tmp_path)
    write_dirty(tmp_path / "data")
    own = tmp_path / "my_rules" / "frameworks"
    own.mkdir(parents=True)
    (own / "ours.toml").write_text(OWN, encoding="utf-8")
    (tmp_path / "boxlint.toml").write_text('rules = ["my_rules"]\n', encoding="utf-8")
    return tmp_path


def test_for_a_framework_of_ones_own(folder: Path) -> None:
    """Severity, consequence and toll are in the reports."""
    report = boxlint.check("data", frameworks="ours")
    by_code = {(finding.code, finding.location.file.rsplit("/")[-1]): finding for finding in report if finding.location}
    lost = by_code["BX101", "instances.json"]
    assert (lost.severity, lost.consequences) == ("error", {"ours": "drops-image"})
    assert by_code["BX101", "quay.xml"].consequences == {}
    assert ("BX202", "instances.json") not in by_code
    [toll] = report.summary.tolls["ours"]
    assert (toll.effect, toll.faults, toll.images) == ("drops-image", 2, 2)
    text = boxlint_says("check", "data", "--for", "ours").stdout
    assert "ours drops the whole image: It throws the whole image away." in " ".join(text.split())
    assert f"2 bad rows make ours drop 2 images with {toll.good_annotations} good boxes." in text
    concise = boxlint_says("check", "data", "--for", "OURS", "--output-format", "concise").stdout
    assert "box is 1.5 x 0 px (ours: drops-image)\n" in concise
    values = json.loads(boxlint_says("check", "data", "--for", "ours", "--output-format", "json").stdout)
    assert values["summary"]["consequences"] == {
        "ours": [
            {
                "effect": "drops-image",
                "faults": 2,
                "images": 2,
                "annotations": 2,
                "good_annotations": toll.good_annotations,
            }
        ]
    }


def test_degrees_are_left_to_a_framework_that_wants_them(folder: Path) -> None:
    """Angles in degrees are no radians out of range, nor do their boxes lie elsewhere; nothing is fixed."""
    boxes = [[30 + 3 * number, -20, 60, 10, 88.0 - 5 * number] for number in range(12)]
    annotations = [
        {"id": number, "image_id": 1, "category_id": 1, "bbox": box, "area": 600, "iscrowd": 0}
        for number, box in enumerate(boxes, 1)
    ]
    images = [{"id": 1, "file_name": "a.jpg", "width": 200, "height": 200}]
    turned = {"images": images, "annotations": annotations, "categories": [{"id": 1, "name": "ship"}]}
    (folder / "turned.json").write_text(json.dumps(turned), encoding="utf-8")
    assert [finding.code for finding in boxlint.check("turned.json", select=["BX508", "BX509", "BX512"])] == ["BX509"]
    assert len(boxlint.check("turned.json", frameworks="detectron2", ignore=["BX302"])) == 0
    planned = boxlint.fix("turned.json", frameworks="detectron2", unsafe_fixes=True, drop_invalid=True, dry_run=True)
    assert planned.fixed == {}


def test_the_worst_that_is_known_is_no_comfort(folder: Path) -> None:
    """That one framework minds nothing is not said of an error."""
    own = OWN.replace("drops-image", "none").replace("BX101", "BX303")
    (folder / "my_rules/frameworks/ours.toml").write_text(own, encoding="utf-8")
    assert "does no harm" not in boxlint_says("check", "data").stdout
    assert "Of what was found, no effect on ours is known." in boxlint_says("check", "data", "--for", "ours").stdout
    nothing = boxlint_says("check", "data", "--for", "ours", "--select", "BX507").stdout
    assert "No findings." in nothing
    assert "Of what was found" not in nothing


def test_the_configuration_may_name_frameworks(folder: Path) -> None:
    """`for = [...]`; the command line starts anew."""
    (folder / "boxlint.toml").write_text('rules = ["my_rules"]\nfor = ["ours"]\n', encoding="utf-8")
    assert list(boxlint.check("data").summary.tolls) == ["ours"]
    told = boxlint_says("check", "data", "--for", "monai").stdout
    assert "monai reads monai: these files were judged as without it.\n" in told
    assert list(boxlint.check("data", frameworks=["mmdet-coco"]).summary.tolls) == ["mmdet-coco"]


def test_what_drops_an_image_is_dropped_by_drop_invalid(folder: Path) -> None:
    """The severity for the framework is what `--drop-invalid` goes by."""
    (folder / "boxlint.toml").write_text('rules = ["my_rules"]\nselect = ["BX103"]\n', encoding="utf-8")
    tiny = {
        "images": [{"id": 1, "file_name": "a.jpg", "width": 99, "height": 99}],
        "categories": [{"id": 1, "name": "a"}],
    }
    boxes = [[1, 1, 0.5, 9], [1, 1, 9, 9], [2, 2, 9, 9], [3, 3, 9, 9]]
    tiny["annotations"] = [
        {"id": number, "image_id": 1, "category_id": 1, "bbox": box, "area": 9, "iscrowd": 0}
        for number, box in enumerate(boxes, 1)
    ]
    (folder / "tiny.json").write_text(json.dumps(tiny), encoding="utf-8")
    (folder / "my_rules/frameworks/ours.toml").write_text(OWN.replace("BX101", "BX103"), encoding="utf-8")
    assert boxlint.fix("tiny.json", drop_invalid=True, dry_run=True).fixed == {}
    assert boxlint.fix("tiny.json", drop_invalid=True, dry_run=True, frameworks="ours").fixed == {"BX103": 1}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('name = "other"', "must be called other.toml"),
        ("[consequences.BX999]\n", "consequences.BX999"),
        ("[parameters.BX101]\nmin_side = 1\n", "zero-area-box has no parameter min_side"),
        ('colour = "red"', "unknown key colour"),
        ("angle = 3", "object"),
        ("[consequences.zero-area-box]\n", "its code is BX101"),
        ("[parameters.BX302]\nmin_iou = 9\n", "parameters.BX302.min_iou: expected 0.8 to 1, got 9"),
        ('[angle]\nconvention = "c"\nunit = "degrees"\nminimum = 0\nmaximum = 9\n', "the effect of BX508"),
        ('[consequences.BX104]\neffect = "explode"\n', "there are nan, crash"),
        ("=", "not a TOML file"),
    ],
)
def test_a_wrong_file_is_a_sentence(folder: Path, text: str, message: str) -> None:
    """With the file and what is wrong in it."""
    own = OWN
    if text.startswith("name"):
        own = own.replace('name = "ours"', text)
    elif text.startswith("["):
        own += text + (f'detail = "d"\nsource = "{SOURCE}"\n' if "consequences" in text else "")
        own += 'effect = "none"\n' if "consequences" in text and "effect" not in text else ""
    else:
        own = text + own
    (folder / "my_rules/frameworks/ours.toml").write_text(own, encoding="utf-8")
    with pytest.raises(UserError, match=r"ours\.toml") as error:
        load_frameworks(RULES, [folder / "my_rules"])
    assert message in str(error.value)
    assert boxlint_says("rules", "test", "my_rules").exit_code == 2


def test_a_format_that_is_none_is_a_sentence(folder: Path) -> None:
    """Not a framework that is never asked."""
    (folder / "my_rules/frameworks/ours.toml").write_text(OWN.replace('["coco"]', '["cocoo"]'), encoding="utf-8")
    with pytest.raises(UserError, match=r"there is no format cocoo; did you mean coco"):
        load_frameworks(RULES, [folder / "my_rules"])


def test_the_totals_of_the_documentation() -> None:
    """A reader who runs the command sees the sentence."""
    text = (REPOSITORY / "docs/for-frameworks.md").read_text(encoding="utf-8").partition("## Totals")[2]
    command, sentence = re.findall(r"`boxlint ([^`]+)`", text)[0], re.findall('"([^"]+)"', text)[0]
    said = boxlint_says(*command.replace("sample_data", str(REPOSITORY / "sample_data")).split()).stdout
    assert sentence in said


def test_a_folder_of_frameworks_alone_is_tested(folder: Path) -> None:
    """Rules need not stand beside them; an empty folder is a mistake."""
    tested = boxlint_says("rules", "test", "my_rules")
    assert (tested.exit_code, tested.stdout) == (0, "Rules tested: 0. Examples that failed: 0. Frameworks read: 1.\n")
    (folder / "my_rules/frameworks/ours.toml").unlink()
    empty = boxlint_says("rules", "test", "my_rules")
    assert (empty.exit_code, empty.stdout) == (2, "")
    assert "no rule files there" in empty.stderr


@pytest.mark.parametrize("name", ["d-fine", "rt-detr"])
@pytest.mark.parametrize(
    ("ids", "are_mapped"),
    [
        (COCO_IDS, True),
        (COCO_IDS[::-1], True),
        (COCO_IDS[:-1], False),
        ([*COCO_IDS, 91], False),
        ([*COCO_IDS, 1], False),
        ([*COCO_IDS[:-1], 1], False),
        (range(1, 81), False),
        (range(80), False),
    ],
)
def test_the_ids_of_coco_are_mapped(folder: Path, name: str, ids: Sequence[int], are_mapped: bool) -> None:
    """Configurations for COCO map exactly these ids; those of any other file are labels themselves."""
    document = {
        "images": [{"id": 1, "file_name": "a.jpg", "width": 99, "height": 99}],
        "categories": [{"id": number, "name": f"c{number}"} for number in ids],
        "annotations": [
            {"id": row, "image_id": 1, "category_id": number, "bbox": [1, 1, 9, 9], "area": 81, "iscrowd": 0}
            for row, number in enumerate(ids, 1)
        ],
    }
    (folder / "a.json").write_text(json.dumps(document), encoding="utf-8")
    report = boxlint.check("a.json", frameworks=name, extend_select=["BX407"])
    found = [finding for finding in report if finding.code == "BX407"]
    expected = set() if are_mapped else {number for number in ids if number >= len(ids)}
    assert {int(finding.message.split()[2]) for finding in found} == expected
    assert all("num_classes" in finding.message and "remap_mscoco_category" in finding.message for finding in found)
    assert measured(report.tables, "file", "has_coco_ids").tolist() == [are_mapped]


def test_a_name_is_taken_once(folder: Path) -> None:
    """A framework of one's own does not hide a shipped one."""
    own = folder / "my_rules/frameworks"
    (own / "mmdet-coco.toml").write_text(OWN.replace('"ours"', '"mmdet-coco"'), encoding="utf-8")
    with pytest.raises(UserError, match="already"):
        load_frameworks(RULES, [folder / "my_rules"])


def test_an_unknown_framework_is_a_sentence(folder: Path) -> None:
    """With the nearest name."""
    result = boxlint_says("check", "data", "--for", "mmdet-cocoo")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "unknown framework mmdet-cocoo; did you mean mmdet-coco?" in result.stderr


def test_frameworks_are_listed_and_told(folder: Path) -> None:
    """All by name; of one, what it reads, requires and does."""
    listed = boxlint_says("frameworks").stdout
    assert "ours" in listed
    assert "mmdet-coco" in listed
    page = boxlint_says("frameworks", "ours").stdout
    for part in ("Our trainer", "- boxes", "max_ratio = 20", "BX101 zero-area-box: drops-image (source)", SOURCE):
        assert part in page
    assert json.loads(boxlint_says("frameworks", "ours", "--output-format", "json").stdout)[0]["name"] == "ours"
    assert boxlint_says("frameworks", "nobody").exit_code == 2
    assert "ours: drops-image. It throws the whole image away." in boxlint_says("explain", "BX101").stdout
