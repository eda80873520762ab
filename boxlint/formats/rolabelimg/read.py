"""Read roLabelImg XML."""

from __future__ import annotations

from boxlint.formats.xml_objects import read_xml as read

__all__ = ["read"]
