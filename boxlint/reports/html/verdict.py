"""The first thing that the page says: what training would make of this, and how much was found in what."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from boxlint.frameworks import EFFECTS
from boxlint.report import Report
from boxlint.reports.blocks import Block
from boxlint.reports.consequences import totals
from boxlint.reports.counts import fixable_counts
from boxlint.reports.html.markup import escaped, escaped_prose
from boxlint.reports.words import counted, few_of, number_of

if TYPE_CHECKING:
    from boxlint.tables import Tables

_WOULD: Final = {
    "nan": "The loss of {} would become NaN or infinite.",
    "crash": "Training with {} would stop with an error.",
    "poisons-image": "{} would learn whole images wrongly.",
    "drops-image": "{} would leave out whole images.",
    "drops": "{} would leave out labels without a word.",
    "alters": "{} would alter labels without a word.",
}
"""What happens in training, by effect."""
_NAMED: Final = 3
_SHAPES: Final = ("box", "quad", "rotated", "polygon", "mask", "keypoint", "cuboid")
_SAFETY: Final = {"safe": "safely", "unsafe": "with `--unsafe-fixes`", "display": "by hand only"}


def verdict(report: Report, blocks: Sequence[Block]) -> Iterator[str]:
    """The headline and the sentences below it."""
    yield f"<h1>{escaped_prose(_headline(report, blocks))}</h1>"
    sentences = [_counts(report, blocks), *_effects(report, blocks)]
    fixable = fixable_counts(report.findings)
    if fixable:
        told = ", ".join(f"{count:,} {_SAFETY[safety]}" for safety, count in fixable.items())
        sentences.append(f"A fix is known for {sum(fixable.values()):,} of them: {told}.")
    yield "".join(f"<p>{escaped_prose(sentence)}</p>" for sentence in sentences)


def _headline(report: Report, blocks: Sequence[Block]) -> str:
    """What is worst."""
    chosen = report.findings.forecast.chosen
    if not report.summary.files:
        return "Nothing was checked."
    if not blocks:
        return "Nothing was found."
    if chosen:
        found = {name: tolls[0].effect for name, tolls in report.summary.tolls.items() if tolls}
        for effect in EFFECTS:
            if names := [name for name, own in found.items() if own == effect]:
                return _WOULD[effect].format(_listed(names))
        return f"No effect on {_listed([framework.name for framework in chosen])} is known."
    for worst in _harmed(blocks):
        told = _WOULD[worst].format("some frameworks")
        return told[0].upper() + told[1:]
    return "No harm of the findings is known."


def _harmed(blocks: Sequence[Block]) -> dict[str, list[str]]:
    """The frameworks that have each effect as their worst, the worst effect first."""
    worst: dict[str, int] = {}
    for block in blocks:
        for framework, consequence in block.consequences:
            rank = EFFECTS.index(consequence.effect)
            worst[framework.name] = min(rank, worst.get(framework.name, rank))
    names = {
        effect: sorted(name for name, rank in worst.items() if EFFECTS[rank] == effect)
        for effect in EFFECTS
        if effect in _WOULD
    }
    return {effect: found for effect, found in names.items() if found}


def _listed(names: Sequence[str]) -> str:
    """Names as a sentence has them; of many, a few."""
    if len(names) > _NAMED:
        return few_of(names, _NAMED)
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))


def _counts(report: Report, blocks: Sequence[Block]) -> str:
    summary = report.summary
    found = [number_of(count, name) for name, count in summary.by_severity.items() if count]
    rules = len({block.rule.code for block in blocks})
    by = f" by {number_of(rules, 'rule')}" if found else ""
    where = f"{counted(summary.annotations, 'annotation')} of {counted(summary.images, 'image')}"
    return f"{' and '.join(found) or 'No findings'}{by} in {where} ({counted(summary.files, 'file')})."


def _effects(report: Report, blocks: Sequence[Block]) -> Iterator[str]:
    """What each chosen framework would do; where none is chosen, how those fare that are known."""
    if report.findings.forecast.chosen:
        yield from map(str.strip, totals(report))
        return
    harmed = _harmed(blocks)
    yield " ".join(_WOULD[effect].format(_listed(names)) for effect, names in harmed.items())
    if harmed:
        yield "Name yours with `--for`, and the report says what it does."


def facts(tables: Tables) -> str:
    """What the dataset consists of, as a list of terms."""
    formats = sorted({tables.files["format"].at(row) for row in range(len(tables.files))})
    terms = {
        "Files": f"{len(tables.files):,} ({', '.join(formats)})" if formats else "0",
        "Images": f"{len(tables.images):,}",
        "Categories": f"{_categories(tables):,}",
        "Annotations": f"{len(tables.annotations):,}",
        "Drawn as": ", ".join(counted(len(tables[name]), name) for name in _SHAPES if len(tables[name])) or "nothing",
        "Splits": ", ".join(sorted(filter(None, set(tables.images["split"].values)))) or "not told by the paths",
    }
    return "".join(f"<div><dt>{term}</dt><dd>{escaped(value)}</dd></div>" for term, value in terms.items())


def _categories(tables: Tables) -> int:
    """How many names of categories there are."""
    return len({tables.categories["name"].at(row) for row in range(len(tables.categories))})
