"""Text that may hold anything as Markdown that shows it as it is: on GitHub, in summaries and in alerts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from re import IGNORECASE, compile, findall, sub
from typing import Final

from boxlint.reports.values import printable

_MARKUP: Final = compile(r"[^\w ,;:()/'=%+?.-]|_|:(?=\S)|(?<=www)\.", IGNORECASE)
"""What may mean something within a line: all but letters, digits, and what is harmless there."""


def escaped(text: str) -> str:
    """The text on one line, as Markdown and HTML show it, in a table too.

    All that could be markup or begin a link is a character reference. A mention (`@name`) is looked for in what is
    shown, so that the comment, which is not, has to part it.
    """
    return sub(_MARKUP, lambda found: f"&#{ord(found[0])};{'<!-- -->' * (found[0] == '@')}", printable(text))


def link(address: str) -> str:
    """A web address as a link; what is none as text."""
    return f"<{address}>" if findall(r"^https?://[!-;=?-~]+$", address) else escaped(address)


def fenced(lines: Iterable[str]) -> Iterator[str]:
    """Lines as a block of code, in which nothing is markup; each is one line whatever it holds."""
    shown = [printable(line) for line in lines]
    longest = max((len(run) for line in shown for run in findall("~+", line)), default=0)
    fence = "~" * max(3, longest + 1)
    yield f"{fence}text\n"
    for line in shown:
        yield f"{line}\n"
    yield f"{fence}\n"
