"""Which way a parameter has to move for its rule to fire on more rows, as the condition has it."""

from __future__ import annotations

import ast

from boxlint.expression import Expression


def fires_above(expression: Expression, parameter: str) -> bool:
    """Whether a larger value makes the condition hold for more rows, as of `width < limit`; else a smaller one does.

    Factors and divisors are taken to be positive, as lengths, counts and shares are.
    """
    return _direction(expression.tree, parameter) > 0


def _direction(tree: ast.expr, name: str) -> int:
    """1 where a condition holds, or a number grows, as the name grows; −1 the other way round; 0 without the name."""
    match tree:
        case ast.Name(id=found):
            return int(found == name)
        case ast.BoolOp(values=operands):
            return _sign(*(_direction(operand, name) for operand in operands))
        case ast.UnaryOp(op=op, operand=operand):
            return _direction(operand, name) * (1 if isinstance(op, ast.UAdd) else -1)
        case ast.BinOp(left=left, op=op, right=right):
            turn = -1 if isinstance(op, (ast.Sub, ast.Div)) else 1
            return _sign(_direction(left, name), turn * _direction(right, name))
        case ast.Compare(left=left, ops=ops, comparators=rest):
            pairs = zip([left, *rest], ops, rest, strict=False)
            return _sign(*(_of_comparison(first, op, second, name) for first, op, second in pairs))
    return 0


def _of_comparison(first: ast.expr, op: ast.cmpop, second: ast.expr, name: str) -> int:
    grows = _direction(second, name) - _direction(first, name)
    return grows if isinstance(op, (ast.Lt, ast.LtE)) else -grows if isinstance(op, (ast.Gt, ast.GtE)) else 0


def _sign(*directions: int) -> int:
    total = sum(directions)
    return (total > 0) - (total < 0)
