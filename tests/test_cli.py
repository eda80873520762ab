from __future__ import annotations

import json
import os
import re
import shlex
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import boxlint
from boxlint.cli import commands, explain, progress
from boxlint.cli.output import use_color
from boxlint.frameworks.files import load_frameworks
from boxlint.rule_files import load_rules
from tests.command_line import ROOT, boxlint_says, with_closed_pipe
from tests.dirty_dataset import VOC, annotation, coco, write_clean, write_dirty

pytestmark = pytest.mark.usefixtures("folder")


def process(*arguments: str, **options: object) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "boxlint", *arguments]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(command, capture_output=True, check=False, env=environment, **options)  # type: ignore[call-overload, no-any-return]


def one_sentence(result: Result) -> str:
    """The only line of stderr of a run that could not be done."""
    assert result.exit_code == 2
    assert result.stdout == ""
    [line] = result.stderr.splitlines()
    assert "Traceback" not in line
    return line


def test_exit_codes(folder: Path) -> None:
    write_clean(folder / "clean")
    write_dirty(folder / "dirty")
    assert boxlint_says("check", "clean").exit_code == 0
    assert boxlint_says("check", "dirty").exit_code == 1
    assert boxlint_says("check", "dirty", "--exit-zero").exit_code == 0
    assert boxlint_says("check", "gone").exit_code == 2


def test_fail_on_error_lets_warnings_pass(folder: Path) -> None:
    write_dirty(folder)
    assert boxlint_says("check", "--select", "BX202").exit_code == 1
    assert boxlint_says("check", "--select", "BX202", "--fail-on", "error").exit_code == 0
    assert boxlint_says("check", "--select", "BX101", "--fail-on", "error").exit_code == 1
    assert boxlint_says("check", "--select", "BX202", "--severity", "BX202=error", "--fail-on", "error").exit_code == 1


def test_the_working_directory_is_checked_without_paths(folder: Path) -> None:
    write_dirty(folder)
    assert "instances.json" in boxlint_says("check").stdout


def test_select_takes_commas_and_repetition(folder: Path) -> None:
    write_dirty(folder)
    result = boxlint_says(
        "check", "--output-format", "jsonl", "--select", "BX101,BX202", "--select", "not-finite-coordinate"
    )
    assert {json.loads(line)["code"] for line in result.stdout.splitlines()} == {"BX001", "BX101", "BX202"}
    result = boxlint_says("check", "--output-format", "jsonl", "--select", "BX1", "--ignore", "zero-area-box")
    assert "BX101" not in result.stdout


def test_severity_off_silences_a_rule(folder: Path) -> None:
    write_dirty(folder)
    result = boxlint_says("check", "--statistics", "--severity", "BX101=off,BX202=error")
    assert "BX101" not in result.stdout
    assert "BX202" in result.stdout


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["check", "gone.json"], "gone.json"),
        (["check", "empty"], "empty"),
        (["check", "--select", "BX9999"], "unknown rule BX9999"),
        (["check", "--select", "zero-area-bx"], "did you mean zero-area-box?"),
        (["check", "--select", "BX1O1"], "did you mean BX101?"),
        (["check", "--for", "mmdet"], "did you mean mmdet-coco or mmdet-voc?"),
        (["check", "--severity", "BX101"], "expected CODE=LEVEL"),
        (["check", "--severity", "BX101=fatal"], "expected error, warning or off"),
        (["check", "--format", "yolo9000"], "yolo9000"),
        (["check", "--device", "gpu"], "expected auto, cpu, cuda or cuda:N"),
        (["check", "--device", "cuda:99"], "cuda:99"),
        (["check", "--config", "gone.toml"], "gone.toml"),
        (["check", "--config", "bad.toml"], "bad.toml: unknown key selct; did you mean select?"),
        (["check", "--config", "bad.toml", "--isolated"], "leave one out"),
        (["check", "-o", "gone/report.json"], "gone/report.json"),
        (["check", "-o", "empty"], "is a folder"),
        (["check", "-o", "-"], "--output-file -: expected a file"),
        (["check", "--output-format", "sarif:-"], "-: expected a file"),
        (["report", "-o", "-"], "--output-file -: expected a file"),
        (["stats", "--output-file", "-"], "--output-file -: expected a file"),
        (["explain", "BX9999"], "unknown rule BX9999"),
        (["chek"], "did you mean check?"),
        (["rules", "test", "empty"], "empty"),
        (["rules", "new", "Not A Name"], "lower case"),
        (["rules", "new", "zero-area-box"], "choose another"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(arguments: list[str], expected: str, folder: Path) -> None:
    write_clean(folder / "data")
    (folder / "empty").mkdir()
    (folder / "bad.toml").write_text('selct = ["BX1"]', encoding="utf-8")
    assert expected in one_sentence(boxlint_says(*arguments))


def test_an_unknown_option_is_exit_2() -> None:
    result = boxlint_says("check", "--selekt", "BX1")
    assert result.exit_code == 2
    assert "--select" in result.stderr


def test_an_unknown_file_that_is_named(folder: Path) -> None:
    write_dirty(folder)
    assert "settings.json" in one_sentence(boxlint_says("check", "settings.json"))
    result = boxlint_says("check", "--skip-unknown", "settings.json")
    assert result.exit_code == 0
    assert len(result.output.splitlines()) == 1
    assert boxlint_says("check", "--skip-unknown", "settings.json", "instances.json").exit_code == 1


def test_unknown_files_in_folders_are_counted(folder: Path) -> None:
    write_dirty(folder)
    assert "settings.json" in boxlint_says("check").stdout
    summary = json.loads(boxlint_says("check", "--output-format", "json").stdout)["summary"]
    assert (summary["files"], summary["skipped_files"], summary["exit_code"]) == (2, 1, 1)


def test_excluded_files(folder: Path) -> None:
    write_dirty(folder)
    (folder / "boxlint.toml").write_text('exclude = ["voc"]', encoding="utf-8")
    assert "quay.xml" not in boxlint_says("check", "--output-format", "concise").stdout
    assert "quay.xml" in boxlint_says("check", "--output-format", "concise", "voc/quay.xml").stdout
    forced = boxlint_says("check", "--output-format", "concise", "--force-exclude", "--skip-unknown", "voc/quay.xml")
    assert (forced.exit_code, forced.stdout) == (0, "")


def test_configuration_and_command_line(folder: Path) -> None:
    write_dirty(folder)
    (folder / "boxlint.toml").write_text('select = ["BX101"]\noutput-format = "concise"', encoding="utf-8")
    assert set(re.findall(r"BX\d+", boxlint_says("check").stdout)) == {"BX101"}
    assert set(re.findall(r"BX\d+", boxlint_says("check", "--select", "BX202").stdout)) == {"BX202"}
    assert "BX001" in boxlint_says("check", "--isolated").stdout


def test_per_file_ignores_and_parameters(folder: Path) -> None:
    write_dirty(folder)
    (folder / "boxlint.toml").write_text(
        'select = ["BX101", "BX104"]\noutput-format = "concise"\n[per-file-ignores]\n"voc/**" = ["BX101"]\n'
        '[parameters."extreme-aspect-ratio"]\nmax_ratio = 2\nby_category = { bridge = 500 }',
        encoding="utf-8",
    )
    found = boxlint_says("check").stdout
    assert "BX101" in found
    assert "quay.xml" not in found
    assert "BX104" not in found
    (folder / "boxlint.toml").write_text("[parameters.BX104]\nby_category = { bridge = 10 }", encoding="utf-8")
    assert "BX104" in boxlint_says("check").stdout


def test_output_file(folder: Path) -> None:
    write_dirty(folder / "data")
    result = boxlint_says("check", "data", "--output-format", "json", "-o", "report.json")
    assert (result.exit_code, result.stdout) == (1, "")
    written = json.loads((folder / "report.json").read_text(encoding="utf-8"))
    printed = json.loads(boxlint_says("check", "data", "--output-format", "json").stdout)
    assert written["findings"] == printed["findings"]


def test_exit_zero_is_told_to_programs(folder: Path) -> None:
    write_dirty(folder)
    result = boxlint_says("check", "--output-format", "json", "--exit-zero")
    assert json.loads(result.stdout)["summary"]["exit_code"] == result.exit_code == 0


def test_concise_has_nothing_but_findings_on_stdout(folder: Path) -> None:
    write_dirty(folder)
    result = boxlint_says("check", "--output-format", "concise")
    assert all(re.match(r"\S+:\d+:\d+: BX\d+ \[(error|warning)\] .", line) for line in result.stdout.splitlines())
    assert result.stderr.startswith("Checked ")


def test_hints_are_for_the_same_run(folder: Path) -> None:
    """A hint that left `--images` out would list nothing of what needs them."""
    write_dirty(folder / "data")
    (folder / "my images").mkdir()
    options = ("--images", "my images", "--for", "mmdet-coco,amp", "--isolated", "data")
    shown = boxlint_says("check", "--max-per-rule", "1", "--select", "BX207", *options).stdout
    (hint,) = re.findall(r"boxlint (check .*)", shown)
    listed = boxlint_says(*shlex.split(hint)).stdout.splitlines()
    assert f"{len(listed):,} image" in shown


def test_statistics_come_with_the_totals(folder: Path) -> None:
    """Else a run without findings says nothing, and one that fails by `--strict` not why."""
    write_clean(folder / "data")
    result = boxlint_says("check", "data", "--statistics")
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr.startswith("Checked ")
    assert "No findings." in result.stderr


def test_statistics_in_every_format(folder: Path) -> None:
    write_dirty(folder)
    listed = json.loads(boxlint_says("check", "--statistics", "--output-format", "json").stdout)
    lines = [
        json.loads(line)
        for line in boxlint_says("check", "--statistics", "--output-format", "jsonl").stdout.splitlines()
    ]
    assert listed == lines
    text = boxlint_says("check", "--statistics").stdout.splitlines()
    assert [line.split()[:2] for line in text] == [[str(row["count"]), row["code"]] for row in listed]


def test_colour_choices(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_dirty(folder)
    assert "\x1b[" not in boxlint_says("check").stdout
    assert "\x1b[" in CliRunner().invoke(commands, ["check", "--color", "always"], color=True).stdout
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert use_color("auto")
    assert not use_color("never")
    monkeypatch.setenv("NO_COLOR", "1")
    assert not use_color("auto")
    assert use_color("always")


def test_torch_finds_the_same(folder: Path) -> None:
    pytest.importorskip("torch")
    write_dirty(folder)
    plain = boxlint_says("check", "--output-format", "jsonl").stdout
    assert plain
    assert boxlint_says("check", "--output-format", "jsonl", "--device", "cpu").stdout == plain


def test_explain_by_code_and_name() -> None:
    by_code, by_name = boxlint_says("explain", "bx101"), boxlint_says("explain", "zero-area-box")
    assert by_code.exit_code == 0
    assert by_code.stdout == by_name.stdout
    assert by_code.stdout.startswith("BX101 zero-area-box (error)")
    assert "max_ratio = 100" in boxlint_says("explain", "BX104").stdout


def test_every_rule_can_be_explained() -> None:
    listed = json.loads(boxlint_says("rules", "--output-format", "json").stdout)
    assert len(listed) > 20
    rules = load_rules()
    known = load_frameworks(rules)
    for rule in listed:
        page = "".join(explain.page(rules[rule["code"]], rules, known, 100, lambda text, **_: text))
        assert rule["summary"].split()[-1] in page
        assert page.startswith(rule["code"])


def test_rules_are_listed() -> None:
    lines = boxlint_says("rules").stdout.splitlines()
    assert re.match(r"BX001 +error +not-finite-coordinate +\S", lines[0])
    assert any(re.match(r"BX010 +off ", line) for line in lines)


def test_a_new_rule_passes_its_examples_and_is_used(folder: Path) -> None:
    write_clean(folder / "data")
    assert boxlint_says("rules", "new", "narrow-ship", "--directory", "ours").exit_code == 0
    assert (folder / "ours" / "MY001-narrow-ship.toml").is_file()
    assert boxlint_says("rules", "new", "narrower-ship", "--directory", "ours").exit_code == 0
    tested = boxlint_says("rules", "test", "ours")
    assert (tested.exit_code, tested.stdout) == (0, "Rules tested: 2. Examples that failed: 0.\n")
    (folder / "boxlint.toml").write_text(
        'rules = ["ours"]\n[parameters.narrow-ship]\nmin_width = 1000', encoding="utf-8"
    )
    assert boxlint_says("rules", "test").stdout == tested.stdout
    assert "MY001" in boxlint_says("check", "data").stdout
    assert "narrow-ship" in boxlint_says("explain", "narrow-ship").stdout


def test_a_rule_whose_example_does_not_fire_fails(folder: Path) -> None:
    boxlint_says("rules", "new", "narrow-ship")
    file = folder / "MY001-narrow-ship.toml"
    file.write_text(
        file.read_text(encoding="utf-8").replace("[10, 10, 3.9, 20]", "[10, 10, 4.1, 20]"), encoding="utf-8"
    )
    result = boxlint_says("rules", "test", ".")
    assert result.exit_code == 1
    assert "MY001 narrow-ship: bad example" in result.stdout


def test_the_unexpected_is_a_sentence_too(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_clean(folder)

    def explode(*arguments: object, **options: object) -> None:
        raise ZeroDivisionError("by chance")

    monkeypatch.setattr("boxlint.session.read_files", explode)
    line = one_sentence(boxlint_says("check"))
    assert "ZeroDivisionError: by chance" in line
    assert "BOXLINT_TRACEBACK=1" in line
    monkeypatch.setenv("BOXLINT_TRACEBACK", "1")
    result = boxlint_says("check")
    assert result.exit_code == 2
    assert "Traceback" in result.stderr


def test_help_and_version() -> None:
    assert boxlint_says("-h").exit_code == 0
    assert boxlint_says("check", "-h").exit_code == 0
    assert boxlint_says("--version").stdout == f"boxlint {boxlint.__version__}\n"


def test_exit_codes_of_the_real_program(folder: Path) -> None:
    write_clean(folder / "clean")
    write_dirty(folder / "dirty")
    assert process("check", "clean").returncode == 0
    assert process("check", "dirty").returncode == 1
    failed = process("check", "gone")
    assert (failed.returncode, failed.stdout) == (2, b"")
    assert failed.stderr.count(b"\n") == 1


def test_a_closed_pipe_is_quiet(folder: Path) -> None:
    boxes = [annotation(number, 1, [10, 20, 30, 0]) for number in range(1, 5000)]
    (folder / "a.json").write_text(json.dumps(coco(*boxes), indent=1), encoding="utf-8")
    for form in ("concise", "json"):
        assert with_closed_pipe("check", "--output-format", form) == (1, "")


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGINT to a single process")
def test_an_interrupt_is_quiet(folder: Path) -> None:
    write_clean(folder)
    code = (
        # what is started in the background of a shell ignores interrupts, and so do its children
        "import boxlint.session, signal, time\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "def read(*arguments):\n    print('reading', flush=True)\n    time.sleep(60)\n"
        "boxlint.session.read_files = read\n"
        "from boxlint.__main__ import main\nimport sys\nsys.argv[1:] = ['check']\nmain()\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment
    ) as program:
        assert program.stdout is not None
        assert program.stderr is not None
        assert program.stdout.readline() == b"reading\n"
        program.send_signal(signal.SIGINT)
        assert program.stderr.read() == b""
    assert program.returncode == 130


def test_an_odd_terminal_is_no_obstacle(folder: Path) -> None:
    document = coco(annotation(1, 1, [10, 20, 30, 0]))
    document["images"][0] = {**document["images"][0], "file_name": "港口.jpg"}
    (folder / "a.json").write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    command = [sys.executable, "-m", "boxlint", "check"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "ascii"}
    text = subprocess.run(command, capture_output=True, check=False, env=environment)
    assert (text.returncode, text.stderr) == (1, b"")
    strict = subprocess.run([*command, "--output-format", "json"], capture_output=True, check=False, env=environment)
    assert json.loads(strict.stdout)["findings"][0]["image"]["file_name"] == "港口.jpg"


def imported_by(*arguments: str) -> set[str]:
    """The top-level modules that a run imports."""
    command = [sys.executable, "-X", "importtime", *arguments]
    run = subprocess.run(command, capture_output=True, check=False, env={**os.environ, "PYTHONPATH": str(ROOT)})
    assert run.returncode in (0, 1), run.stderr
    return {line.split("|")[-1].strip().split(".")[0] for line in run.stderr.decode().splitlines() if "|" in line}


def test_a_small_check_imports_nothing_heavy(folder: Path) -> None:
    (folder / "one.xml").write_text(VOC, encoding="utf-8")
    imported = imported_by("-m", "boxlint", "check", "one.xml")
    assert "numpy" in imported
    assert not imported & {"torch", "shapely", "pycocotools", "rich", "pydantic", "array_api_compat"}


def test_importing_boxlint_imports_nothing_at_all() -> None:
    imported = imported_by("-c", "import boxlint")
    assert not imported & {"numpy", "click", "msgspec", "pydantic"}


def test_every_public_name_is_there() -> None:
    for name in boxlint.__all__:
        assert getattr(boxlint, name) is not None
    assert callable(boxlint.check)


def test_records_are_pydantic_models() -> None:
    for name in ("coco", "dior", "dota", "rolabelimg", "voc"):
        module = getattr(boxlint.records, name)
        models = [
            value
            for value in vars(module).values()
            if hasattr(value, "model_json_schema") and value.__module__ == module.__name__
        ]
        assert models
        assert all(model.model_json_schema() for model in models)


def test_the_progress_bar_waits_and_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "PATIENCE", 0.01)
    with progress.progress_bar(9) as advance:
        bar = advance.__self__  # type: ignore[attr-defined]
        advance(2)
        deadline = time.monotonic() + 20
        while bar.bar is None and time.monotonic() < deadline:
            time.sleep(0.01)
        advance(3)
        assert (bar.bar.tasks[0].completed, bar.bar.tasks[0].total) == (5, 9)
    assert bar.bar.finished or not bar.bar.live.is_started


def test_a_quick_run_shows_no_bar() -> None:
    with progress.progress_bar(9) as advance:
        advance(9)
        bar = advance.__self__  # type: ignore[attr-defined]
    bar.show()
    assert bar.bar is None


def test_a_checked_file_is_never_overwritten(folder: Path) -> None:
    write_dirty(folder)
    before = (folder / "instances.json").read_bytes()
    for path in ("instances.json", "./instances.json", str(folder / "instances.json")):
        assert "is one of the checked files" in one_sentence(boxlint_says("check", "-o", path))
    assert (folder / "instances.json").read_bytes() == before


@pytest.mark.skipif(sys.platform != "linux", reason="file names are Unicode here")
def test_a_file_name_that_is_no_utf8_is_reported_on(folder: Path) -> None:
    write_dirty(folder)
    os.rename("instances.json", b"a\xff.json")
    for form in ("full", "concise", "json", "jsonl"):
        result = process("check", "--output-format", form)
        assert result.returncode == 1, result.stderr
        assert b"BX101" in result.stdout


def test_a_prefix_is_no_rule_to_explain() -> None:
    assert "stands for 7 rules; expected one of BX101, BX102" in one_sentence(boxlint_says("explain", "BX1"))
    assert "did you mean" not in one_sentence(boxlint_says("explain", "QQ777"))


def test_a_new_rule_takes_no_name_twice(folder: Path) -> None:
    assert boxlint_says("rules", "new", "narrow-ship").exit_code == 0
    assert "choose another" in one_sentence(boxlint_says("rules", "new", "narrow-ship"))
    assert "BX is the prefix" in one_sentence(boxlint_says("rules", "new", "wide-ship", "--code", "BX990"))


def test_selectors_may_be_one_string(folder: Path) -> None:
    write_dirty(folder)
    report = boxlint.check(folder, select="BX101,BX202")
    assert set(report.summary.by_rule) == {"BX101", "BX202"}
    assert repr(report) == f"<Report: {len(report)} findings in {report.summary.files} files>"


@pytest.mark.skipif(sys.platform == "win32", reason="streams are closed otherwise there")
def test_closed_streams_are_no_trouble(folder: Path) -> None:
    write_clean(folder)
    command = f"exec {sys.executable} -m boxlint check . >&- 2>&-"
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    assert subprocess.run(["sh", "-c", command], check=False, env=environment).returncode == 0


def test_an_empty_path_is_an_error() -> None:
    assert "a path is empty" in one_sentence(boxlint_says("check", ""))


def test_error_messages_hold_no_terminal_escapes() -> None:
    assert "\x1b" not in one_sentence(boxlint_says("check", "\x1b[31m.json"))
