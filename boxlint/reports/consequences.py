"""What frameworks would do, in words: to the rows of a rule, and to the whole dataset."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from boxlint.reports.counts import counted

if TYPE_CHECKING:
    from boxlint.findings import Finding, Findings, RuleHits
    from boxlint.report import Report
    from boxlint.tolls import Toll

_WORDS: Final = {
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
        yield from (f"{framework.name} {_WORDS[found.effect]}: {found.detail}" for framework, found in known)
    elif known:
        framework, worst = known[0]
        yield f"worst known: {framework.name} {_WORDS[worst.effect]}: {worst.detail}"


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
        elif not found:
            yield f"Nothing that was found is known to harm {framework.name}.\n"
        else:
            yield from (f"{_total(framework.name, toll)}\n" for toll in found)


def _total(name: str, toll: Toll) -> str:
    rows = f"{toll.rows:,} bad {'row' if toll.rows == 1 else 'rows'}"
    makes = "makes" if toll.rows == 1 else "make"
    images = counted(toll.images, "image")
    if toll.effect in ("poisons-image", "drops-image"):
        verb = "drop" if toll.effect == "drops-image" else "learn the whole of"
        boxes = f"{toll.good_annotations:,} good {'box' if toll.good_annotations == 1 else 'boxes'}"
        return f"{rows} {makes} {name} {verb} {images} with {boxes}."
    if toll.effect == "nan":
        return f"{rows} {makes} the loss of {name} NaN or infinite, in {images}."
    if toll.effect == "crash":
        return f"{rows} {makes} {name} stop with an error."
    verb = "drops" if toll.effect == "drops" else "alters"
    return f"{name} {verb} {toll.rows:,} {'row' if toll.rows == 1 else 'rows'} without a word, in {images}."
