"""Where rules begin to hit, as far as one quantity says it alone: what charts draw as lines."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Final

from msgspec import Struct

from boxlint.expression import Expression, evaluate
from boxlint.ruleset import Rule
from boxlint.variation import ByCategory, ByFormat, Threshold

_RELATIONS: Final[Mapping[type[ast.cmpop], str]] = {ast.Lt: "<", ast.LtE: "≤", ast.Gt: ">", ast.GtE: "≥"}
_MIRRORED: Final = {"<": ">", "≤": "≥", ">": "<", "≥": "≤"}


class Limit(Struct, frozen=True):
    """A rule hits the rows of a table for which `quantity relation value` holds, `relation` being <, ≤, > or ≥.

    `setting` is the parameter's own value, which a rule may allow a rounding error. `only` is the format or category
    that the limit holds for, empty for all that have none of their own.
    """

    rule: Rule
    table: str
    quantity: str
    relation: str
    value: float
    setting: float
    only: str = ""

    @property
    def is_below(self) -> bool:
        """Whether small values are hit."""
        return self.relation in ("<", "≤")


def limits(
    rules: Iterable[Rule], parameters: Mapping[str, Mapping[str, Threshold]], formats: Collection[str]
) -> Iterator[Limit]:
    """The limits of these rules, with their parameters as given, for files of these formats."""
    for rule in rules:
        values = {name: parameter.default for name, parameter in rule.parameters.items()}
        settings = {
            name: _variants(value, formats) for name, value in {**values, **parameters.get(rule.code, {})}.items()
        }
        for quantity, relation, bound in _comparisons(rule.expression.tree, settings):
            names = sorted(_names(bound))
            for only in dict.fromkeys(only for name in names for only in settings[name]):
                own = {name: settings[name].get(only, settings[name].get("", values[name])) for name in names}
                value = evaluate(Expression("", bound, tuple(names)), own.__getitem__)
                for table in rule.on:
                    yield Limit(rule, table, quantity, relation, float(value), own[names[0]], only)


def _variants(value: Threshold, formats: Collection[str]) -> dict[str, float]:
    """A threshold's values by format or category, under the empty name for all others."""
    if isinstance(value, ByCategory):
        return {**_variants(value.default, formats), **value.by_category}
    if isinstance(value, ByFormat):
        found = {name: value.of(name) for name in sorted(formats)}
        return found if len(set(found.values())) > 1 else {"": next(iter(found.values()), value.default)}
    return {"": value}


def _comparisons(tree: ast.expr, settings: Collection[str]) -> Iterator[tuple[str, str, ast.expr]]:
    """Comparisons that make the condition hold by themselves: which quantity is how related to what bound."""
    match tree:
        case ast.BoolOp(op=ast.Or(), values=operands):
            for operand in operands:
                yield from _comparisons(operand, settings)
        case ast.Compare(left=left, ops=ops, comparators=rest):
            # a rule that hits what lies between two bounds has no side that is all hit
            found = list(_bounds([left, *rest], ops, settings))
            yield from found if len(found) == 1 else ()


def _bounds(
    values: Sequence[ast.expr], ops: Sequence[ast.cmpop], settings: Collection[str]
) -> Iterator[tuple[str, str, ast.expr]]:
    """The comparisons of a chain that are of a quantity with a bound."""
    for first, op, second in zip(values, ops, values[1:], strict=False):
        relation = _RELATIONS.get(type(op))
        if relation and isinstance(first, ast.Name) and _is_bound(second, settings):
            yield first.id, relation, second
        elif relation and isinstance(second, ast.Name) and _is_bound(first, settings):
            yield second.id, _MIRRORED[relation], first


def _is_bound(tree: ast.expr, settings: Collection[str]) -> bool:
    """Whether a value depends on parameters and on nothing else."""
    names = _names(tree)
    return bool(names) and names <= set(settings)


def _names(tree: ast.expr) -> set[str]:
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
