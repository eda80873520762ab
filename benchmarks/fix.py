"""Time and memory of `boxlint fix` on a COCO file beside `boxlint check`, and whether it changed what it says only."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from benchmarks.processes import measure
from benchmarks.results import Run
from benchmarks.tables import run_table

OPTIONS: Final = ("--unsafe-fixes", "--drop-invalid", "--exit-zero")
_BLOCK: Final = 1 << 24


def compare_with_check(path: Path, rounds: int) -> str:
    """Check a file and fix a copy of it by turns; the medians as Markdown, and the bytes that were changed."""
    runs = []
    with TemporaryDirectory(dir=path.parent) as folder:
        copy, report = Path(folder, path.name), Path(folder, "report.json")
        check = [sys.executable, "-m", "boxlint", "check", str(path), "--exit-zero", "--no-cache"]
        fix = [sys.executable, "-m", "boxlint", "fix", str(copy), *OPTIONS, "--report", str(report)]
        for number in range(rounds + 1):
            shutil.copyfile(path, copy)
            report.unlink(missing_ok=True)
            for name, command in (("boxlint fix", fix), ("boxlint check", check)):
                measured = measure(command, is_sampled=number == 0)
                runs.append(Run("fix", name, number, path.stat().st_size, "byte", measured))
        edits = json.loads(report.read_bytes())["edits"]
        differing = bytes_changed_elsewhere(path, copy, edits)
    table = "\n".join(run_table(runs, "boxlint fix"))
    return f"{table}\n\n{len(edits):,} edits; bytes changed outside their spans: {differing}"


def bytes_changed_elsewhere(before: Path, after: Path, edits: list[dict[str, object]]) -> int:
    """How many bytes outside the reported spans differ between a file and its fixed copy."""
    differing = 0
    with before.open("rb") as old, after.open("rb") as new:
        for edit in [*edits, None]:
            end = edit["start"] if edit else before.stat().st_size
            assert isinstance(end, int)
            while (size := min(end - old.tell(), _BLOCK)) > 0:
                left, right = old.read(size), new.read(size)
                differing += sum(a != b for a, b in zip(left, right, strict=False)) if left != right else 0
                differing += abs(len(left) - len(right))
            if edit:
                past = edit["end"]
                assert isinstance(past, int)
                old.seek(past)
                new.seek(len(str(edit["after"]).encode()), 1)
        differing += len(new.read())
    return differing
