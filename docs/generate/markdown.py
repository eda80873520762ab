"""Markdown as GitHub reads it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table, each row on a line; a column of numbers has a head that ends with a colon."""
    rules = ["--:" if title.endswith(":") else "---" for title in head]
    lines = [f"| {' | '.join(title.removesuffix(':') for title in head)} |", f"|{'|'.join(rules)}|"]
    lines += [f"| {' | '.join(cell(text) for text in row)} |" for row in rows]
    return "".join(f"{line}\n" for line in lines)


def cell(text: str) -> str:
    """A text inside a table."""
    return " ".join(text.split()).replace("|", "\\|")


def prose(text: str) -> str:
    """A text outside of code, in which `<` begins no HTML."""
    parts = re.split(r"(`[^`]*`)", text.strip())
    return "".join(part if part.startswith("`") else part.replace("<", "&lt;") for part in parts)


def fence(text: str, language: str = "") -> str:
    """A block of code, between more backticks than it has itself."""
    longest = max((len(run) for run in re.findall(r"`+", text)), default=0)
    ticks = "`" * max(3, longest + 1)
    return f"{ticks}{language}\n{text.strip(chr(10))}\n{ticks}"


def anchor(heading: str) -> str:
    """What follows the `#` in a link to a heading."""
    return re.sub(r"[^\w-]", "", heading.lower().replace(" ", "-"))


def joined(words: Sequence[str], last: str = "or") -> str:
    """`a, b or c`."""
    return f" {last} ".join(part for part in (", ".join(words[:-1]), *words[-1:]) if part)
