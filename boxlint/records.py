"""The validated models: what a record of each format has to look like, as pydantic models with JSON Schema.

`boxlint.records.coco`, `.voc` and so on are the models' modules, one a format, imported on first use.

>>> boxlint.records.coco.Annotation.model_json_schema()
"""

from __future__ import annotations

from types import ModuleType

from boxlint.formats.registry import FORMATS

_FORMATS = {format.package: format for format in FORMATS}


def __dir__() -> list[str]:
    return sorted(_FORMATS)


def __getattr__(name: str) -> ModuleType:
    if name not in _FORMATS:
        raise AttributeError(f"module 'boxlint.records' has no attribute {name!r}")
    module = globals()[name] = _FORMATS[name].module("records")
    return module
