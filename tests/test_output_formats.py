from __future__ import annotations

import json
import os
import re
import shutil
import sys
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote_to_bytes

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

import boxlint
from boxlint.report import Report
from boxlint.reports import github, junit, markdown, sarif
from boxlint.reports.layout import Layout
from boxlint.reports.markup import escaped, fenced, link
from boxlint.reports.shares import fair_shares
from boxlint.reports.values import printable
from tests.dirty_dataset import annotation, coco, write_clean, write_dirty
from tests.output_schemas import counted_in, valid_github, valid_gitlab, valid_junit, valid_sarif, written

SAMPLES = Path(__file__).parent.parent / "sample_data" / "coco" / "dirty"
ODD = "a|b`c` <script>alert(1)</script> @team #1 ]]> {0} [x](http://y.z) 100%0A ::error::\n\x1b[31m\x00\ud800 www.q.z"


class Shown(HTMLParser):
    """The text of HTML, and its tags."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text, self.tags = "", list[str]()
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.text += data


def rendered(text: str) -> Shown:
    """Markdown as it is shown where HTML in it is not refused."""
    return Shown(MarkdownIt("commonmark", {"html": True}).enable("table").render(text))


@pytest.fixture
def report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Report:
    monkeypatch.chdir(tmp_path)
    write_dirty(tmp_path / "data")
    return boxlint.check("data", isolated=True)


def duplicates(count: int, category: str = "ship", file_name: str = "harbour.jpg") -> dict[str, Any]:
    """`count` boxes without area, and one that repeats another."""
    document = coco(
        annotation(1, 1, [10, 20, 30, 40]),
        annotation(2, 1, [10, 20, 30, 40]),
        *(annotation(number, 1, [10 + number / 10, 20, 30, 0]) for number in range(3, count + 3)),
    )
    images = [{**document["images"][0], "file_name": file_name}, *document["images"][1:]]
    categories = [{**document["categories"][0], "name": category}, *document["categories"][1:]]
    return {**document, "images": images, "categories": categories}


def checked(file: Path, document: Any) -> Report:
    file.write_text(json.dumps(document), encoding="utf-8")
    return boxlint.check(file, select=["BX101", "BX301"], isolated=True)


def test_every_format_is_valid_and_has_every_finding(report: Report) -> None:
    results, entries = valid_sarif(report)["results"], valid_gitlab(report)
    identities = [(finding.code, finding.fingerprint) for finding in report]
    assert [(one["ruleId"], one["partialFingerprints"]["boxlintFingerprint/v1"]) for one in results] == identities
    assert [(one["check_name"], one["fingerprint"]) for one in entries] == identities
    commands = valid_github(report)
    assert [properties["title"].split()[0] for _, properties, _ in commands] == [code for code, _ in identities]
    assert counted_in(valid_junit(report)) == len(report)


def test_clean_data_is_said_to_be_clean(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write_clean(tmp_path / "data")
    report = boxlint.check("data", isolated=True)
    assert valid_sarif(report)["results"] == valid_gitlab(report) == valid_github(report) == []
    [case] = valid_junit(report).iter("testcase")
    assert (case.get("name"), len(case)) == ("no findings in 1 file", 0)
    assert "".join(markdown.write(report, Layout())).startswith("## boxlint: no findings in 3 annotations\n")


def test_sarif_says_where(report: Report) -> None:
    for result, finding in zip(valid_sarif(report)["results"], report, strict=True):
        [location] = result["locations"]
        physical = location["physicalLocation"]
        region, place = physical["region"], finding.location
        assert place is not None
        data = Path(unquote_to_bytes(physical["artifactLocation"]["uri"]).decode()).read_bytes()
        assert (region["startLine"], region["startColumn"]) == (place.line, place.column)
        record = data[region["byteOffset"] :][: region["byteLength"]]
        assert record == data[place.start : place.end]
        if finding.annotation_id is not None:
            assert json.loads(record)["id"] == finding.annotation_id
            kinds = [logical["kind"] for logical in location["logicalLocations"]]
            assert kinds == ["image", "annotation"]
            assert location["logicalLocations"][1]["name"] == f"annotation {finding.annotation_id}"


def test_sarif_names_the_earlier_record(tmp_path: Path) -> None:
    run = valid_sarif(checked(tmp_path / "a.json", duplicates(0)))
    [result] = run["results"]
    [related] = result["relatedLocations"]
    assert related["message"]["text"] == "earlier: annotation 1"
    assert (
        related["physicalLocation"]["region"]["byteOffset"]
        < (result["locations"][0]["physicalLocation"]["region"]["byteOffset"])
    )
    assert run["columnKind"] == "unicodeCodePoints"
    assert run["invocations"] == [{"executionSuccessful": True, "exitCode": 1}]


def test_sarif_rules_explain_themselves(report: Report) -> None:
    for rule in valid_sarif(report)["tool"]["driver"]["rules"]:
        text, shown = rule["help"]["text"], rendered(rule["help"]["markdown"])
        assert text.startswith(rule["shortDescription"]["text"])
        assert rule["fullDescription"]["text"] in text
        assert rule["fullDescription"]["text"] in shown.text
        assert set(shown.tags) <= {"p", "strong", "ul", "li", "a"}
        assert all(source in shown.text for source in rule["properties"]["sources"])


def test_sarif_takes_errors_first_and_says_what_it_leaves_out(tmp_path: Path) -> None:
    report = checked(tmp_path / "a.json", duplicates(6000))
    results = valid_sarif(report)["results"]
    counts = Counter(result["ruleId"] for result in results)
    closing = results[-1]
    assert len(results) == sarif.SHOWN
    assert closing["properties"]["leftOut"] == {"BX101": 6000 - counts["BX101"], "BX301": 1}
    assert closing["level"] == "error"
    assert sum(counts.values()) - 1 + sum(closing["properties"]["leftOut"].values()) == len(report)
    assert re.search(r"1,002 of 6,001 findings are left out: .* 1,001 BX101, 1 BX301\.", closing["message"]["text"])


def test_sarif_of_just_so_many_leaves_out_nothing(tmp_path: Path) -> None:
    results = valid_sarif(checked(tmp_path / "a.json", duplicates(sarif.SHOWN - 1)))["results"]
    assert Counter(result["ruleId"] for result in results) == {"BX101": sarif.SHOWN - 1, "BX301": 1}


@pytest.mark.skipif(os.name == "nt", reason="no such names there")
def test_github_takes_no_command_from_the_totals(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The runner trims a line before it looks for two colons, and finds `##[` anywhere."""
    monkeypatch.chdir(tmp_path)
    for name in ("::stop-commands::x.json", "a ##[add-mask]a.json"):
        document = coco(annotation(1, 1, [10, 10, 50, 40], boxlint={"ignore": ["BX104"]}))
        Path(name).write_text(json.dumps(document), encoding="utf-8")
    (*_, totals) = "".join(github.write(boxlint.check(".", isolated=True))).partition("Checked ")
    assert "stop-commands" in totals
    assert "add-mask" in totals
    assert not [line for line in totals.splitlines() if line.strip().startswith("::") or "##[" in line]


def test_a_message_for_github_is_cut(tmp_path: Path) -> None:
    report = checked(tmp_path / "a.json", duplicates(0, category="x" * 100_000))
    assert max(len(message) for _, _, message in valid_github(report)) == 2000


def test_github_shows_ten_of_a_kind_some_of_each_rule_and_counts_the_others() -> None:
    report = boxlint.check(SAMPLES, select=["ALL"], isolated=True)
    assert min(report.summary.by_severity.values()) > 10
    commands = valid_github(report)
    for severity, total in report.summary.by_severity.items():
        shown = [properties["title"].split()[0] for kind, properties, _ in commands if kind == severity]
        [(properties, message)] = [
            (properties, message)
            for kind, properties, message in commands
            if kind == "notice" and severity in properties["title"]
        ]
        assert len(shown) == github.SHOWN
        assert properties["title"] == f"boxlint: {total - 10} more {severity}s"
        left = sum(map(int, re.findall(r"(\d+) BX", message)))
        assert left == total - 10
        rules = {finding.code for finding in report if finding.severity == severity}
        assert len(set(shown)) >= min(10, len(rules))


def test_junit_has_a_test_case_for_each_rule_and_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name, count in (("a.json", 30), ("b.json", 3)):
        Path(name).write_text(json.dumps(duplicates(count)), encoding="utf-8")
    root = valid_junit(boxlint.check(["a.json", "b.json"], select=["BX101", "BX301"], isolated=True))
    found = {(case.get("classname"), case.get("name")): case.find("failure") for case in root.iter("testcase")}
    assert set(found) == {
        (f"boxlint.{rule}", name)
        for rule in ("BX101-zero-area-box", "BX301-duplicate-box")
        for name in ("a.json", "b.json")
    }
    many = found["boxlint.BX101-zero-area-box", "a.json"]
    assert many.get("message") == "30 findings: The box has no area."
    lines = many.text.splitlines()
    assert len(lines) == junit.EXAMPLES + 1
    assert lines[0].startswith("a.json, byte ")
    assert lines[-1] == "... 20 more"
    few = found["boxlint.BX101-zero-area-box", "b.json"].text.splitlines()
    assert len(few) == 3
    assert all(line.startswith("b.json, byte ") for line in few)


def test_junit_leaves_out_test_cases_but_counts_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(9):
        (tmp_path / f"{number}.json").write_text(json.dumps(duplicates(2)), encoding="utf-8")
    monkeypatch.setattr(junit, "CASES", 7)
    report = boxlint.check(tmp_path, select=["BX101", "BX301"], isolated=True)
    root = valid_junit(report)
    assert len(root.findall(".//testcase")) == 8
    assert counted_in(root) == len(report) == 27
    assert root.findall(".//testcase")[-1].get("name").endswith("more findings in 11 test cases")


def test_markdown_has_every_rule_with_its_count(report: Report) -> None:
    text = "".join(markdown.write(report, Layout(command="data")))
    rows = re.findall(r"^\| :(x|warning): \w+ \| \*\*(\w+)\*\* .*? \| ([\d,]+) \|", text, re.MULTILINE)
    assert {code: int(count) for _, code, count in rows} == report.summary.by_rule
    assert text.count("<details>") == text.count("</details>") == len(rows)
    totals = report.summary.by_severity
    assert text.startswith(f"## boxlint: {totals['error']} errors and {totals['warning']} warnings\n")


def test_markdown_counts_images_that_are_hit_themselves(tmp_path: Path) -> None:
    labels = tmp_path / "labels"
    labels.mkdir()
    for name in ("a", "b", "c"):
        shutil.copy("sample_data/voc/clean/000001.xml", labels / f"{name}.xml")
    text = "".join(markdown.write(boxlint.check(labels, select=["BX306"], isolated=True), Layout()))
    assert "| 2 | 2 |" in text


def test_markdown_never_outgrows_a_summary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    report = checked(tmp_path / "a.json", duplicates(3000, file_name="x" * 900))
    assert len(written(markdown.write(report, Layout(examples=0)))) < 2**20
    monkeypatch.setattr(markdown, "ROOM", 10_000)
    text = written(markdown.write(report, Layout(examples=0))).decode()
    assert len(text) < 15_000
    assert "More examples, of 2 rules, do not fit into a summary." in text
    assert re.search(
        r"<summary>BX101 zero-area-box: \d+ of 3,000 boxes \(all: <code>boxlint check --select BX101", text
    )


def test_odd_names_stay_text_in_every_format(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    report = checked(tmp_path / "a.json", duplicates(1, category=ODD, file_name=ODD))
    shown = printable(ODD).replace("\\ud800", "?")
    message = f"repeats an earlier {shown} of its image, coordinate for coordinate"
    said = f"image {shown}, annotation 2: {message}"
    result = valid_sarif(report)["results"][-1]
    assert "{{0}}" in result["message"]["text"]
    assert "\\[x](http" in result["message"]["text"]
    assert result["message"]["text"].replace("{{0}}", "{0}").replace("\\[x", "[x") == said
    assert valid_gitlab(report)[-1]["description"] == f"duplicate-box: {said}"
    assert valid_github(report)[-1][2] == said
    [failure] = valid_junit(report).iterfind("testsuite[@name='BX301 duplicate-box']/testcase/failure")
    assert failure.text.endswith(said)
    page = rendered("".join(markdown.write(report, Layout())))
    assert set(page.tags) <= {
        *("h2", "table", "thead", "tbody", "tr", "th", "td", "strong", "br", "p", "pre", "code", "details", "summary")
    }
    assert said[: markdown.LINE - 60] in page.text


@pytest.mark.skipif(sys.platform != "linux", reason="file names are Unicode here")
@pytest.mark.parametrize(
    "name", [b"a b#c?%20.json", b"a\xff.json", "港口:1,x.json".encode(), b"a&\"<b>'.json", b"-x\n.json"]
)
def test_odd_file_names(name: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    report = checked(Path(os.fsdecode(name)), duplicates(1))
    for result in valid_sarif(report)["results"]:
        artifact = result["locations"][0]["physicalLocation"]["artifactLocation"]
        assert unquote_to_bytes(artifact["uri"]) == name
        assert artifact["uriBaseId"] == sarif.ROOT
        assert re.fullmatch(r"[\w.~%/-]+", artifact["uri"], re.ASCII)
    assert {entry["location"]["path"] for entry in valid_gitlab(report)} == {
        os.fsdecode(name).encode("utf-8", "replace").decode()
    }
    assert {properties["file"] for _, properties, _ in valid_github(report)} == {printable(os.fsdecode(name))}
    assert {case.get("name") for case in valid_junit(report).iter("testcase")} == {printable(os.fsdecode(name))}


def test_a_file_elsewhere_has_a_whole_address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    for result in valid_sarif(checked(tmp_path / "a b.json", duplicates(1)))["results"]:
        artifact = result["locations"][0]["physicalLocation"]["artifactLocation"]
        assert artifact == {"uri": (tmp_path / "a b.json").as_uri()}


def test_a_finding_about_whole_folders_has_a_path_and_a_line() -> None:
    report = boxlint.check(
        [SAMPLES.parent.parent / "voc", SAMPLES.parent.parent / "dota"], select=["ALL"], isolated=True
    )
    placeless = [finding.location is None or finding.location.line is None for finding in report]
    assert 0 < sum(placeless) < len(report)
    for result, entry in zip(valid_sarif(report)["results"], valid_gitlab(report), strict=True):
        place = result["locations"][0]["physicalLocation"]
        assert place["artifactLocation"]["uri"]
        assert place["region"]["startLine"] == entry["location"]["lines"]["begin"] >= 1
    assert counted_in(valid_junit(report)) == len(report)


@given(st.text())
def test_escaped_text_is_shown_as_it_is(text: str) -> None:
    text = f"x {text} y"
    shown = rendered(f"| a |\n|---|\n| {escaped(text)} |\n")
    assert shown.tags == ["table", "thead", "tr", "th", "tbody", "tr", "td"]
    assert shown.text.split("a", 1)[1].split() == printable(text).split()
    assert not re.search(r"@\w|://|www\.\w", escaped(text), re.IGNORECASE)


@given(st.lists(st.text(alphabet=st.characters() | st.sampled_from("`~\n"))))
def test_a_block_of_code_holds_anything(lines: list[str]) -> None:
    shown = rendered("".join(fenced(lines)))
    assert shown.tags == ["pre", "code"]
    assert shown.text.removesuffix("\n") == "".join(f"{printable(line)}\n" for line in lines)


def test_only_web_addresses_are_links() -> None:
    assert link("https://a.b/c?d=e&f") == "<https://a.b/c?d=e&f>"
    for address in ("javascript:alert(1)", "https://a b", "https://a><b>", "https://a\nb"):
        assert "<" not in link(address)


@given(st.lists(st.integers(0, 50)), st.integers(0, 200))
def test_shares_are_fair(counts: list[int], room: int) -> None:
    shares = fair_shares(counts, room)
    assert all(0 <= share <= count for share, count in zip(shares, counts, strict=True))
    assert sum(shares) == min(room, sum(counts))
    cut = [share for share, count in zip(shares, counts, strict=True) if share < count]
    # none that is cut has less than another has, but for the one that cannot be shared
    assert not cut or max(shares) - min(cut) <= 1
