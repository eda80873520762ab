"""Reports of programs' formats, parsed and held against the schemas of these formats."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any, Final

import jsonschema  # type: ignore[import-untyped]
from lxml import etree

from boxlint.report import Report
from boxlint.reports import github, gitlab, junit, sarif

SCHEMAS: Final = Path(__file__).parent / "schemas"
COMMAND: Final = re.compile(r"::(error|warning|notice) ((?:\w+=[^:,\n]*,?)+)::(.*)")


def written(pieces: Any) -> bytes:
    """A report as it is written to a file."""
    return "".join(pieces).encode("utf-8", "replace")


@cache
def _validator(name: str) -> Any:
    schema = json.loads((SCHEMAS / name).read_text(encoding="utf-8"))
    return jsonschema.validators.validator_for(schema)(schema)


@cache
def _junit_schema() -> Any:
    return etree.XMLSchema(etree.parse(SCHEMAS / "junit-10.xsd"))


def _refuse(name: str) -> Any:
    raise AssertionError(f"{name} is no strict JSON")


def valid_sarif(report: Report) -> Any:
    """The run of a SARIF report."""
    log = json.loads(written(sarif.write(report)), parse_constant=_refuse)
    _validator("sarif-2.1.0-rtm.5.json").validate(log)
    [run] = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert all(rules[result["ruleIndex"]]["id"] == result["ruleId"] for result in run["results"])
    assert {rule["id"] for rule in rules} == {result["ruleId"] for result in run["results"]}
    return run


def valid_gitlab(report: Report) -> Any:
    """The entries of a Code Quality report."""
    entries = json.loads(written(gitlab.write(report)), parse_constant=_refuse)
    _validator("code-quality.json").validate(entries)
    return entries


def valid_junit(report: Report) -> Any:
    """The root of a JUnit report, whose totals are those of what is in it."""
    root = etree.fromstring(written(junit.write(report)))
    _junit_schema().assertValid(root)
    suites = root.findall("testsuite")
    for element in (root, *suites):
        for attribute, path in (("tests", ".//testcase"), ("failures", ".//failure"), ("errors", ".//error")):
            assert int(element.get(attribute)) == len(element.findall(path))
    names = [(case.get("classname"), case.get("name")) for case in root.iter("testcase")]
    assert len(set(names)) == len(names)
    return root


def counted_in(root: Any) -> int:
    """How many findings the test cases of a JUnit report say that there are."""
    return sum(int(failure.get("message").split()[0].replace(",", "")) for failure in root.iter("failure"))


def valid_github(report: Report) -> list[tuple[str, dict[str, str], str]]:
    """The commands of a report for GitHub, unescaped as its runner does, within the limits of a step."""
    commands = []
    for line in written(github.write(report)).decode().splitlines():
        if line.startswith("::"):
            kind, properties, message = COMMAND.fullmatch(line).groups()  # type: ignore[union-attr]
            pairs = [pair.split("=", 1) for pair in properties.split(",")]
            commands.append((kind, {name: _unescaped(value) for name, value in pairs}, _unescaped(message)))
    kinds = [kind for kind, _, _ in commands]
    assert all(kinds.count(kind) <= 10 for kind in ("error", "warning", "notice"))
    return commands


def _unescaped(text: str) -> str:
    for code, character in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
        text = text.replace(code, character)
    return text
