"""A dataset in the making: its files, and the findings planted in them."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any, Protocol


@dataclass
class Dataset:
    """The files of one folder by their path in it, and what is wrong with them.

    `images` is the folder of images. `format` has to be asked for where the files do not tell it.
    """

    folder: str
    files: dict[str, bytes] = field(default_factory=dict)
    planted: list[dict[str, Any]] = field(default_factory=list)
    images: str | None = None
    format: str | None = None

    def plant(self, code: str, file: str | None, **place: Any) -> None:
        """Writes down one expected finding.

        `place` is `annotation=` its index in the file, `image=` its file name, `category=` its name, or nothing for
        a finding about the file itself. `file` is a folder for a finding about its files together, and None where
        there is no place.
        """
        self.planted.append({"code": code, "file": file, **place})

    def contents(self) -> dict[str, bytes]:
        """All files; a dataset with planted findings has them in `expected.json`, one a line."""
        if not self.planted:
            return self.files
        lines = ",\n".join(f"  {json.dumps(finding)}" for finding in self.planted)
        return {**self.files, "expected.json": f'{{"expected": [\n{lines}\n]}}\n'.encode()}


class Maker(Protocol):
    """What makes a clean and a dirty dataset, as the modules of this folder do."""

    def clean(self) -> Dataset:
        """Nothing is wrong with it."""

    def dirty(self) -> Dataset:
        """What is wrong with it is written down."""
