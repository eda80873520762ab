"""What a fix run did, or would do: for people, and as JSON for programs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from boxlint.repair.outcome import FileRepair, Outcome
from boxlint.reports.counts import fixable_counts
from boxlint.reports.values import json_text, printable
from boxlint.reports.words import few_of, number_of

VERSION: Final = 1
"""Of the JSON report of edits. It grows when a key changes its meaning or goes; new keys may come without."""
_NAMES_SHOWN: Final = 5
_FILES_SHOWN: Final = 10
_RULES_SHOWN: Final = 6


def summary(outcome: Outcome) -> Iterator[str]:
    """The closing lines: what was fixed, what was left alone and why, which images lost all their annotations."""
    yield f"{_fixed(outcome)}\n"
    if outcome.removed:
        kept = outcome.report.summary.annotations
        done, stayed = ("removed", "kept") if outcome.written else ("would be removed", "would be kept")
        yield f"{number_of(outcome.removed, 'annotation')} {done}, {kept:,} {stayed}.\n"
    unsafe = 0 if outcome.written else fixable_counts(outcome.report.findings).get("unsafe", 0)
    if unsafe:
        yield f"{unsafe:,} more {'has' if unsafe == 1 else 'have'} an unsafe fix (--unsafe-fixes).\n"
    for left in outcome.left_alone[:_FILES_SHOWN]:
        yield f"Left alone: {printable(left.path)}: {printable(left.reason)}\n"
    if len(outcome.left_alone) > _FILES_SHOWN:
        yield f"Left alone: {len(outcome.left_alone) - _FILES_SHOWN:,} more\n"
    names = _emptied_names(outcome.emptied)
    if names:
        verb = "lost" if outcome.written else "would lose"
        whose = "its" if len(names) == 1 else "their"
        yield f"{number_of(len(names), 'image')} {verb} all {whose} annotations: {few_of(names, _NAMES_SHOWN)}\n"
    if outcome.deleted:
        verb = "Deleted" if outcome.written else "Would delete"
        yield f"{verb} {number_of(len(outcome.deleted), 'annotation file')}: {few_of(outcome.deleted, _NAMES_SHOWN)}\n"


def _fixed(outcome: Outcome) -> str:
    fixed = _by_count(outcome.fixed)
    if not fixed:
        return "Fixed nothing." if outcome.written else "Would fix nothing."
    shown = fixed if len(fixed) == _RULES_SHOWN + 1 else fixed[:_RULES_SHOWN]
    rules = [f"{count:,} {code}" for code, count in shown]
    if len(fixed) > _RULES_SHOWN + 1:
        others = number_of(len(fixed) - _RULES_SHOWN, "other rule")
        rules.append(f"{sum(count for _, count in fixed[_RULES_SHOWN:]):,} by {others}")
    found = number_of(sum(count for _, count in fixed), "finding")
    files = number_of(len(outcome.repairs), "file")
    return f"{_verb(outcome)} {found} in {files}: {', '.join(rules)}."


def _emptied_names(emptied: Mapping[str, Sequence[str]]) -> list[str]:
    """The images, with their files where there are several."""
    if len(emptied) == 1:
        return [name for names in emptied.values() for name in names]
    return [f"{name} ({file})" for file, names in emptied.items() for name in names]


def show_fixes(outcome: Outcome, names: Mapping[str, str]) -> Iterator[str]:
    """By file and rule, how many findings were fixed, as ruff prints it. `names` are the rules' names by code."""
    fixed = outcome.fixed
    if not fixed:
        return
    yield f"{_verb(outcome)} {number_of(sum(fixed.values()), 'finding')}:\n"
    for repair in outcome.repairs:
        rows = _by_count(repair.fixed)
        if not rows:
            continue
        yield f"- {printable(repair.shown)}:\n"
        width = len(f"{rows[0][1]:,}")
        for code, count in rows:
            yield f"    {count:>{width},} × {code} ({names[code]})\n"


def counts(outcome: Outcome, names: Mapping[str, str]) -> Iterator[str]:
    """Aligned columns, a rule a line: how many of its findings are fixed, code, name."""
    rows = _by_count(outcome.fixed)
    widths = [max((len(text) for text in column), default=0) for column in ([f"{n:,}" for _, n in rows], dict(rows))]
    for code, count in rows:
        yield f"{count:>{widths[0]},}  {code:<{widths[1]}}  {names[code]}\n"


def write_json(outcome: Outcome) -> Iterator[str]:
    """An object of `version`, `edits`, `left_alone`, `emptied`, `deleted` and `summary`; an edit a line.

    Spans are offsets in the bytes of the file before the edits. Texts are decoded with the file's encoding; what it
    cannot decode is U+FFFD. Nothing is read, so that it can be written before or after the files are replaced.
    """
    yield f'{{"version": {VERSION}, "edits": ['
    separator = "\n"
    for repair in outcome.repairs:
        for values in _edits(repair):
            yield separator + json_text(values)
            separator = ",\n"
    left_alone = [{"path": left.path, "reason": left.reason} for left in outcome.left_alone]
    yield f'\n], "left_alone": {json_text(left_alone)}, "emptied": {json_text(dict(outcome.emptied))}, '
    yield f'"deleted": {json_text(outcome.deleted)}, "summary": {json_text(_totals(outcome))}}}\n'


def _edits(repair: FileRepair) -> Iterator[dict[str, Any]]:
    codec = "utf-8" if repair.encoding == "utf-8-sig" else repair.encoding
    for edit, before, label in zip(repair.edits, repair.before, repair.labels, strict=True):
        yield {
            "rule": edit.rules[0] if edit.rules else None,
            "rules": edit.rules,
            "file": repair.shown,
            "record": label,
            "start": edit.start,
            "end": edit.end,
            "before": before,
            "after": edit.replacement.decode(codec, "replace"),
        }


def _totals(outcome: Outcome) -> dict[str, Any]:
    from boxlint import __version__

    return {
        "written": outcome.written,
        "files": len(outcome.repairs),
        "edits": sum(len(repair.edits) for repair in outcome.repairs),
        "fixed": outcome.fixed,
        "removed_annotations": outcome.removed,
        "left": outcome.report.summary.by_rule,
        "boxlint_version": __version__,
    }


def _verb(outcome: Outcome) -> str:
    return "Fixed" if outcome.written else "Would fix"


def _by_count(fixed: Mapping[str, int]) -> list[tuple[str, int]]:
    """Codes with their counts, the largest first."""
    return sorted(((code, count) for code, count in fixed.items() if count), key=lambda row: (-row[1], row[0]))
