"""Identities as entries: short, readable where that is short, and never the same for two findings."""

from __future__ import annotations

from typing import Any, Final

from boxlint.baseline import Entry, Kind
from boxlint.identities import Identity
from boxlint.natural_order import natural_key

_LONGEST: Final = 40
"""Characters of a readable entry."""
_WHOLE: Final = "-"
"""The file or file set itself."""


def entry_of(identity: Identity, kind: Kind) -> Entry:
    """The entry of a finding: `918` for the annotation with that id, `"918 #2"` for the second finding on it.

    Other records have all that they are called, with blanks between: `"17 harbour.jpg"`; a file is `"-"`. What would
    be long, or could be read in two ways, is a digest of 16 hexadecimal digits, in which the path is left out: the
    entry of a file that moves stays the same.
    """
    name, ordinal = identity.name, identity.ordinal
    if len(name) == 1 and type(name[0]) is int and not ordinal:
        return name[0]
    # an image or category without an id has its name alone
    parts = [str(part) for part in (name[1:] if name and name[0] is None else name)]
    text = " ".join(parts or [_WHOLE]) + (f" #{ordinal + 1}" if ordinal else "")
    is_clear = all(part and " " not in part and "#" not in part for part in parts) and parts[:1] != [_WHOLE]
    if is_clear and text.isprintable() and len(text) <= _LONGEST:
        return text
    return Identity("", name, ordinal).digest(kind.code, kind.table).hex()


def entry_order(entry: Entry) -> tuple[bool, Any]:
    """A sort key of entries: numbers, then texts in natural order."""
    return (True, natural_key(entry)) if isinstance(entry, str) else (False, entry)
