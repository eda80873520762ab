"""Tell HRSC2016 XML by its content."""

from __future__ import annotations

from pathlib import Path

from boxlint.formats.xml_kind import xml_kind


def sniff(head: bytes, path: Path | str) -> bool:
    """Whether the file with these first bytes is HRSC2016 XML."""
    return xml_kind(head) == "hrsc"
