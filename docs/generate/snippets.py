"""The examples of a rule as its file writes them, with number texts and comments."""

from __future__ import annotations

import re
import tomllib
from typing import Any

from msgspec import Struct

from boxlint.rule_files import shipped_rules
from boxlint.ruleset import Rule
from docs.generate.overview import page_name


class Snippet(Struct, frozen=True):
    """One example: whether the rule must fire, its values, and its TOML, that of `after` apart ("" without)."""

    kind: str
    example: dict[str, Any]
    text: str
    after: str = ""


def snippets(rule: Rule) -> list[Snippet]:
    """The examples of a shipped rule in the order of its file."""
    text = (shipped_rules() / f"{page_name(rule)}.toml").read_text(encoding="utf-8")
    parts = re.split(r"^\[\[(bad|good)\]\][^\n]*\n", text, flags=re.MULTILINE)[1:]
    return [_snippet(kind, body) for kind, body in zip(parts[::2], parts[1::2], strict=True)]


def _snippet(kind: str, body: str) -> Snippet:
    """`after` is the last key of an example, by custom; a table in it, as `[bad.files]`, here stands alone."""
    body = body.replace(f"[{kind}.", "[")
    before, key, after = body.strip("\n").partition("\nafter = ")
    return Snippet(kind, tomllib.loads(body), before, f"after = {after}" if key else "")
