"""Rules as SARIF describes them: the `reportingDescriptor` of each, with its help as text and Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from boxlint.findings import Findings, RuleHits
from boxlint.reports.consequences import harms
from boxlint.reports.markup import escaped, link
from boxlint.ruleset import Rule


def descriptors(findings: Findings, shown: Iterable[RuleHits]) -> dict[str, dict[str, Any]]:
    """The rules of some hits, by code, in their order."""
    parts: dict[str, list[RuleHits]] = {}
    for hits in shown:
        parts.setdefault(hits.rule.code, []).append(hits)
    return {code: _descriptor(findings, hits[0].rule, hits) for code, hits in parts.items()}


def _descriptor(findings: Findings, rule: Rule, hits: Sequence[RuleHits]) -> dict[str, Any]:
    why = " ".join(rule.why.split())
    sections = list(_sections(findings, rule, hits))
    sources = list(rule.sources)
    text = [rule.summary, why, *(f"{title}: {' '.join(lines)}" for title, lines in sections), *sources]
    markdown = [escaped(rule.summary), escaped(why)]
    markdown += [f"**{title}**\n\n{_listed(map(escaped, lines))}" for title, lines in sections]
    markdown += [f"**Sources**\n\n{_listed(map(link, sources))}"] if sources else []
    return {
        "id": rule.code,
        "name": rule.name,
        "shortDescription": {"text": rule.summary},
        "fullDescription": {"text": why},
        "help": {"text": "\n\n".join(text), "markdown": "\n\n".join(markdown)},
        "defaultConfiguration": {"level": rule.severity},
        "properties": {
            "tags": ["annotations", *rule.on],
            "problem.severity": rule.severity,
            "fix": rule.fixing or None,
            "sources": sources,
        },
    }


def _sections(findings: Findings, rule: Rule, hits: Sequence[RuleHits]) -> Iterator[tuple[str, list[str]]]:
    """What the help says after the reason, by title."""
    told = harms(findings, hits)
    if told:
        yield "In training", told
    parameters = [
        f"{name} = {parameter.default:g}{f' {parameter.unit}' if parameter.unit else ''}: {parameter.help}"
        for name, parameter in rule.parameters.items()
    ]
    if parameters:
        yield "Parameters", parameters
    if rule.fixing:
        yield "Fix", [rule.fixing]


def _listed(lines: Iterable[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)
