"""`--partial`: of some files of a folder nothing is said that is not said of the whole folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from boxlint.descriptions import Finding
from boxlint.formats.registry import WHOLE_DATASETS
from boxlint.report import Report
from boxlint.requirements import judges_sets
from boxlint.rule_files import load_rules
from boxlint.session import open_session, run_check
from boxlint.settings import Settings

SAMPLES = Path(__file__).parent.parent / "sample_data"
LARGEST = 6
EVERYTHING = Settings(select=("ALL",))


def said(finding: Finding) -> tuple[str, str, object, str]:
    """What tells one finding from others, wherever it stands in its report."""
    return finding.code, str(finding.location), finding.annotation_id, finding.severity


def folders(root: Path) -> Iterator[list[Path]]:
    """The annotation files of each folder that has several of a format with a file an image."""
    found = open_session([root], EVERYTHING, root=Path.cwd(), skip_unknown=True).found
    by_folder: dict[Path, list[Path]] = {}
    for file in found.files:
        if file.format not in WHOLE_DATASETS:
            by_folder.setdefault(file.path.parent, []).append(file.path)
    yield from (files for files in by_folder.values() if len(files) > 1)


def checked(paths: list[Path], *, partial: bool, settings: Settings = EVERYTHING) -> Report:
    """The report of a run over paths."""
    return run_check(open_session(paths, settings, root=Path.cwd(), partial=partial))


def contradictions(files: list[Path], *, partial: bool) -> set[str]:
    """The codes of what is said of one file alone and not of it among the others."""
    files = files[:LARGEST]
    whole = {said(finding) for finding in checked(files, partial=False)}
    alone = {said(finding) for file in files for finding in checked([file], partial=partial)}
    return {code for code, *_ in alone - whole}


def test_which_rules_need_a_whole_set() -> None:
    """It follows from what they read: what is counted over the boxes, angles or objects of a category or folder."""
    found = {rule.code for rule in load_rules(examples=False).values() if judges_sets(rule)}
    counting = {"BX405", "BX904", "BX910", "BX911", "BX920", "BX921", "BX922"}
    misreading = {"BX509", "BX905", "BX906", "BX912", "BX914", "BX923"}
    # the fix of BX508 goes by the largest angle of the set; BX016 looks ids up in whole lists, which only COCO has
    assert found == counting | misreading | {"BX508", "BX016"}


def test_nothing_is_said_of_a_part_that_is_not_said_of_the_whole() -> None:
    """With `--partial`; without it there are such rules, else this test would show nothing."""
    wrong: set[str] = set()
    for files in folders(SAMPLES):
        wrong |= contradictions(files, partial=False)
        # what a misread set explains speaks for itself where the files are too few to tell that it is one, and what
        # guards against misread files is said of a file too
        assert contradictions(files, partial=True) <= {"BX102", "BX401", "BX923"}, files[0].parent
    assert "BX904" in wrong


def test_nothing_is_said_of_a_part_of_real_folders(real_data: Path) -> None:
    """The same on files that people made."""
    for files in folders(real_data):
        assert contradictions(files, partial=True) == set(), files[0].parent


def test_a_coco_file_is_whole_by_itself() -> None:
    """All rules judge it."""
    file = SAMPLES / "coco" / "dirty" / "corners.json"
    whole, partial = (checked([file], partial=partial) for partial in (False, True))
    assert whole.summary.by_rule == partial.summary.by_rule
    assert "BX905" in partial.summary.by_rule


def test_what_guards_against_misread_files_still_does() -> None:
    """What it says of the files that there are is worth knowing, and keeps them from being fixed."""
    folder = SAMPLES / "voc" / "dirty" / "corners_repeat"
    report = checked([folder], partial=True, settings=Settings())
    assert report.summary.by_rule["BX912"] == 1
