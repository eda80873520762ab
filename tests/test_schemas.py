"""The JSON Schemas for editors: what boxlint takes they take, and what they refuse boxlint refuses."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from jsonschema import Draft7Validator
from msgspec.structs import fields

import boxlint
from boxlint.cli import commands
from boxlint.errors import UserError
from boxlint.frameworks.files import load_frameworks
from boxlint.rule_files import load_rules, read_rule
from boxlint.settings import Settings
from docs.generate.schemas import field_descriptions
from docs.record import PAGES, ROOT, fence, page_text
from tests.dirty_dataset import write_clean

KINDS = ("config", "rule", "framework")
RULES = load_rules(examples=False)
FRAMEWORKS = load_frameworks(RULES)


def schema(kind: str) -> Any:
    """A schema as it is shipped; `test_generated_pages_are_fresh` says that it is that of the code."""
    return json.loads((ROOT / "docs" / "schema" / f"{kind}.schema.json").read_text(encoding="utf-8"))


def faults(kind: str, document: Any) -> list[str]:
    """What a schema has against a document."""
    return [fault.message for fault in Draft7Validator(schema(kind)).iter_errors(document)]


def toml(text: str) -> Any:
    """A TOML document as JSON has it."""
    return tomllib.loads(text)


@pytest.mark.parametrize("kind", KINDS)
def test_a_schema_is_one_and_is_printed(kind: str) -> None:
    Draft7Validator.check_schema(schema(kind))
    printed = CliRunner().invoke(commands, ["schema", kind])
    assert printed.exit_code == 0
    assert json.loads(printed.stdout) == schema(kind)


@pytest.mark.parametrize(("kind", "folder"), [("rule", "rules"), ("framework", "rules/frameworks")])
def test_every_shipped_file_is_valid(kind: str, folder: str) -> None:
    files = sorted((ROOT / folder).glob("*.toml"))
    assert files
    for file in files:
        assert faults(kind, toml(file.read_text(encoding="utf-8"))) == [], file.name


def test_every_example_in_the_documentation_is_valid() -> None:
    """A block with a code is a rule, one with a title a framework; any other is a configuration."""
    seen = set()
    for page in PAGES:
        for block in fence("toml").findall(page_text(page)):
            document = toml(block)
            kind = "rule" if "code" in document else "framework" if "title" in document else "config"
            seen.add(kind)
            assert faults(kind, document) == [], f"{page}: {block}"
    assert seen == {*KINDS}


@pytest.mark.parametrize(
    "text",
    [
        "selct = ['BX1']",
        "select = 'BX1'",
        "select = ['BX1O1']",
        "ignore = ['BX999']",
        "fail-on = 'never'",
        "max-per-rule = -1",
        "workers = 0",
        "device = 'gpu'",
        "format = 'yolo9000'",
        "cache = 'yes'",
        "for = ['']",
        "[severity]\nBX101 = 'fatal'",
        "[severity]\nBX999 = 'error'",
        "[parameters.extreme-aspect-ratio]\nmax_ratios = 50",
        "[parameters.extreme-aspect-ratio]\nmax_ratio = '50'",
        "[parameters.BX104]\nmax_ratio = 50\nby_category = { bridge = 'long' }",
        "[parameters.BX999]\nmax_ratio = 50",
        "[per-file-ignores]\n'legacy/*' = 'BX3'",
    ],
)
def test_wrong_settings_are_refused_by_both(text: str, tmp_path: Path) -> None:
    assert faults("config", toml(text))
    file = tmp_path / "boxlint.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(UserError):
        boxlint.check(write_clean(tmp_path / "data"), config=file)


def test_rules_and_frameworks_of_ones_own_are_accepted() -> None:
    """A schema cannot know them."""
    own = "select = ['MY001', 'narrow-ship']\nfor = ['our-trainer']\n[severity]\nnarrow-ship = 'error'\n"
    assert faults("config", toml(f"{own}[parameters.MY001]\nmin_width = 3")) == []


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ('code = "BX101"', 'code = "bx101"'),
        ('on = "box"', 'on = "boxes"'),
        ('on = "box"', 'on = ["box", "bxo"]'),
        ('severity = "error"', 'severity = "fatal"'),
        ('severity = "error"', ""),
        ('action = "drop"', 'action = "delete"'),
        ('requires = ["BX001"', 'requires = ["BX999"'),
        ('name = "zero-area-box"', 'name = "zero-area-box"\nlevel = 3'),
    ],
)
def test_wrong_rules_are_refused_by_both(wrong: str, right: str, tmp_path: Path) -> None:
    text = (ROOT / "rules" / "BX101-zero-area-box.toml").read_text(encoding="utf-8")
    assert wrong in text
    changed = text.replace(wrong, right)
    assert faults("rule", toml(changed))
    file = tmp_path / "rules" / "BX101-zero-area-box.toml"
    file.parent.mkdir()
    file.write_text(changed, encoding="utf-8")
    with pytest.raises(UserError):
        refuse_rule(file)


def refuse_rule(file: Path) -> None:
    """Read a rule as a run does, in the company of the shipped ones."""
    from boxlint.rule_faults import rule_faults

    rule = read_rule(file)
    unknown = [code for code in rule.requires if code not in RULES]
    for fault in (*rule_faults(rule), *unknown):
        raise UserError(fault)


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ('reads = ["coco"', 'reads = ["jpeg"'),
        ("reads = ", "reed = "),
        ('effect = "alters"', 'effect = "explodes"'),
        ('source = "https:', 'source = "file:'),
        ("[consequences.BX801]", "[consequences.BX999]"),
        ('basis = "measured"', 'basis = "felt"'),
    ],
)
def test_wrong_frameworks_are_refused_by_both(wrong: str, right: str, tmp_path: Path) -> None:
    text = (ROOT / "rules" / "frameworks" / "amp.toml").read_text(encoding="utf-8")
    assert wrong in text
    changed = text.replace(wrong, right).replace('name = "amp"', 'name = "other"')
    assert faults("framework", toml(changed))
    file = tmp_path / "frameworks" / "other.toml"
    file.parent.mkdir()
    file.write_text(changed, encoding="utf-8")
    with pytest.raises(UserError):
        load_frameworks(RULES, [tmp_path])


def test_every_setting_is_described() -> None:
    """In the model, and so in the schema and the table of docs/configuration.md, which has an example of each too."""
    described = field_descriptions(Settings)
    page = (ROOT / "docs" / "configuration.md").read_text(encoding="utf-8").partition("## All settings")[0]
    code = "\n".join(fence("toml").findall(page))
    for setting in fields(Settings):
        assert described.get(setting.encode_name, "").endswith("."), setting.name
        assert schema("config")["properties"][setting.encode_name]["description"]
        assert toml_has(code, setting.encode_name), f"{setting.encode_name} has no example in docs/configuration.md"


def toml_has(text: str, key: str) -> bool:
    """Whether a key or a table of this name stands in TOML."""
    return any(line.startswith((f"{key} =", f"[{key}]", f"[[{key}]]", f"[{key}.")) for line in text.splitlines())


def test_completion_knows_rules_frameworks_and_parameters() -> None:
    """What an editor offers where a rule, a framework or a threshold is named."""
    config = schema("config")
    offered = config["$defs"]["selector"]["anyOf"][0]["enum"]
    assert {"BX101", "zero-area-box", "BX1", "ALL"} < {*offered}
    assert config["$defs"]["framework"]["anyOf"][0]["enum"] == [*FRAMEWORKS]
    parameter = config["properties"]["parameters"]["properties"]["extreme-aspect-ratio"]["properties"]["max_ratio"]
    assert parameter["default"] == RULES["BX104"].parameters["max_ratio"].default
