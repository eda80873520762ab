"""Clean files of real datasets: small ones on which all default rules are silent."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final
from xml.etree import ElementTree

from boxlint.formats import detect
from boxlint.ruleset import load_rules
from boxlint.selection import select
from tests.mutations.datasets import CocoDataset, Dataset, DotaDataset, XmlDataset
from tests.mutations.judging import findings_of

REAL_TRIALS: Final = 12
_DATASETS: Final = 3
_FILES: Final = 12
"""Of a folder with one file an image."""
_ANNOTATIONS: Final = range(20, 600)
_LARGEST: Final = 400_000
"""Bytes of a COCO file, so that many trials take seconds."""


@cache
def clean_datasets(kind: str) -> list[Dataset]:
    """The first few clean datasets of a kind, in the order of their paths; none without real data."""
    root = os.environ.get("BOXLINT_REAL_DATA", "")
    rules = load_rules(examples=False)
    found: list[Dataset] = []
    sources: set[str] = set()
    for source, dataset in _candidates(Path(root), kind) if root else ():
        if source in sources or len(dataset.rows()) not in _ANNOTATIONS:
            continue
        if not findings_of({"real": dataset}, rules, select(rules), None)["real"]:
            found.append(dataset)
            sources.add(source)
        if len(found) == _DATASETS:
            break
    return found


def _candidates(root: Path, kind: str) -> Iterator[tuple[str, Dataset]]:
    for source in sorted(folder for folder in root.iterdir() if folder.is_dir()):
        if kind in ("coco", "coco5"):
            yield from ((source.name, dataset) for dataset in _coco_files(source) if dataset.kind == kind)
        elif kind != "splits":
            yield from ((source.name, dataset) for dataset in _folders(source, kind))


def _coco_files(source: Path) -> Iterator[Dataset]:
    for path in sorted(source.rglob("*.json")):
        if path.stat().st_size > _LARGEST or (format := detect(path)) is None or format.name != "coco":
            continue
        try:
            document = json.loads(path.read_bytes())
        except ValueError:
            continue
        if all(document.get(name) for name in ("images", "annotations", "categories")):
            yield CocoDataset("coco", path.name, {path.name: document})


def _folders(source: Path, kind: str) -> Iterator[Dataset]:
    suffix = "txt" if kind == "dota" else "xml"
    for folder in sorted({path.parent for path in source.rglob(f"*.{suffix}")}):
        files = {}
        for path in sorted(folder.glob(f"*.{suffix}")):
            if len(files) == _FILES:
                break
            format = detect(path)
            if format is not None and format.name == kind:
                try:
                    files[f"labels/{path.name}"] = _document(path)
                except (ElementTree.ParseError, UnicodeDecodeError):
                    continue
        if files:
            make = DotaDataset if kind == "dota" else XmlDataset
            yield make(kind, folder.name, files)


def _document(path: Path) -> object:
    if path.suffix == ".txt":
        return [line.split() for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    return ElementTree.parse(path).getroot()
