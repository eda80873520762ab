"""What must hold of every fix run, as independent readers see it."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import boxlint
from boxlint.edits import Edit
from boxlint.repair.outcome import FileRepair, Outcome
from boxlint.repair.permission import Permission
from boxlint.report import Report
from tests import independent


def fix_copy(source: Path, copy: Path, **options: Any) -> Outcome:
    """Fix a copy of a folder or file with all that fixing can do, and assert what must hold afterwards."""
    if source.is_dir():
        shutil.copytree(source, copy, dirs_exist_ok=True, copy_function=shutil.copyfile)
    else:
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, copy)
    return fix_and_verify(copy, **options)


def fix_and_verify(path: Path, *, is_damaged: bool = False, **options: Any) -> Outcome:
    """Fix files in place and assert what must hold of any fix run.

    `is_damaged`: other readers need not see the same records, and a fix need not be possible.
    """
    settings = {"unsafe_fixes": True, "drop_invalid": True, "isolated": True, **options}
    told = ("select", "extend_select", "isolated", "classes", "images", "format")
    judging = {name: settings[name] for name in told if name in settings}
    before = {file: file.read_bytes() for file in files_below(path)}
    spans, formats_of = record_spans(path, **judging)
    outcome = boxlint.fix(path, **settings)
    repairs = {part.path: part for part in outcome.repairs}
    assert outcome.exit_code == 2 or not outcome.left_alone
    for file, old in before.items():
        new = file.read_bytes() if file.exists() else None
        if new is None:
            assert part_shown(repairs[file]) in outcome.deleted
        elif file in repairs:
            assert new == spliced(old, repairs[file]), file
            assert new != old
            if not is_damaged:
                assert_records_are_kept(file, old, new, repairs[file], spans.get(str(file), []), formats_of[str(file)])
        else:
            assert new == old, f"{file} changed without an edit"
    assert set(files_below(path)) <= set(before), "no file is left over"
    assert_nothing_more_to_do(path, outcome, settings, judging, is_damaged=is_damaged)
    return outcome


def part_shown(part: FileRepair) -> str:
    """The path of a repaired file as reports show it."""
    return part.shown


def files_below(path: Path) -> list[Path]:
    """All files, in order."""
    return sorted(file for file in path.rglob("*") if file.is_file()) if path.is_dir() else [path]


def record_spans(path: Path, **judging: Any) -> tuple[dict[str, list[tuple[int, int]]], dict[str, str]]:
    """By file, where its annotations are, as offsets in the file's own bytes; and its format."""
    from boxlint.text.source import decode_source, file_offsets

    tables = boxlint.check(path, **judging).tables
    annotations, found, formats_of = tables.annotations, {}, {}
    for row in range(len(tables.files)):
        rows = annotations["file"] == row
        file = Path(tables.files["path"].at(row)).absolute()
        formats_of[str(file)] = tables.files["format"].at(row)
        source = decode_source(file.read_bytes())
        if source.encoding != tables.files["encoding"].at(row):
            continue
        starts, ends = (file_offsets(source, annotations[side][rows].tolist()) for side in ("start", "end"))
        found[str(file)] = list(zip(starts, ends, strict=True))
    return found, formats_of


def spliced(old: bytes, part: FileRepair) -> bytes:
    """What a file should be after its reported edits; asserts that these are in order and say what stood there."""
    pieces, position = [], 0
    for edit, before in zip(part.edits, part.before, strict=True):
        assert position <= edit.start <= edit.end <= len(old)
        assert edit.rules, "every edit names the rules that want it"
        assert b"boxlint" not in old[edit.start : edit.end] or not edit.replacement, "a suppression is never rewritten"
        if part.encoding == "utf-8":
            assert old[edit.start : edit.end].decode("utf-8", "replace") == before
        pieces += [old[position : edit.start], edit.replacement]
        position = edit.end
    return b"".join([*pieces, old[position:]])


def assert_records_are_kept(
    file: Path, old: bytes, new: bytes, part: FileRepair, spans: list[tuple[int, int]], format: str
) -> None:
    """In an independent reader, each annotation is as it was, but for those that edits touch or remove."""
    removed, touched = set(), set()
    for number, (start, end) in enumerate(spans):
        inside = [edit for edit in part.edits if edit.start < end and edit.end > start]
        if inside and is_gone(record_after(old, start, end, inside), format):
            removed.add(number)
        elif inside or any(start <= edit.start <= end for edit in part.edits if edit.start == edit.end):
            touched.add(number)
    before, after = records(file, old, part, format), records(file, new, part, format)
    if before is None:
        return
    assert after is not None, f"{file} does not parse any more"
    assert len(before) == len(spans)
    kept = [record for number, record in enumerate(before) if number not in removed]
    changed = [number in touched for number in range(len(before)) if number not in removed]
    assert len(after) == len(kept)
    for expected, found, may_differ in zip(kept, after, changed, strict=True):
        if not may_differ:
            assert repr(found) == repr(expected)
        elif isinstance(expected, dict):
            assert_only_fields_differ(expected, found, format)


def record_after(old: bytes, start: int, end: int, edits: Sequence[Edit]) -> bytes:
    """What edits leave of the bytes from `start` to `end`."""
    pieces, position = [], start
    for edit in edits:
        pieces += [old[position : edit.start], edit.replacement]
        position = edit.end
    return b"".join([*pieces, old[position:end]])


def is_gone(record: bytes, format: str) -> bool:
    """Whether nothing is left of a record, or what its format writes for none."""
    nothing = getattr(independent.find(format), "NOTHING", None)
    return not record or bool(nothing and nothing.fullmatch(record))


def assert_only_fields_differ(expected: dict[str, Any], found: dict[str, Any], format: str) -> None:
    """No key is lost, and no other field differs than those that fixes write."""
    assert expected.keys() <= found.keys()
    for key in found.keys() - independent.find(format).FIXED:
        assert repr(found[key]) == repr(expected[key])


def records(file: Path, data: bytes, part: FileRepair, format: str) -> list[Any] | None:
    """The annotations of a file as another reader sees them; None where it cannot."""
    if part.encoding not in ("utf-8", "utf-8-sig"):
        try:
            data = data.decode(part.encoding).encode()
        except ValueError:
            return None
    return independent.records(format, data, file)


def assert_nothing_more_to_do(
    path: Path, outcome: Outcome, settings: dict[str, Any], judging: dict[str, Any], *, is_damaged: bool
) -> None:
    """What fixing says is left is what a check finds; nothing that may be fixed is left; a second fix does nothing."""
    left_alone = [part.path for part in outcome.left_alone]
    permission = Permission(settings["unsafe_fixes"], settings["drop_invalid"])
    try:
        checked = boxlint.check(path, **judging)
    except boxlint.UserError:
        # files that are empty now are of no format
        assert not any(file.read_bytes().strip() for file in files_below(path))
        return
    # an empty text file alone in its folder is of no format, and is not checked again
    is_whole = not outcome.deleted and all(file.read_bytes().strip() for file in files_below(path))
    # nor is a mixed file of its format any more when the objects are gone that it was told by
    is_told_alike = formats(checked) == formats(outcome.report)
    if is_whole and is_told_alike:
        assert checked.summary.by_rule == outcome.report.summary.by_rule
        assert checked.summary.suppressed == outcome.report.summary.suppressed
        assert checked.unused_suppressions == outcome.report.unused_suppressions
        # categories that only objects name are numbered as they come, and the first to come may have gone
        places = [Counter(finding.location for finding in report) for report in (checked, outcome.report)]
        assert places[0] == places[1]
    for finding in checked:
        is_left = finding.location is None or any(finding.location.file.startswith(place) for place in left_alone)
        is_permitted = finding.fix is not None and permission.allows(finding.fix, finding.severity)
        if is_permitted and not is_left and not is_damaged:
            assert not can_be_fixed(finding), f"{finding.code} {finding.message} at {finding.location}"
    if is_whole and not is_told_alike:
        # in another set, other files lie beside it, and a share of these may go
        return
    second = boxlint.fix(path, dry_run=True, **settings)
    assert [(part.shown, part.edits) for part in second.repairs] == []


def formats(report: Report) -> list[str]:
    """The formats of the files of a run."""
    column = report.tables.files["format"]
    return [column.at(row) for row in range(len(column))]


def can_be_fixed(finding: Any) -> bool:
    """Whether a fix that is known is one that the fixer can always do: some need what the file does not say."""
    return finding.fix.action not in ("recompute", "renumber", "unify", "drop-polygon")
