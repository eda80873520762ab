"""The record of Create ML as a validated model."""

from __future__ import annotations

from typing import Any

from boxlint.rows.row import Fault
from boxlint.syntax.json.models import JsonRecord, Label, Number, explain_with, find_fault


class Coordinates(JsonRecord):
    """A box in pixels: `x` and `y` are its centre."""

    x: Number
    y: Number
    width: Number
    height: Number


class CreateMlAnnotation(JsonRecord):
    """One object."""

    label: Label
    coordinates: Coordinates


def fault(value: Any, place: str) -> Fault | None:
    """What is wrong with a record at `place`; None where nothing is."""
    return find_fault(CreateMlAnnotation, value, place)


def explain(value: Any, place: str) -> str:
    """The same as one sentence; blank where nothing is."""
    return explain_with(CreateMlAnnotation, value, place)
