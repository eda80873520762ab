"""XML documents that hold some records and nothing else."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

_PREFIX: Final = re.compile(rb"<([^\s/>:]+:)")


def enclosed(records: Sequence[bytes], *names: bytes) -> bytes:
    """A document of records in elements of these names, the outermost first, all with the records' own prefix."""
    prefix = next((found[1] for found in map(_PREFIX.match, records) if found), b"")
    opening = b"".join(b"<%b%b>" % (prefix, name) for name in names)
    closing = b"".join(b"</%b%b>" % (prefix, name) for name in reversed(names))
    return b"%b\n%b\n%b\n" % (opening, b"\n".join(records), closing)
