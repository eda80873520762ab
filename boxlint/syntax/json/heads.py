"""What the first bytes of a JSON file say of its form: which keys there are at which depth."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from boxlint.text.source import decode_head

TOKEN: Final = re.compile(r'(["\[\]{}])(?:(?<=")([^"\\]*+(?:\\.[^"\\]*+)*+)(?:"(\s*:)?|\Z)|(?<!"))', re.DOTALL)
"""A bracket, or a string: its first character, what is in it, and a colon where it is a key.

Images may lie in strings, which the head cuts off: such a string ends with the text, and nothing is tried twice.
"""
_DEEPEST: Final = 8


@lru_cache(maxsize=8)
def keys_by_depth(head: bytes) -> Mapping[str, frozenset[str]]:
    """The keys of objects, by the brackets that are open around them, as far as the text goes.

    "[{" are the objects in an outermost list, "{{" those that are members of an outermost object.
    """
    found: defaultdict[str, set[str]] = defaultdict(set)
    opened = ""
    for token in TOKEN.finditer(decode_head(head)):
        if token[3]:
            if len(opened) <= _DEEPEST:
                found[opened].add(token[2])
        elif token[1] in "[{":
            opened += token[1]
        elif token[1] in "]}":
            opened = opened[:-1]
    return {depth: frozenset(keys) for depth, keys in found.items()}
