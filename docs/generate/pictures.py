"""What is drawn for a rule: one bad example beside what its fix makes of it, or beside a good one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import isnan
from typing import Any, Final, Literal

from msgspec import Struct
from msgspec.structs import replace

from boxlint.example_tables import example_tables, is_written
from boxlint.examples import example_hits
from boxlint.findings import Findings
from boxlint.ruleset import Rule
from boxlint.schema import GEOMETRY
from boxlint.tables import Tables
from docs.generate.shapes import Shape, example_shapes, number
from docs.generate.snippets import Snippet

_MOST_SHAPES: Final = 24
_DRAWN_OF: Final = GEOMETRY | {"annotation", "file", "file_set"}
"""Rules on other tables are about names and numbers, which a drawing does not show."""
_KEPT: Final = ("format", "encoding", "image_size", "volume_size", "spacing")
"""What `after` does not repeat."""


class Panel(Struct, frozen=True):
    """One side of a picture. `hit` are the positions of shapes that the rule reports; `notes` stand below."""

    kind: Literal["bad", "good", "after"]
    title: str
    shapes: tuple[Shape, ...]
    image_size: tuple[float, float] | None
    notes: tuple[str, ...]
    hit: frozenset[int] = frozenset()


class Picture(Struct, frozen=True):
    """Two panels, and the examples that they show."""

    bad: Panel
    other: Panel
    examples: tuple[Snippet, Snippet | None]
    """The bad one, and the good one; None where the other panel is the bad one after the fix."""


def picture(rule: Rule, rules: Mapping[str, Rule], examples: Sequence[Snippet]) -> Picture | None:
    """The picture of a rule, None where its examples have no shapes, too many, or none that help."""
    if _DRAWN_OF.isdisjoint(rule.on):
        return None
    drawable = [found for found in examples if found.kind == "bad" and _is_drawable(rule, rules, found.example)]
    bad = next((found for found in drawable if found.example.get("after")), next(iter(drawable), None))
    if not bad:
        return None
    first = _bad_panel(rule, rules, bad.example)
    after = _after_panel(rule, rules, bad.example)
    if after:
        return Picture(first, after, (bad, None))
    good = _good_example(rule, rules, examples, bad)
    if not good:
        return None
    tables = example_tables(rule, rules, good.example)
    shapes = example_shapes(tables, good.example)
    return Picture(first, _panel("good", "good: not reported", tables, good.example, shapes), (bad, good))


def _is_drawable(rule: Rule, rules: Mapping[str, Rule], example: Mapping[str, Any]) -> bool:
    """Written files are drawn only for rules about shapes: what matters in others is their text."""
    if "dataset" in example or (is_written(example) and GEOMETRY.isdisjoint(rule.on)):
        return False
    return 0 < len(example_shapes(example_tables(rule, rules, example), example)) <= _MOST_SHAPES


def _good_example(rule: Rule, rules: Mapping[str, Rule], examples: Sequence[Snippet], bad: Snippet) -> Snippet | None:
    """The first good example, best of the same kind of shape and with the same parameters."""
    drawable = [found for found in examples if found.kind == "good" and _is_drawable(rule, rules, found.example)]

    def strangeness(found: Snippet) -> tuple[bool, bool]:
        keys = bad.example.keys() - {"after", "count"}
        other = found.example.get("parameters") != bad.example.get("parameters")
        return other, found.example.keys() - {"count"} != keys

    return min(drawable, key=strangeness, default=None)


def _bad_panel(rule: Rule, rules: Mapping[str, Rule], example: Mapping[str, Any]) -> Panel:
    tables = example_tables(rule, rules, example)
    shapes = example_shapes(tables, example)
    hits = example_hits(rule, rules, tables, example)
    rows = {(found.table, int(row)) for found in hits for row in found.rows}
    hit = {
        position
        for position, shape in enumerate(shapes)
        if not {(shape.table, shape.row), ("annotation", shape.annotation)}.isdisjoint(rows)
    }
    messages = [finding.message for finding in Findings(tables, tuple(replace(found, replaced=()) for found in hits))]
    panel = _panel("bad", "bad: reported", tables, example, shapes, hit or range(len(shapes)))
    return replace(panel, notes=(*messages[:1], *panel.notes))


def _after_panel(rule: Rule, rules: Mapping[str, Rule], example: Mapping[str, Any]) -> Panel | None:
    """None where the fix leaves no shape."""
    if not example.get("after"):
        return None
    kept = {key: example[key] for key in _KEPT if key in example}
    fixed = {**kept, **({"text": example["after"]} if is_written(example) else example["after"])}
    tables = example_tables(rule, rules, fixed)
    shapes = example_shapes(tables, fixed)
    actions = " or ".join(dict.fromkeys(fix.action for fix in rule.fix))
    return _panel("after", f"fixed: {actions}", tables, fixed, shapes) if shapes else None


def _panel(
    kind: Literal["bad", "good", "after"],
    title: str,
    tables: Tables,
    example: Mapping[str, Any],
    shapes: Sequence[Shape],
    hit: Any = (),
) -> Panel:
    width, height = (
        float(tables.images[name][0]) if len(tables.images) else float("nan") for name in ("width", "height")
    )
    notes = [shape.words + _said(tables, example, shape.annotation) for shape in shapes]
    return Panel(
        kind=kind,
        title=title,
        shapes=tuple(shapes),
        image_size=None if isnan(width) or isnan(height) else (width, height),
        notes=(*(f"with {name} = {number(value)}" for name, value in example.get("parameters", {}).items()), *notes),
        hit=frozenset(hit),
    )


def _said(tables: Tables, example: Mapping[str, Any], annotation: int) -> str:
    """What an example says of an annotation beside its shape: its category and its numbers."""
    words = ""
    if "category" in example or "categories" in example:
        words += f", {tables.categories['name'].at(int(tables.annotations['category'][annotation]))}"
    given = example.get("annotation", {})
    given = given[annotation] if isinstance(given, list) else given
    for name, value in given.items():
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            words += f", {name} {number(value)}"
    return words
