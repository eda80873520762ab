"""What is wrong with a rule by itself, in words for its author."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from itertools import chain
from string import Formatter

from boxlint.expression import ExpressionError, check, check_number
from boxlint.names import ancestors, is_given, kind_of, measures, names_of
from boxlint.ruleset import Rule
from boxlint.schema import SCHEMA, Kind


def rule_faults(rule: Rule) -> Iterable[str]:
    """The faults of a rule, a sentence each: names, types, message, parameters, examples."""
    unknown = [table for table in rule.on if table not in SCHEMA]
    if unknown:
        yield f"on: there is no table {unknown[0]}; there are {', '.join(SCHEMA)}"
        return
    if not rule.bad or not rule.good:
        yield "needs at least one [[bad]] and one [[good]] example"
    try:
        rule.badness  # noqa: B018 (parses it)
    except ExpressionError as error:
        yield f"worst: {error}"
        return
    try:
        unused = [name for name in rule.parameters if name not in rule.expression.names]
        rule.names  # noqa: B018 (parses what is not parsed yet)
    except ExpressionError as error:
        yield f"when: {error}"
        return
    except ValueError as error:
        yield f"message: {error}"
        return
    if unused:
        yield f"parameters.{unused[0]} is not used in `when`"
    if all(name in rule.parameters for name in rule.expression.names):
        yield "when: reads no column"
    for fix in rule.fix:
        if fix.on and fix.on not in rule.on:
            yield f"fix.on: {fix.on} is no table of this rule"
    for table in rule.on:
        yield from _condition_faults(rule, table)
        yield from _message_faults(rule, table)
        yield from _order_faults(rule, table)
        yield from _link_faults(rule, table)


def _kind(rule: Rule, table: str, name: str) -> Kind | None:
    return "number" if name in rule.parameters else kind_of(table, name)


def _condition_faults(rule: Rule, table: str) -> Iterable[str]:
    conditions = [("when", rule.expression)]
    conditions += [("fix.where", fix.expression) for fix in rule.fix if fix.expression and fix.reaches(table)]
    for key, expression in conditions:
        try:
            check(expression, partial(_kind, rule, table), chain(names_of(table), rule.parameters))
        except ExpressionError as error:
            yield f"{key} (on {table}): {error}"


def _order_faults(rule: Rule, table: str) -> Iterable[str]:
    if rule.badness is None:
        return
    if not rule.badness.names:
        yield "worst: reads no column"
    if given := [name for name in rule.badness.names if is_given(table, name) and name not in rule.message_fields]:
        yield f"worst: {given[0]} is known here only where the message shows it"
    try:
        check_number(rule.badness, partial(kind_of, table), names_of(table))
    except ExpressionError as error:
        yield f"worst (on {table}): {error}"


def _link_faults(rule: Rule, table: str) -> Iterable[str]:
    if rule.related and (rule.related not in measures(table) or kind_of(table, rule.related) != "link"):
        yield f"related: {rule.related} is not a measure of rows of {table}"
    for key, parent in (("once", rule.once), ("identity", rule.identity)):
        if parent and parent not in (table, *ancestors(table)):
            yield f"{key}: {parent} is no parent of {table}"


def _message_faults(rule: Rule, table: str) -> Iterable[str]:
    for _, name, spec, conversion in Formatter().parse(rule.message):
        if name is None:
            continue
        kind = _kind(rule, table, name)
        if kind in (None, "link") or conversion:
            yield f"message: {{{name}}} is not a column or parameter of {table}"
        elif spec and kind != "number":
            yield f"message: {{{name}:{spec}}} has a number format, but is a {kind}"
        elif spec:
            try:
                format(1.0, spec)
            except ValueError as error:
                yield f"message: {{{name}:{spec}}}: {error}"
