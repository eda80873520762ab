"""Clean files of real datasets: small ones on which all default rules are silent."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Final
from xml.etree import ElementTree

from boxlint.formats import detect
from boxlint.rule_files import load_rules
from boxlint.ruleset import Rule
from boxlint.selection import select
from tests.mutations.datasets import CocoDataset, Dataset, DotaDataset, ResultsDataset, XmlDataset, YoloDataset
from tests.mutations.judging import findings_of
from tests.mutations.sites import Found

REAL_TRIALS: Final = 12
_OF_LINES: Final[dict[str, type[Dataset]]] = {"dota": DotaDataset, "yolo": YoloDataset}
_DATASETS: Final = 3
_FILES: Final = 20
"""Of a folder with one file an image."""
_ANNOTATIONS: Final = range(12, 1000)
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
        if source in sources:
            continue
        faulty = {site.path for _, site in _findings(dataset, rules)}
        if len(dataset.documents) > 1 and not faulty & {dataset.folder()}:
            dataset.documents = {path: value for path, value in dataset.documents.items() if path not in faulty}
        if len(dataset.rows()) in _ANNOTATIONS and not _findings(dataset, rules):
            found.append(dataset)
            sources.add(source)
        if len(found) == _DATASETS:
            break
    return found


def _findings(dataset: Dataset, rules: Mapping[str, Rule]) -> set[Found]:
    return findings_of({"real": dataset}, rules, select(rules), None)["real"]


def _candidates(root: Path, kind: str) -> Iterator[tuple[str, Dataset]]:
    for source in sorted(folder for folder in root.iterdir() if folder.is_dir()):
        if kind in ("coco", "coco5"):
            yield from ((source.name, dataset) for dataset in _coco_files(source) if dataset.kind == kind)
        elif kind == "coco-results":
            yield from ((source.name, dataset) for dataset in _result_files(source))
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


def _result_files(source: Path) -> Iterator[Dataset]:
    for path in sorted(source.rglob("*.json")):
        if path.stat().st_size <= _LARGEST and getattr(detect(path), "name", "") == "coco-results":
            results = json.loads(path.read_bytes())
            yield ResultsDataset("coco-results", path.name, {path.name: {"annotations": results}})


def _folders(source: Path, kind: str) -> Iterator[Dataset]:
    suffix = "txt" if kind in _OF_LINES else "xml"
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
        dataset = _OF_LINES.get(kind, XmlDataset)(kind, folder.name, files)
        # VOC files may hold quadrilaterals
        if all(map(dataset.is_sound, dataset.rows())):
            yield dataset


def _document(path: Path) -> object:
    if path.suffix == ".txt":
        return [line.split() for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    return ElementTree.parse(path).getroot()
