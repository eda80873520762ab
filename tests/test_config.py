from __future__ import annotations

from pathlib import Path

import pytest

from boxlint.errors import UserError
from boxlint.path_patterns import anchor, path_matcher
from boxlint.rule_files import load_rules
from boxlint.ruleset import Rule
from boxlint.settings import Settings
from boxlint.settings.files import common_folder, find_settings, load_settings, nearest_file
from boxlint.settings.overrides import choose_rules
from boxlint.variation import ByCategory


@pytest.fixture(scope="module")
def rules() -> dict[str, Rule]:
    return load_rules()


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def message_of(text: str, tmp_path: Path) -> str:
    file = write(tmp_path / "boxlint.toml", text)
    with pytest.raises(UserError) as caught:
        load_settings(file)
    return str(caught.value).replace(f"{tmp_path.as_posix()}/", "")


def test_the_nearest_file_wins_and_nothing_is_merged(tmp_path: Path) -> None:
    write(tmp_path / "boxlint.toml", 'ignore = ["BX1"]\nmax-per-rule = 7')
    write(tmp_path / "a" / "boxlint.toml", "max-per-rule = 9")
    settings = find_settings([tmp_path / "a" / "labels" / "x.xml"])
    assert (settings.max_per_rule, settings.ignore) == (9, ())


def test_order_of_files_in_one_folder(tmp_path: Path) -> None:
    write(tmp_path / "pyproject.toml", "[tool.boxlint]\nmax-per-rule = 1")
    assert find_settings([tmp_path]).max_per_rule == 1
    write(tmp_path / "boxlint.toml", "max-per-rule = 2")
    assert find_settings([tmp_path]).max_per_rule == 2
    write(tmp_path / ".boxlint.toml", "max-per-rule = 3")
    assert find_settings([tmp_path]).max_per_rule == 3


def test_a_pyproject_without_our_table_is_passed_over(tmp_path: Path) -> None:
    outer = write(tmp_path / "boxlint.toml", "")
    write(tmp_path / "a" / "pyproject.toml", "[tool.ruff]\nline-length = 9")
    assert nearest_file(tmp_path / "a") == outer


def test_the_configuration_is_looked_for_from_the_folder_that_paths_share(tmp_path: Path) -> None:
    for name in ("a", "b"):
        write(tmp_path / name / "boxlint.toml", "max-per-rule = 1")
        write(tmp_path / name / "x.xml", "")
    assert common_folder([tmp_path / "a" / "x.xml", tmp_path / "b"]) == tmp_path
    assert find_settings([tmp_path / "a" / "x.xml", tmp_path / "b"]).max_per_rule == 5


def test_isolated_reads_no_file(tmp_path: Path) -> None:
    write(tmp_path / "boxlint.toml", "this is not TOML")
    assert find_settings([tmp_path], isolated=True) == Settings()


def test_extend_puts_own_values_over_those_of_the_other_file(tmp_path: Path) -> None:
    write(
        tmp_path / "boxlint.toml",
        'ignore = ["BX1"]\nmax-per-rule = 7\nextend-select = ["BX107"]\nrules = ["ours"]\n'
        '[severity]\nBX104 = "error"\nBX202 = "error"',
    )
    own = write(
        tmp_path / "a" / "boxlint.toml",
        'extend = "../boxlint.toml"\nmax-per-rule = 9\nextend-select = ["BX108"]\n[severity]\nBX202 = "off"',
    )
    settings = load_settings(own)
    assert (settings.max_per_rule, settings.ignore) == (9, ("BX1",))
    assert settings.extend_select == ("BX107", "BX108")
    assert settings.severity == {"BX104": "error", "BX202": "off"}
    assert settings.rules == (str(tmp_path / "ours"),)


def test_a_default_that_is_written_down_wins_over_the_extended_file(tmp_path: Path) -> None:
    write(tmp_path / "base.toml", "max-per-rule = 7")
    own = write(tmp_path / "boxlint.toml", 'extend = "base.toml"\nmax-per-rule = 5')
    assert load_settings(own).max_per_rule == 5


def test_extend_in_a_circle_is_an_error(tmp_path: Path) -> None:
    write(tmp_path / "base.toml", 'extend = "boxlint.toml"')
    assert "extends itself" in message_of('extend = "base.toml"', tmp_path)


def test_paths_and_patterns_are_relative_to_their_file(tmp_path: Path) -> None:
    file = write(
        tmp_path / "boxlint.toml",
        'exclude = ["build", "old/*.json"]\nrules = ["my_rules"]\n[per-file-ignores]\n"val/**" = ["BX1"]',
    )
    settings = load_settings(file)
    assert settings.exclude == ("build", f"{tmp_path.as_posix()}/old/*.json")
    assert settings.rules == (str(tmp_path / "my_rules"),)
    assert list(settings.per_file_ignores) == [f"{tmp_path.as_posix()}/val/**"]


def test_brackets_in_the_folder_are_no_pattern(tmp_path: Path) -> None:
    folder = tmp_path / "set [1]"
    matches = path_matcher(anchor("val/*.json", folder))
    assert matches(str(folder / "val" / "a.json"))
    assert not matches(str(tmp_path / "set 1" / "val" / "a.json"))


def test_a_pattern_may_lead_upwards(tmp_path: Path) -> None:
    write(tmp_path / "shared" / "base.toml", 'exclude = ["../data/old/", "./new/*.json"]')
    own = write(tmp_path / "data" / "boxlint.toml", 'extend = "../shared/base.toml"\nextend-exclude = ["../x/**"]')
    settings = load_settings(own)
    root = tmp_path.as_posix()
    assert settings.exclude == (f"{root}/data/old/", f"{root}/shared/new/*.json")
    assert settings.extend_exclude == (f"{root}/x/**",)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('selct = ["BX1"]', "boxlint.toml: unknown key selct; did you mean select?"),
        ("extend_select = []", "boxlint.toml: unknown key extend_select; did you mean extend-select?"),
        ("zzz = 1", "boxlint.toml: unknown key zzz; known keys are baseline, box-mode, box-space, cache, "),
        ('select = "BX1"', "boxlint.toml: select: expected a list, got a string"),
        ("select = [1]", "boxlint.toml: select[0]: expected a string, got a whole number"),
        ('fail-on = "fatal"', "boxlint.toml: fail-on: expected error or warning, got fatal"),
        ('severity = { BX104 = "fatal" }', "boxlint.toml: severity: expected error, warning or off, got fatal"),
        ("max-per-rule = -1", "boxlint.toml: max-per-rule: expected a whole number >= 0"),
        ("max-per-rule = true", "boxlint.toml: max-per-rule: expected a whole number, got true or false"),
        ('device = "gpu"', "boxlint.toml: device: expected auto, cpu, cuda or cuda:N"),
        ("respect-gitignore = 1", "boxlint.toml: respect-gitignore: expected true or false, got a whole number"),
        ('select = ["BX1"', "boxlint.toml: not a TOML file: "),
        ("baseline = 1", "boxlint.toml: baseline: expected true, false or a string, got a whole number"),
        ('extend = "gone.toml"', "boxlint.toml: extend: there is no file gone.toml"),
    ],
)
def test_what_is_wrong_in_a_file_is_said_with_its_key(text: str, expected: str, tmp_path: Path) -> None:
    assert message_of(text, tmp_path).startswith(expected)


def test_a_toml_error_has_its_place(tmp_path: Path) -> None:
    assert "line 2, column" in message_of('ignore = ["BX1"]\nselect = BX1', tmp_path)


def test_the_command_line_wins(tmp_path: Path) -> None:
    file = write(tmp_path / "boxlint.toml", 'ignore = ["BX1"]\nmax-per-rule = 7\n[severity]\nBX104 = "error"')
    settings = load_settings(file).overridden(
        {"max_per_rule": 0, "ignore": ("BX2",), "severity": {"BX104": "off"}, "select": None, "classes": ()}
    )
    assert settings.max_per_rule == 0
    assert settings.ignore == ("BX1", "BX2")
    assert settings.severity == {"BX104": "off"}
    assert (settings.select, settings.classes) == (None, None)


def test_a_given_selection_starts_anew() -> None:
    file = Settings(ignore=("BX101",), extend_select=("BX107",), severity={"BX101": "off", "BX104": "error"})
    settings = file.overridden({"select": ("BX101",), "ignore": ("BX103",)})
    assert (settings.select, settings.extend_select, settings.ignore) == (("BX101",), (), ("BX103",))
    assert settings.severity == {"BX104": "error"}


def test_severity_by_code_name_and_prefix_where_the_narrower_wins(rules: dict[str, Rule]) -> None:
    choice = choose_rules(Settings(severity={"extreme-aspect-ratio": "error", "BX1": "off"}), rules)
    assert choice.severities == {"BX104": "error"}
    assert [rule.code for rule in choice.selected if rule.code.startswith("BX1")] == ["BX104"]


def test_parameters_by_name_and_by_category(rules: dict[str, Rule]) -> None:
    table = {"max_ratio": 50, "by_category": {"bridge": 300}}
    expected = {"BX104": {"max_ratio": ByCategory(50.0, {"bridge": 300.0})}}
    assert choose_rules(Settings(parameters={"extreme-aspect-ratio": table}), rules).parameters == expected
    nested = {"max_ratio": 50, "by_category": {"max_ratio": {"bridge": 300}}}
    assert choose_rules(Settings(parameters={"BX104": nested}), rules).parameters == expected


def test_by_category_alone_keeps_the_default(rules: dict[str, Rule]) -> None:
    settings = Settings(parameters={"BX104": {"by_category": {"bridge": 300}}})
    default = rules["BX104"].parameters["max_ratio"].default
    expected = {"BX104": {"max_ratio": ByCategory(default, {"bridge": 300.0})}}
    assert choose_rules(settings, rules).parameters == expected


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        (Settings(parameters={"extreme-aspect-ration": {}}), "parameters: unknown rule extreme-aspect-ration"),
        (Settings(parameters={"BX104": {"max_ration": 1}}), "has no parameter max_ration; did you mean max_ratio?"),
        (Settings(parameters={"BX104": {"max_ratio": "50"}}), "max_ratio: expected a number, got '50'"),
        (Settings(parameters={"BX104": {"max_ratio": True}}), "max_ratio: expected a number, got True"),
        (Settings(parameters={"BX104": {"by_category": 3}}), "by_category: expected a table"),
        (Settings(parameters={"BX101": {"min": 3}}), "BX101 zero-area-box has no parameters"),
        (Settings(severity={"zero-area-bx": "error"}), "did you mean zero-area-box?"),
        (Settings(per_file_ignores={"*.json": ("BX1O1",)}), "per-file-ignores: unknown rule BX1O1"),
        (Settings(ignore=("zero-area-bx",)), "did you mean zero-area-box?"),
    ],
)
def test_an_unknown_rule_or_parameter_is_an_error(settings: Settings, expected: str, rules: dict[str, Rule]) -> None:
    with pytest.raises(UserError) as caught:
        choose_rules(settings, rules)
    assert expected in str(caught.value)


def test_per_file_ignores_match_paths_and_names(
    rules: dict[str, Rule], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    settings = Settings(per_file_ignores={anchor("val/**", tmp_path): ("BX1",), "tiny.json": ("zero-area-box",)})
    within, named = choose_rules(settings, rules).suppressions
    assert within.matches("val/deep/a.json")
    assert not within.matches("train/val/a.json")
    assert named.matches("train/tiny.json")
    assert named.rules == {"zero-area-box": {"BX101"}}
    assert {"BX101", "BX104"} < within.rules["BX1"]
