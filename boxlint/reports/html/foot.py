"""The end of the page: what was not looked at, what is not shown, and how the report was made."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final

from msgspec import to_builtins
from msgspec.structs import fields

from boxlint import __version__
from boxlint.report import Report
from boxlint.reports.html.budget import Budget
from boxlint.reports.html.markup import escaped, isolated
from boxlint.reports.words import counted, number_of
from boxlint.settings import Settings

_SKIPPED: Final = 100
_SETTINGS: Final = (
    *("select", "extend_select", "ignore", "severity", "parameters", "per_file_ignores", "suppress"),
    *("frameworks", "images", "format", "classes", "splits", "known_fields"),
)
"""What changes the findings, and is told where it is set."""
_PRIVACY: Final = (
    "Nothing on this page comes from elsewhere, and it sends nothing anywhere. It holds names, numbers and pieces of "
    "pictures of the dataset: share it as you would share those."
)


def left_out(report: Report, budget: Budget) -> Iterator[str]:
    """What the page does not show."""
    summary, notes = report.summary, []
    if budget.pictures_left_out:
        notes.append(f"Pictures of {budget.pictures_left_out:,} cases were left out, to keep this page small.")
    if budget.cases_left_out:
        notes.append(f"{budget.cases_left_out:,} more cases were left out for the same reason.")
    if summary.suppressed:
        notes.append(f"Suppressed: {number_of(summary.suppressed, 'finding')}.")
    if summary.baselined:
        known = number_of(summary.baselined, "finding")
        notes.append(f"Known and hidden by {escaped(summary.baseline or '')}: {known}.")
    if summary.stale:
        entries = number_of(summary.stale, "entry", "entries")
        prune = "<code>boxlint baseline --prune</code>"
        notes.append(f"Nothing was found any more for {entries} of {escaped(summary.baseline or '')} ({prune}).")
    if report.unused_suppressions:
        idle = number_of(len(report.unused_suppressions), "suppression does", "suppressions do")
        notes.append(f"{idle} nothing: <code>boxlint check</code> lists them.")
    if not notes and not report.skipped:
        return
    yield '<section id="left-out"><h2>Not shown</h2>'
    yield "".join(f"<p>{note}</p>" for note in notes)
    if report.skipped:
        more = len(report.skipped) - _SKIPPED
        names = "".join(f"<li>{isolated(name)}</li>" for name in report.skipped[:_SKIPPED])
        yield f'<p>Skipped {counted(len(report.skipped), "file")} of no known format:</p><ul class="names">{names}'
        yield f"{f'<li>and {more:,} more</li>' if more > 0 else ''}</ul>"
    yield "</section>"


def settings_section(settings: Settings, command: str, made: str, seconds: float) -> Iterator[str]:
    """How the report was made."""
    yield '<section id="made"><h2>How this was made</h2><dl class="made">'
    terms = {"boxlint": __version__, "made": made, "check took": f"{seconds:.1f} s", "command": command}
    for term, value in {**terms, **_changed(settings)}.items():
        yield f"<div><dt>{escaped(term)}</dt><dd><code>{escaped(value)}</code></dd></div>"
    yield f"</dl><p>{_PRIVACY}</p></section>"


def _changed(settings: Settings) -> dict[str, str]:
    """The settings that are not as they are by default."""
    default, found = Settings(), {}
    for entry in fields(Settings):
        value: Any = getattr(settings, entry.name)
        if entry.name in _SETTINGS and value != getattr(default, entry.name):
            found[entry.encode_name] = json.dumps(to_builtins(value), ensure_ascii=False)
    return found
