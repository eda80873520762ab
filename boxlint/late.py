"""Columns that are made when somebody first asks for them: a run that needs few of many pays for few."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any


class Late:
    """A column to be made: once, when it is first asked for. What it is made of is let go then."""

    __slots__ = ("_column", "_make")

    def __init__(self, make: Callable[[], Any]) -> None:
        self._make: Callable[[], Any] | None = make
        self._column: Any = None

    def made(self) -> Any:
        """The column. Threads that ask at once may make it twice."""
        make = self._make
        if make is not None:
            self._column = make()
            self._make = None
        return self._column


class LateColumns(Mapping[str, Any]):
    """Columns by name, some of which are to be made; `given` has them as they were given, made or not."""

    __slots__ = ("given",)

    def __init__(self, given: Mapping[str, Any]) -> None:
        self.given = given

    def __getitem__(self, name: str) -> Any:
        return made(self.given[name])

    def __iter__(self) -> Iterator[str]:
        return iter(self.given)

    def __len__(self) -> int:
        return len(self.given)


def as_given(columns: Mapping[str, Any]) -> Mapping[str, Any]:
    """Columns by name without making those that are to be made: they stay `Late`."""
    return columns.given if isinstance(columns, LateColumns) else columns


def made(column: Any) -> Any:
    """A column as `as_given` has it, made if it has to be."""
    return column.made() if isinstance(column, Late) else column
