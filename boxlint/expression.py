"""The rule language: parse, check, evaluate.

Names, numbers, strings, `+ - * /`, comparisons (also chained), `and or not` and parentheses, nothing
else: what it cannot say is a new measure. The grammar is Python's, so `ast` parses it; the tree is
walked here, elementwise on whole columns, the same for numpy and torch. Nothing is ever executed.
"""

from __future__ import annotations

import ast
import math
import operator
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final

from msgspec import Struct

from boxlint.errors import did_you_mean
from boxlint.schema import Kind
from boxlint.tables import Column, Keys, Text

_LARGEST_NUMBER: Final = 1e300


def _divide(first: Any, second: Any) -> Any:
    """Division as arrays do it, for two numbers too: by zero it is infinite, or NaN."""
    if isinstance(first, (int, float)) and isinstance(second, (int, float)) and second == 0:
        return math.copysign(math.inf, first) * math.copysign(1.0, second) if first else math.nan
    return first / second


_ARITHMETIC: Final = {ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: _divide}
_ORDER: Final = {ast.Lt: operator.lt, ast.LtE: operator.le, ast.Gt: operator.gt, ast.GtE: operator.ge}
_HINTS: Final[dict[type[ast.AST], str]] = {
    ast.BitAnd: "write `and`",
    ast.BitOr: "write `or`",
    ast.Invert: "write `not`",
    ast.Call: "a function becomes a measure",
    ast.Attribute: "a column of a parent is written with an underscore, as in image_width",
    ast.Pow: "a power becomes a measure",
    ast.IfExp: "write it with `and` and `or`",
}


LONGEST: Final = 1000
"""Characters of a condition; nothing that short is nested too deep for Python to walk."""


class ExpressionError(ValueError):
    """An expression that is not of the language, with the place marked by a caret."""

    def __init__(self, reason: str, text: str, column: int = 0, width: int = 1) -> None:
        self.reason = reason
        super().__init__(f"{reason}\n    {text}\n    {' ' * column}{'^' * max(width, 1)}")


class Expression(Struct, frozen=True):
    """A parsed condition and the names that it reads."""

    text: str
    tree: ast.expr
    names: tuple[str, ...]


def parse(text: str) -> Expression:
    """Parse a condition; raises `ExpressionError` for anything outside the language."""
    flat = " ".join(text.split())
    if len(flat) > LONGEST:
        raise ExpressionError(f"longer than {LONGEST} characters: make a measure of a part", f"{flat[:60]} ...", 60)
    try:
        tree = ast.parse(flat, mode="eval").body
    except SyntaxError as error:
        raise ExpressionError(f"not an expression: {error.msg}", flat, (error.offset or 1) - 1) from None
    names = dict.fromkeys(node.id for node in _nodes(tree, flat) if isinstance(node, ast.Name))
    return Expression(flat, tree, tuple(names))


def _nodes(tree: ast.expr, text: str) -> Iterator[ast.expr]:
    """Every sub-expression, outermost first; raises for those outside the language."""
    yield tree
    match tree:
        case ast.Name() | ast.Constant(value=str()):
            return
        case ast.Constant(value=int() | float() as value) if not isinstance(value, bool):
            if not -_LARGEST_NUMBER <= value <= _LARGEST_NUMBER:
                raise _fault("the number is too large", tree, text)
            return
        case ast.BoolOp(values=operands):
            children = operands
        case ast.UnaryOp(op=ast.Not() | ast.USub() | ast.UAdd(), operand=operand):
            children = [operand]
        case ast.BinOp(left=left, op=ast.Add() | ast.Sub() | ast.Mult() | ast.Div(), right=right):
            children = [left, right]
        case ast.Compare(left=left, ops=ops, comparators=rest) if all(
            isinstance(op, (*_ORDER, ast.Eq, ast.NotEq)) for op in ops
        ):
            children = [left, *rest]
        case _:
            odd = getattr(tree, "op", tree)
            hint = next((f"; {words}" for kind, words in _HINTS.items() if isinstance(odd, kind)), "")
            raise _fault(f"the rule language has no {type(odd).__name__}{hint}", tree, text)
    for child in children:
        yield from _nodes(child, text)


def _fault(reason: str, node: ast.expr, text: str) -> ExpressionError:
    return ExpressionError(reason, text, node.col_offset, (node.end_col_offset or 0) - node.col_offset)


def check(expression: Expression, kind_of: Callable[[str], Kind | None], known: Iterable[str]) -> None:
    """Raise `ExpressionError` unless every name is known, every type fits and the answer is a flag."""
    kind = _kind(expression.tree, expression.text, kind_of, known)
    if kind != "flag":
        raise _fault(f"the condition is a {kind}, expected a flag (a comparison)", expression.tree, expression.text)


def check_number(expression: Expression, kind_of: Callable[[str], Kind | None], known: Iterable[str]) -> None:
    """Raise `ExpressionError` unless every name is known, every type fits and the answer is a number."""
    kind = _kind(expression.tree, expression.text, kind_of, known)
    if kind != "number":
        raise _fault(f"the order of hits is a {kind}, expected a number", expression.tree, expression.text)


def _kind(tree: ast.expr, text: str, kind_of: Callable[[str], Kind | None], known: Iterable[str]) -> Kind:
    def expect(node: ast.expr, wanted: Kind, what: str) -> None:
        found = _kind(node, text, kind_of, known)
        if found != wanted:
            raise _fault(f"{what} takes a {wanted}, this is a {found}", node, text)

    match tree:
        case ast.Name(id=name):
            kind = kind_of(name)
            if kind is None or kind == "link":
                raise _fault(f"unknown name {name}{did_you_mean(name, known)}", tree, text)
            return kind
        case ast.Constant(value=str()):
            return "text"
        case ast.Constant():
            return "number"
        case ast.BoolOp(op=junction, values=operands):
            for operand in operands:
                expect(operand, "flag", f"`{'and' if isinstance(junction, ast.And) else 'or'}`")
            return "flag"
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            expect(operand, "flag", "`not`")
            return "flag"
        case ast.UnaryOp(operand=operand):
            expect(operand, "number", "a sign")
            return "number"
        case ast.BinOp(left=left, right=right):
            expect(left, "number", "arithmetic")
            expect(right, "number", "arithmetic")
            return "number"
        case ast.Compare(left=left, ops=ops, comparators=rest):
            operands = [left, *rest]
            for first, op, second in zip(operands, ops, rest, strict=False):
                kinds = {_kind(first, text, kind_of, known), _kind(second, text, kind_of, known)}
                _check_comparison(first, op, second, kinds, text)
            return "flag"
    raise _fault("not of the rule language", tree, text)


def _check_comparison(first: ast.expr, op: ast.cmpop, second: ast.expr, kinds: set[Kind], text: str) -> None:
    if kinds == {"number"}:
        return
    if not isinstance(op, (ast.Eq, ast.NotEq)) or kinds not in ({"text"}, {"key", "number"}):
        raise _fault(f"cannot compare a {' with a '.join(sorted(kinds))} like this", second, text)
    constants = [isinstance(node, ast.Constant) for node in (first, second)]
    if constants.count(True) != 1:
        raise _fault("a text or an id is compared with a constant", second, text)


def evaluate(expression: Expression, column: Callable[[str], Column | float]) -> Any:
    """The answer, shape (N,): flags of a condition, numbers of a quantity; from what `column` gives for each name."""
    return _value(expression.tree, column)


def _value(tree: ast.expr, column: Callable[[str], Column | float]) -> Any:
    match tree:
        case ast.Name(id=name):
            return column(name)
        case ast.Constant(value=value):
            return value
        case ast.BoolOp(op=op, values=operands):
            combine = operator.and_ if isinstance(op, ast.And) else operator.or_
            answer = _value(operands[0], column)
            for operand in operands[1:]:
                # what no row can satisfy any more is not worth another measure
                if isinstance(op, ast.And) and hasattr(answer, "__len__") and not answer.any():
                    return answer
                answer = combine(answer, _value(operand, column))
            return answer
        case ast.UnaryOp(op=op, operand=operand):
            value = _value(operand, column)
            return ~value if isinstance(op, ast.Not) else -value if isinstance(op, ast.USub) else value
        case ast.BinOp(left=left, op=op, right=right):
            return _ARITHMETIC[type(op)](_value(left, column), _value(right, column))
        case ast.Compare(left=left, ops=ops, comparators=rest):
            values = [_value(node, column) for node in (left, *rest)]
            pairs = zip(values, ops, values[1:], strict=False)
            answers = [_compare(first, op, second) for first, op, second in pairs]
            answer = answers[0]
            for other in answers[1:]:
                answer = answer & other
            return answer
    raise AssertionError(tree)


def _compare(first: Any, op: ast.cmpop, second: Any) -> Any:
    if type(op) in _ORDER:
        return _ORDER[type(op)](first, second)
    if isinstance(second, (Text, Keys)):
        first, second = second, first
    if isinstance(first, Text):
        code = -1 if second == "" else first.values.index(second) if second in first.values else -2
        return first.codes == code if isinstance(op, ast.Eq) else first.codes != code
    if isinstance(first, Keys):
        return first.numbers == second if isinstance(op, ast.Eq) else first.numbers != second
    if isinstance(op, ast.Eq):
        return first == second
    # a missing value is NaN, and every comparison with it is false
    return (first != second) & (first == first) & (second == second)  # noqa: PLR0124
