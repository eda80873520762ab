"""Text of strangers as HTML and SVG."""

from __future__ import annotations

import re
from html import escape
from typing import Final

from boxlint.reports.values import printable

LONGEST: Final = 400
"""Characters of one text that are shown: a dataset may hold longer names than a page should."""


_CODE: Final = re.compile("`([^`]+)`")


def escaped(text: object, longest: int = LONGEST) -> str:
    """A text as the content of an element or of a quoted attribute, in HTML and SVG alike.

    What is not printable is spelled out (line ends, null bytes, lone surrogates, marks that turn the direction of
    writing), and what is very long is cut.
    """
    shown = printable(str(text))
    if len(shown) > longest:
        shown = f"{shown[:longest]}…"
    return escape(shown, quote=True)


def isolated(text: object) -> str:
    """A name in an element of its own, so that letters written from right to left turn nothing around them."""
    return f"<bdi>{escaped(text)}</bdi>"


def paragraphs(text: str) -> str:
    """Prose, a paragraph where a blank line stands."""
    return "".join(f"<p>{escaped_prose(part)}</p>" for part in text.strip().split("\n\n") if part)


def escaped_prose(text: str) -> str:
    """Text of rule files, which is not cut; what stands between backticks is code."""
    return _CODE.sub(r"<code>\1</code>", escape(printable(" ".join(text.split())), quote=True))


def link(address: str, text: str) -> str:
    """A link to a page of the web; the text and the address where it is anything else."""
    if not address.startswith(("https://", "http://")):
        return f"{escaped(text)}: {escaped(address)}"
    return f'<a href="{escape(printable(address))}" rel="noreferrer noopener">{escaped(text)}</a>'
