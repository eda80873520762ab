"""The validated models: what a record of each format has to look like, as pydantic models with JSON Schema.

`boxlint.records.coco`, `.voc`, `.dior`, `.dota` and `.rolabelimg` are the models' modules, imported on first use.

>>> boxlint.records.coco.Annotation.model_json_schema()
"""

from __future__ import annotations

from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from boxlint.formats.coco import records as coco
    from boxlint.formats.dior import records as dior
    from boxlint.formats.dota import records as dota
    from boxlint.formats.rolabelimg import records as rolabelimg
    from boxlint.formats.voc import records as voc

_FORMATS: Final = ("coco", "dior", "dota", "rolabelimg", "voc")
__all__ = ["coco", "dior", "dota", "rolabelimg", "voc"]


def __getattr__(name: str) -> ModuleType:
    if name not in _FORMATS:
        raise AttributeError(f"module 'boxlint.records' has no attribute {name!r}")
    module = globals()[name] = import_module(f"boxlint.formats.{name}.records")
    return module
