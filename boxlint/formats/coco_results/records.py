"""The record of COCO results as a validated model."""

from __future__ import annotations

from boxlint.formats.coco.records import Result, explain

__all__ = ["Result", "explain"]
