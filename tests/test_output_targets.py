from __future__ import annotations

import json
from pathlib import Path

import pytest

import boxlint
from boxlint.errors import UserError
from boxlint.outputs import WRITERS, parse_target
from boxlint.settings.files import load_settings
from tests.command_line import boxlint_says, with_closed_pipe
from tests.dirty_dataset import annotation, coco, write_clean, write_dirty

pytestmark = pytest.mark.usefixtures("folder")


def formats(*targets: str) -> list[str]:
    """The options for some targets."""
    return [argument for target in targets for argument in ("--output-format", target)]


def timeless(text: str) -> str:
    return text.partition("Checked ")[0]


def test_several_reports_of_one_run(folder: Path) -> None:
    write_dirty(folder / "data")
    result = boxlint_says("check", "data", *formats("sarif:out.sarif", "full", "junit:out.xml", "json:out.json"))
    assert result.exit_code == 1
    assert result.stderr == ""
    assert timeless(result.stdout) == timeless(boxlint_says("check", "data").stdout)
    findings = json.loads(Path("out.json").read_text(encoding="utf-8"))["findings"]
    assert len(json.loads(Path("out.sarif").read_text(encoding="utf-8"))["runs"][0]["results"]) == len(findings) > 5
    assert Path("out.xml").read_text(encoding="utf-8").startswith("<?xml ")


@pytest.mark.parametrize("form", WRITERS)
def test_a_file_gets_what_stdout_would(form: str, folder: Path) -> None:
    write_dirty(folder / "data")
    printed = boxlint_says("check", "data", *formats(form))
    written = boxlint_says("check", "data", *formats(f"{form}:report"))
    assert (written.exit_code, written.stdout) == (1, "")
    text = Path("report").read_text(encoding="utf-8")
    assert text.count("\n") == printed.stdout.count("\n") > 0
    assert timeless(text).partition('"summary"')[0] == timeless(printed.stdout).partition('"summary"')[0]
    # the totals: with text for people, and once
    assert ("Checked " in written.stderr) == (form in ("full", "concise"))
    assert ("Checked " in printed.stderr) == (form == "concise")


def test_output_file_is_for_the_format_that_has_none(folder: Path) -> None:
    write_dirty(folder / "data")
    assert boxlint_says("check", "data", *formats("sarif", "concise:list.txt"), "-o", "out.sarif").exit_code == 1
    assert json.loads(Path("out.sarif").read_text(encoding="utf-8"))["version"] == "2.1.0"
    assert "BX101" in Path("list.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (formats("sarif", "full"), "sarif and full both go to stdout; give one a file, as full:FILE"),
        (formats("sarif:x", "full", "json"), "full and json both go to stdout"),
        (formats("sarif:x", "json:./x"), "sarif and json both go to x; name two files"),
        ([*formats("sarif:x", "json"), "-o", "x"], "sarif and json both go to x"),
        ([*formats("sarif:x"), "-o", "y"], "--output-file y: every format has a file; leave it out"),
        ([*formats("sarif", "json"), "-o", "y"], "sarif and json both go to y"),
        (formats("sariff"), "output-format: there is no format sariff; did you mean sarif?"),
        (formats("html5x"), "output-format: there is no format html5x; there are full, "),
        (formats("sarif:"), "output-format: sarif: names no file: expected sarif or sarif:FILE"),
        (formats("full,json"), "output-format: there is no format full,json"),
        (formats("sarif:no/where.sarif"), "output-format no/where.sarif: its folder does not exist"),
        (formats("full", "sarif:."), "output-format .: is a folder"),
        (formats("full", "sarif:data/instances.json"), "is one of the checked files; name another"),
        ([*formats("sarif:x"), "--statistics"], "--statistics: sarif has no counts by rule alone; there are full, "),
    ],
)
def test_what_cannot_be_is_refused_in_one_sentence(arguments: list[str], expected: str, folder: Path) -> None:
    write_dirty(folder / "data")
    before = sorted((path, path.read_bytes()) for path in folder.rglob("*") if path.is_file())
    result = boxlint_says("check", "data", *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    [line] = result.stderr.splitlines()
    assert expected in line
    assert sorted((path, path.read_bytes()) for path in folder.rglob("*") if path.is_file()) == before


def test_the_configuration_and_the_baseline_are_never_overwritten(folder: Path) -> None:
    """Nor what the configuration extends, nor a baseline that is not used."""
    write_dirty(folder / "data")
    Path("base.toml").write_text('baseline = "known.json"', encoding="utf-8")
    Path("boxlint.toml").write_text('extend = "base.toml"', encoding="utf-8")
    for arguments in (("--baseline", "known.json"), ("--baseline", "other.json")):
        assert boxlint_says("baseline", *arguments).exit_code == 0
    own = ("base.toml", "boxlint.toml", "known.json")
    before = [Path(name).read_bytes() for name in (*own, "other.json")]
    runs = [["stats", "-o", name] for name in own] + [["check", "--baseline", "other.json", "-o", "other.json"]]
    for name in own:
        runs += [["report", "-o", name], ["report", "--no-baseline", "-o", name]]
        for command in (["check"], ["check", "--no-baseline"], ["check", "--fix"], ["fix"]):
            runs.append([*command, *formats("full", f"sarif:{name}")])
    for run in runs:
        result = boxlint_says(*run)
        assert (result.exit_code, result.stdout) == (2, ""), run
        assert result.stderr.endswith(": is the configuration or the baseline; name another\n"), run
    assert boxlint_says("baseline", "--baseline", "boxlint.toml").exit_code == 2
    assert [Path(name).read_bytes() for name in (*own, "other.json")] == before


def test_a_baseline_is_kept_where_there_is_no_configuration(folder: Path) -> None:
    write_dirty(folder)
    assert boxlint_says("baseline").exit_code == 0
    before = Path("boxlint-baseline.json").read_bytes()
    for options in ((), ("--no-baseline",), ("--isolated",)):
        assert boxlint_says("check", *options, "-o", "boxlint-baseline.json").exit_code == 2
    assert Path("boxlint-baseline.json").read_bytes() == before


@pytest.mark.parametrize("command", ["check", "fix", "stats"])
def test_what_boxlint_writes_is_no_unknown_file(command: str, folder: Path) -> None:
    write_clean(folder)
    Path("boxlint.toml").write_text(
        'baseline = "known.json"\noutput-format = ["full", "json:found.json"]', encoding="utf-8"
    )
    assert boxlint_says("baseline", "--baseline", "known.json").exit_code == 0
    for name in ("known.json", "found.json", "out.json", "stranger.json"):
        Path(name).write_text('{"version": 1, "files": {}}', encoding="utf-8")
    assert "Skipped 2 files of no known format: out.json, stranger.json\n" in boxlint_says(command).stdout
    assert boxlint.check(".", baseline=False).skipped == ("out.json", "stranger.json")
    if command != "stats":
        text = boxlint_says(command, "--no-baseline", *formats("full", "json:out.json")).stdout
        assert "Skipped 1 file of no known format: stranger.json\n" in text
    if command == "check":
        assert boxlint_says("check", *formats("json"), "-o", "out.json").exit_code == 0
        assert json.loads(Path("out.json").read_text(encoding="utf-8"))["summary"]["skipped_files"] == 1


def test_a_report_does_not_overwrite_annotations_that_it_would_leave_out(folder: Path) -> None:
    write_dirty(folder / "data")
    Path("boxlint.toml").write_text('output-format = "json:data/instances.json"', encoding="utf-8")
    before = Path("data/instances.json").read_bytes()
    assert boxlint_says("check").exit_code == 2
    assert Path("data/instances.json").read_bytes() == before


def test_a_drive_is_part_of_the_file() -> None:
    assert str(parse_target(r"sarif:C:\x.sarif").file) == r"C:\x.sarif"
    assert str(parse_target("junit:a:b.xml").file) == "a:b.xml"
    with pytest.raises(UserError):
        parse_target(r"C:\x.sarif")


def test_the_setting_is_one_or_a_list_with_files_beside_the_configuration(folder: Path) -> None:
    write_dirty(folder / "data")
    file = folder / "data" / "boxlint.toml"
    file.write_text('output-format = "concise"', encoding="utf-8")
    assert load_settings(file).output_format == ("concise",)
    assert boxlint_says("check", "data").stdout.startswith("data/")
    file.write_text('output-format = ["concise", "sarif:../out.sarif"]', encoding="utf-8")
    assert boxlint_says("check", "data").stdout.startswith("data/")
    assert json.loads(Path("out.sarif").read_text(encoding="utf-8"))["version"] == "2.1.0"
    Path("out.sarif").unlink()
    # the command line starts anew
    assert boxlint_says("check", "data", *formats("full")).stdout.startswith("error ")
    assert not Path("out.sarif").exists()


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ('"yaml"', "output-format: there is no format yaml; there are full, concise"),
        ('["full", "jsn:x"]', "output-format: there is no format jsn; did you mean json?"),
        ("[]", "output-format: expected a list that is not empty"),
        ("[1]", "output-format[0]: expected a string, got a whole number"),
        ("true", "output-format: expected a list, got true or false"),
    ],
)
def test_a_wrong_setting_is_said(value: str, expected: str, folder: Path) -> None:
    (folder / "boxlint.toml").write_text(f"output-format = {value}", encoding="utf-8")
    with pytest.raises(UserError, match=r"boxlint\.toml: ") as caught:
        load_settings(folder / "boxlint.toml")
    assert expected in str(caught.value)


def test_statistics_in_several_formats(folder: Path) -> None:
    write_dirty(folder)
    result = boxlint_says("check", "--statistics", *formats("full", "json:counts.json"))
    listed = json.loads(Path("counts.json").read_text(encoding="utf-8"))
    assert [row["code"] for row in listed] == [line.split()[1] for line in result.stdout.splitlines()]


def test_fix_reports_what_is_left(folder: Path) -> None:
    write_dirty(folder)
    result = boxlint_says("fix", "--unsafe-fixes", "--drop-invalid", *formats("full", "jsonl:left.jsonl"))
    assert "Fixed " in result.stdout
    left = [json.loads(line) for line in Path("left.jsonl").read_text(encoding="utf-8").splitlines()]
    found = [json.loads(line) for line in boxlint_says("check", *formats("jsonl")).stdout.splitlines()]
    assert left == found
    assert "BX101" not in {finding["code"] for finding in left}


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["--dry-run", *formats("sarif:x")], "--diff and --dry-run write no report"),
        (["--diff", *formats("full", "sarif:x")], "--diff and --dry-run write no report"),
        (["--report", "x", *formats("sarif:x")], "--report x: is where another output goes"),
        (["--output", "new", *formats("sarif:new/instances.json")], "its folder does not exist"),
        (["--output-file", "copy.json", *formats("sarif:copy.json")], "copy.json: is where another output goes"),
        (formats("sarif:instances.json"), "is one of the checked files"),
    ],
)
def test_fix_refuses_reports_where_its_own_files_go(arguments: list[str], expected: str, folder: Path) -> None:
    write_dirty(folder)
    before = (folder / "instances.json").read_bytes()
    result = boxlint_says("fix", "instances.json", "--drop-invalid", *arguments)
    assert result.exit_code == 2
    assert expected in result.stderr
    assert (folder / "instances.json").read_bytes() == before
    assert not Path("x").exists()


def test_a_dry_run_leaves_reports_of_the_configuration_alone(folder: Path) -> None:
    write_dirty(folder)
    (folder / "boxlint.toml").write_text('output-format = ["full", "sarif:out.sarif"]', encoding="utf-8")
    assert boxlint_says("fix", "--dry-run", "--drop-invalid").exit_code == 1
    assert not Path("out.sarif").exists()


def test_clean_data_leaves_valid_files(folder: Path) -> None:
    write_clean(folder / "data")
    files = [f"{form}:{form}.out" for form in WRITERS]
    assert boxlint_says("check", "data", *formats(*files)).exit_code == 0
    assert all(Path(f"{form}.out").is_file() for form in WRITERS)


@pytest.mark.parametrize("form", [form for form in WRITERS if form not in ("markdown", "github", "junit", "full")])
def test_a_closed_pipe_is_quiet_and_the_files_are_written(form: str, folder: Path) -> None:
    boxes = [annotation(number, 1, [10, 20, 30, 0]) for number in range(1, 3000)]
    (folder / "a.json").write_text(json.dumps(coco(*boxes), indent=1), encoding="utf-8")
    assert with_closed_pipe("check", "a.json", *formats(form, "markdown:summary.md")) == (1, "")
    assert Path("summary.md").read_text(encoding="utf-8").startswith("## boxlint: ")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_a_full_disk_is_said(folder: Path) -> None:
    write_dirty(folder)
    result = boxlint_says("check", *formats("full", "sarif:/dev/full"))
    assert result.exit_code == 2
    assert "output-format /dev/full: cannot be written: No space left on device" in result.stderr
