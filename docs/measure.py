"""`python -m docs.measure`: what is read and fixed of each format, observed on the sample data and on real files.

`BOXLINT_REAL_DATA` names the folder of real annotation files, one source a sub-folder. What is observed is written to
`docs/formats/measured.json`, of which `docs.generate` makes the table of formats.
"""

from __future__ import annotations

import json
import os
import shutil
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import boxlint
from boxlint.discovery import find
from boxlint.formats.registry import FORMATS
from boxlint.schema import GEOMETRY
from boxlint.tables import Tables
from sample_data.make import datasets
from tests.independent.agreement import agreement

ROOT: Final = Path(__file__).parent.parent
SAMPLES: Final = ROOT / "sample_data"
MEASURED: Final = ROOT / "docs" / "formats" / "measured.json"

Observed = dict[str, Any]


def capabilities() -> dict[str, Observed]:
    """By format: the shapes that are read of its sample data, and what fixing does to a copy of it."""
    shapes: dict[str, set[str]] = {format.name: set() for format in FORMATS}
    fixes: dict[str, set[str]] = {format.name: set() for format in FORMATS}
    asked = {dataset.folder.partition("/")[0]: dataset.format for dataset in datasets()}
    with TemporaryDirectory() as folder:
        copy = Path(folder) / "sample_data"
        shutil.copytree(SAMPLES, copy, ignore=shutil.ignore_patterns("make*", "__pycache__", "expected.json"))
        for sample in sorted(path for path in copy.iterdir() if path.is_dir()):
            format = asked.get(sample.name)
            for name, table in _shapes(boxlint.load([sample], format=format)):
                shapes[name].add(table)
            for name, fix in _fixes(sample, format):
                fixes[name].add(fix)
    return {
        format.name: {"shapes": sorted(shapes[format.name]), "fixes": sorted(fixes[format.name])} for format in FORMATS
    }


def _shapes(tables: Tables) -> Iterator[tuple[str, str]]:
    formats = tables.files["format"]
    for table in GEOMETRY:
        files = tables.annotations["file"][tables[table]["annotation"]]
        for file in set(files.tolist()):
            yield formats.at(file), table


def _fixes(sample: Path, format: str | None) -> Iterator[tuple[str, str]]:
    options = {"dry_run": True, "unsafe_fixes": True, "drop_invalid": True, "max_drop": 1.0, "isolated": True}
    outcome = boxlint.fix(sample, format=format, **options)
    files = outcome.report.tables.files
    formats = {files["path"].at(row): files["format"].at(row) for row in range(len(files))}
    for repair in outcome.repairs:
        if any(edit.replacement for edit in repair.edits):
            yield formats[repair.shown], "values"
        if repair.removed:
            yield formats[repair.shown], "objects"


def real_files(folder: Path) -> dict[str, Observed]:
    """By format: how many real files and annotations are read, and what another reader says of them."""
    found: dict[str, list[Path]] = {}
    annotations: Counter[str] = Counter()
    for source in sorted(path for path in folder.iterdir() if path.is_dir()):
        for file in find([source], skip_unknown=True).files:
            found.setdefault(file.format, []).append(file.path)
        if find([source], skip_unknown=True).files:
            tables = boxlint.load([source])
            formats = tables.files["format"]
            annotations.update(formats.at(file) for file in tables.annotations["file"].tolist())
    return {name: _compared(name, files, annotations[name]) for name, files in found.items()}


def _compared(name: str, files: list[Path], annotations: int) -> Observed:
    total, agreeing = agreement(files, name)
    return {"files": len(files), "annotations": annotations, "compared": total, "agreeing": agreeing}


def main() -> None:
    """Write what is observed; without real files, what was observed of them before stays."""
    before: Mapping[str, Observed] = json.loads(MEASURED.read_text(encoding="utf-8")) if MEASURED.is_file() else {}
    folder = os.environ.get("BOXLINT_REAL_DATA")
    counts = real_files(Path(folder)) if folder else {name: told.get("real", {}) for name, told in before.items()}
    measured = {name: {**told, "real": counts.get(name, {})} for name, told in capabilities().items()}
    MEASURED.write_text(json.dumps(measured, indent=1) + "\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
