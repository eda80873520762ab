"""Datasets in memory, one class a syntax."""

from __future__ import annotations

from tests.mutations.datasets.coco import CocoDataset, ResultsDataset, again, literal
from tests.mutations.datasets.dataset import Dataset
from tests.mutations.datasets.dota import DotaDataset
from tests.mutations.datasets.xml import KEYS, Element, XmlDataset
from tests.mutations.datasets.yolo import YoloDataset

__all__ = [
    "KEYS",
    "CocoDataset",
    "Dataset",
    "DotaDataset",
    "Element",
    "ResultsDataset",
    "XmlDataset",
    "YoloDataset",
    "again",
    "literal",
]
