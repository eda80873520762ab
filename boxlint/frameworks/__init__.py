"""Training frameworks: what each does with the rows that a rule hits, and what that makes of rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Annotated, Final, Literal

from msgspec import Meta, Struct

from boxlint.ruleset import Rule, RuleCode, Severity
from boxlint.strictness import fires_above
from boxlint.variation import ByFormat

Effect = Literal["nan", "crash", "poisons-image", "drops-image", "drops", "alters", "none"]
EFFECTS: Final[tuple[Effect, ...]] = ("nan", "crash", "poisons-image", "drops-image", "drops", "alters", "none")
"""Every effect, the worst first."""
_LEVELS: Final[Mapping[Effect, Severity | Literal["off"]]] = {
    "nan": "error",
    "crash": "error",
    "poisons-image": "error",
    "drops-image": "error",
    "drops": "warning",
    "alters": "warning",
    "none": "off",
}


_ORDER: Final = ("off", "warning", "error")


class Consequence(Struct, frozen=True, forbid_unknown_fields=True):
    """What a framework does with a row that a rule hits, in one sentence, and how that is known.

    `basis`: measured (executed), source (read in its code), thread (told in a report), derived (follows from these).
    """

    effect: Effect
    detail: str
    """What happens, in one sentence."""
    source: Annotated[str, Meta(pattern="^https?://")]
    """A link by which it can be looked up."""
    basis: Literal["measured", "source", "thread", "derived"] = "source"
    """measured: executed; source: read in its code; thread: told in a report; derived: follows from these."""

    @property
    def level(self) -> Severity | Literal["off"]:
        """The severity that the effect makes of the rule."""
        return _LEVELS[self.effect]


class Angle(Struct, frozen=True, forbid_unknown_fields=True):
    """The convention of the angles that a framework takes from files: legal from `minimum` to `maximum`.

    boxlint reads radians: rules on angles go by a range in radians, and mean nothing to a framework of degrees.
    """

    convention: str
    unit: Literal["radians", "degrees"]
    minimum: float
    maximum: float


class Framework(Struct, frozen=True, forbid_unknown_fields=True, dict=True, kw_only=True):
    """One framework file. `reads` are formats by name, also those that boxlint does not read yet.

    `on_top`: a loss or a precision that goes with any framework. What is unknown of it counts for nothing beside one.
    """

    name: Annotated[str, Meta(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
    """What `--for` takes, and the name of the file."""
    title: str
    versions: str
    """The versions for which this holds."""
    reads: tuple[Annotated[str, Meta(title="framework-format")], ...]
    """The formats that it reads."""
    summary: str
    requires: tuple[str, ...]
    """What it takes for granted of labels, a sentence each."""
    on_top: bool = False
    """true for a loss or a precision that goes with any framework."""
    reads_keypoints: bool = False
    """true where what it does with boxes it does with keypoints too."""
    is_usual: bool = False
    """true where its formats are hardly read by anything else: it is thought of where no chosen one reads them."""
    angle: Angle | None = None
    """The angles that it takes from files."""
    parameters: dict[RuleCode, dict[str, float]] = {}
    """Where it draws its lines: parameters of rules, by the rule's code."""
    consequences: dict[RuleCode, Consequence] = {}
    """What it does with the rows that a rule hits, by the rule's code."""

    @cached_property
    def thresholds(self) -> Mapping[str, Mapping[str, float]]:
        """Parameters by rule code, the legal range of its angles among them."""
        if self.angle is None or self.angle.unit != "radians":
            return self.parameters
        of_angle = {"min_angle": self.angle.minimum, "max_angle": self.angle.maximum}
        return {**self.parameters, "BX508": {**of_angle, **self.parameters.get("BX508", {})}}


def severities_for(frameworks: Sequence[Framework], rules: Mapping[str, Rule]) -> dict[str, ByFormat[str]]:
    """The severity of each rule that a framework changes, by format: the worst of those that read the format.

    A framework of which no consequence is known leaves the rule as it is.
    """
    formats = dict.fromkeys(name for framework in frameworks for name in framework.reads)
    severities = {}
    for code, rule in rules.items():
        if any(code in framework.consequences for framework in frameworks):
            own = rule.severity if rule.enabled else "off"
            by_format = {name: max(_levels(frameworks, name, code, own), key=_ORDER.index) for name in formats}
            severities[code] = ByFormat(own, by_format)
    return severities


def _levels(frameworks: Sequence[Framework], format: str, code: str, own: str) -> list[str]:
    """What each framework that reads a format makes of a rule."""
    readers = [framework for framework in frameworks if format in framework.reads]
    known: list[str] = [reader.consequences[code].level for reader in readers if code in reader.consequences]
    is_unknown = any(code not in reader.consequences and not reader.on_top for reader in readers)
    return [*known, own] if is_unknown or not known else known


def thresholds_for(frameworks: Sequence[Framework], rules: Mapping[str, Rule]) -> dict[str, dict[str, ByFormat[float]]]:
    """The parameters that frameworks set, by rule code and name, for the formats that they read.

    Of several that read a format the strictest counts; one that does not set a parameter has the rule's own.
    """
    named = {
        (code, name): None
        for framework in frameworks
        for code in framework.thresholds
        for name in framework.thresholds[code]
    }
    found: dict[str, dict[str, ByFormat[float]]] = {}
    for code, name in named:
        default = rules[code].parameters[name].default
        strictest = max if fires_above(rules[code].expression, name) else min
        by_format: dict[str, float] = {}
        for framework in frameworks:
            own = framework.thresholds.get(code, {}).get(name, default)
            is_said = name in framework.thresholds.get(code, {}) or not framework.on_top
            for format in framework.reads if is_said else ():
                by_format[format] = strictest(own, by_format.get(format, own))
        found.setdefault(code, {})[name] = ByFormat(default, by_format)
    return found
