"""Read roLabelImg XML."""

from __future__ import annotations

from boxlint.formats.xml_files import read_xml as read

__all__ = ["read"]
