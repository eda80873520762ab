"""Images that a framework ignores whole for a fault in them, and what goes with them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from boxlint.arrays import Array, full, gather, namespace
from boxlint.frameworks import EFFECTS, Framework
from boxlint.frameworks.forecast import Forecast, consequence_of
from boxlint.ruleset import Rule
from boxlint.schema import GEOMETRY
from boxlint.segments import segment_any, segment_count
from boxlint.tables import Text
from boxlint.variation import formats_of, rows_of_formats
from boxlint.verdicts import Verdicts

_LOSING: Final = frozenset(EFFECTS[: EFFECTS.index("drops") + 1])
"""What leaves training without the row."""


def count_lost(verdicts: Verdicts, rules: Sequence[Rule], forecast: Forecast) -> None:
    """Say of each image which framework ignores it whole, and count the rows for which it does and the good ones.

    Counted over what the rules hit, in files of the formats that the framework reads.
    """
    columns = verdicts.columns
    image, is_target = columns("annotation", "image"), columns("annotation", "is_target")
    count, formats = len(columns.tables.images), formats_of(columns, "image")
    # where nothing is hit, nothing is lost: no framework has to be read for that
    is_clean = not any(verdicts.found[rule.code] for rule in rules)
    readers = {} if is_clean else {name: forecast.readers(name) for name in formats.values}
    frameworks = {framework.name: framework for chosen in readers.values() for framework in chosen}
    lost_to = full(count, -1, "int64", image)
    refused = lost = full(count, 0, "int64", image)
    xp = namespace(image)
    for number, framework in enumerate(frameworks.values()):
        read = frozenset(name for name, chosen in readers.items() if framework in chosen)
        is_lost, is_refused, is_harmed = _losses(verdicts, rules, framework, read)
        is_lost = is_lost & (lost_to < 0)
        lost_to = xp.where(is_lost, full(count, number, "int64", image), lost_to)
        refused = xp.where(is_lost, segment_count(image, count, is_refused), refused)
        lost = xp.where(is_lost, segment_count(image, count, is_target & ~is_harmed), lost)
    columns.give("image", "lost_to", Text(lost_to, tuple(frameworks)))
    columns.give("image", "annotations_refused", refused)
    columns.give("image", "annotations_lost", lost)


def _losses(
    verdicts: Verdicts, rules: Iterable[Rule], framework: Framework, formats: frozenset[str]
) -> tuple[Array, Array, Array]:
    """The images that a framework ignores, the annotations for which it does, and those that it does not train on."""
    columns = verdicts.columns
    image = columns("annotation", "image")
    is_lost = full(len(columns.tables.images), False, "bool", image)
    is_refused = is_harmed = full(len(columns.tables.annotations), False, "bool", image)
    for table, hits, effect in _effects(verdicts, rules, framework):
        own = {table: hits & rows_of_formats(formats_of(columns, table), formats, columns)}
        rows = verdicts.concerned(own, "annotation")
        if rows is not None and effect in _LOSING and table != "file":
            is_harmed = is_harmed | rows
        if effect != "drops-image":
            continue
        if table == "image":
            is_lost = is_lost | own[table]
        elif table == "file":
            is_lost = is_lost | gather(own[table], columns("image", "file"), False)
        elif rows is not None:
            is_refused = is_refused | rows
    return is_lost | segment_any(is_refused, image, len(is_lost)), is_refused, is_harmed


def _effects(verdicts: Verdicts, rules: Iterable[Rule], framework: Framework) -> Iterator[tuple[str, Array, str]]:
    """What a framework does with hits in tables of images, their files and what is drawn in them.

    Those that another rule explains count as well, those that are suppressed do not.
    """
    for rule in rules:
        for table, hits in verdicts.found[rule.code].items():
            consequence = consequence_of(framework, rule, table)
            if consequence and table in GEOMETRY | {"annotation", "image", "file"}:
                hidden = verdicts.hidden.get(rule.code, {}).get(table)
                yield table, hits if hidden is None else hits & ~hidden, consequence.effect
