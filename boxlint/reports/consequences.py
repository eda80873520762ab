"""What frameworks would do, in words: to the rows of a rule, and to the whole dataset."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from boxlint.reports.words import counted, number_of

if TYPE_CHECKING:
    from boxlint.descriptions import Finding
    from boxlint.findings import Findings, RuleHits
    from boxlint.frameworks.tolls import Toll
    from boxlint.report import Report

WORDS: Final = {
    "nan": "makes the loss NaN or infinite",
    "crash": "stops",
    "poisons-image": "learns the whole image wrongly",
    "drops-image": "drops the whole image",
    "drops": "drops it",
    "alters": "alters it",
    "none": "does no harm with it",
}
"""What a framework does with a row, by effect."""


def sentences(findings: Findings, parts: Sequence[RuleHits]) -> Iterator[str]:
    """What each chosen framework would do with the rows of a rule; where none is chosen, the worst that is known."""
    known = findings.consequences(parts)
    if findings.forecast.chosen:
        yield from (f"{framework.name} {WORDS[found.effect]}: {found.detail}" for framework, found in known)
    elif known and known[0][1].effect != "none":
        framework, worst = known[0]
        yield f"worst known: {framework.name} {WORDS[worst.effect]}: {worst.detail}"


def harms(findings: Findings, parts: Sequence[RuleHits]) -> list[str]:
    """What the rows of a rule do to training: by framework, or where none is known and they are errors, by the rule."""
    told = list(sentences(findings, parts))
    if not told and parts[0].severity == "error":
        told = [f"training: {_first_sentence(parts[0].rule.why)}"]
    return told


def _first_sentence(text: str) -> str:
    """Up to the first full stop that ends a sentence, not one within a number or name."""
    text = " ".join(text.split())
    end = text.find(". ")
    return text if end < 0 else text[: end + 1]


def suffix(finding: Finding) -> str:
    """The effects on one finding, as ` (mmdet-coco: drops)`."""
    told = ", ".join(f"{name}: {effect}" for name, effect in finding.consequences.items())
    return f" ({told})" if told else ""


def totals(report: Report) -> Iterator[str]:
    """What training with each chosen framework would really see, a line an effect."""
    for framework in report.findings.forecast.chosen:
        found = report.summary.tolls.get(framework.name)
        if found is None:
            yield f"{framework.name} reads {', '.join(framework.reads)}: these files were judged as without it.\n"
        elif found:
            yield from (f"{_total(framework.name, toll)}\n" for toll in found)
        elif report.summary.by_rule:
            yield f"Of what was found, no effect on {framework.name} is known.\n"


def _total(name: str, toll: Toll) -> str:
    noun = "bad row" if toll.faults == toll.annotations else "fault"
    faults = number_of(toll.faults, noun)
    makes = "makes" if toll.faults == 1 else "make"
    images = counted(toll.images, "image")
    if toll.effect in ("poisons-image", "drops-image"):
        boxes = f"{images} with {number_of(toll.good_annotations, 'good box', 'good boxes')}"
        lost = f"drop {boxes}" if toll.effect == "drops-image" else f"learn {boxes} wrongly"
        return f"{faults} {makes} {name} {lost}."
    if toll.effect == "nan":
        return f"{faults} {makes} the loss of {name} NaN or infinite, in {images}."
    if toll.effect == "crash":
        return f"{faults} {makes} {name} stop with an error."
    lost = f"{counted(toll.annotations, 'annotation')} in {images}" if toll.annotations else images
    return f"{name} {'drops' if toll.effect == 'drops' else 'alters'} {lost} without a word."
