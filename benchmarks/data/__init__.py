"""Data to measure on: generated where it is missing, the same bytes for the same numbers."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

_COCO_FILE: Final = "annotations/instances_train2017.json"
_UNFINISHED: Final = ".part"


class Dataset(Struct, frozen=True):
    """What is generated: `count` annotations of a COCO file with `images`, `times` over, or files of another format."""

    format: str
    count: int
    images: int = 0
    times: int = 1

    @property
    def name(self) -> str:
        """The folder that it has below the one with all data."""
        images = f"-in-{self.images}" if self.images else ""
        times = f"-x{self.times}" if self.times > 1 else ""
        return f"{self.format}-{self.count}{images}{times}"

    @property
    def unit(self) -> str:
        """What there are `total` of."""
        return "annotation" if self.format == "coco" else "file"

    @property
    def total(self) -> int:
        """How many annotations or files there are."""
        return self.count * self.times

    def scaled(self, scale: float) -> Dataset:
        """The same with fewer annotations and images, or files."""
        return replace(self, count=max(round(self.count * scale), 2), images=-int(-self.images * scale // 1))

    def path(self, data: Path) -> Path:
        """What is checked: the COCO file in the folder that its readers expect, or the folder."""
        return data / self.name / _COCO_FILE if self.format == "coco" else data / self.name


def prepare(dataset: Dataset, data: Path) -> Path:
    """The path of a dataset below `data`, generated if it is not there.

    By a process of its own: what a process has taken counts for the commands that it starts.
    """
    path = dataset.path(data)
    if path.exists():
        return path
    print(f"generating {dataset.name}", file=sys.stderr)
    whole = data / dataset.name
    part = whole.with_name(whole.name + _UNFINISHED)
    # what an interrupted run has left
    shutil.rmtree(part, ignore_errors=True)
    if dataset.format == "coco":
        # datumaro wants a folder of images, be it empty
        (part / "images").mkdir(parents=True)
        (part / _COCO_FILE).parent.mkdir()
        sizes = ["--images", dataset.images, "--annotations", dataset.count, "--times", dataset.times]
        words = ["coco", part / _COCO_FILE, *sizes]
    else:
        words = [dataset.format, part, "--files", dataset.count]
    subprocess.run([sys.executable, "-m", "benchmarks", "generate", *map(str, words)], check=True)
    part.rename(whole)
    return path
