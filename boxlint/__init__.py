"""boxlint: the linter for object-detection annotations.

>>> import boxlint
>>> report = boxlint.check("annotations/")
>>> [finding.code for finding in report]
['BX101']
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from boxlint import records as records
    from boxlint.api import check as check
    from boxlint.api import load as load
    from boxlint.descriptions import Finding as Finding
    from boxlint.errors import UserError as UserError
    from boxlint.repair.outcome import Outcome as Outcome
    from boxlint.report import Report as Report
    from boxlint.report import Summary as Summary
    from boxlint.tables import Tables as Tables

__version__ = "0.1.0"

# imported on first use, so that `import boxlint` costs nothing
_HOMES: Final = {
    "Finding": "boxlint.descriptions",
    "Outcome": "boxlint.repair.outcome",
    "Report": "boxlint.report",
    "Summary": "boxlint.report",
    "Tables": "boxlint.tables",
    "UserError": "boxlint.errors",
    "check": "boxlint.api",
    "fix": "boxlint.api",
    "load": "boxlint.api",
}
__all__ = [
    "Finding",
    "Outcome",
    "Report",
    "Summary",
    "Tables",
    "UserError",
    "__version__",
    "check",
    "fix",
    "load",
    "records",
]


def __getattr__(name: str) -> Any:
    if name == "records":
        return import_module("boxlint.records")
    if name not in _HOMES:
        raise AttributeError(f"module 'boxlint' has no attribute {name!r}")
    value = globals()[name] = getattr(import_module(_HOMES[name]), name)
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
