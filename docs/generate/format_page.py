"""The formats: docs/formats.md, from the registry and from what was observed (see `docs.measure`)."""

from __future__ import annotations

from collections.abc import Mapping
from operator import attrgetter
from typing import Any, Final

from boxlint.formats.format import Format
from boxlint.formats.registry import FORMATS
from docs.generate.markdown import table

_HEAD: Final = """# Formats

<!-- Written by `python -m docs.generate`; what is observed, by `python -m docs.measure`. -->

Formats are told by content, folder by folder; `--format NAME` settles it where nothing does. A folder may mix them.
Each has a page on what is read of it, what is no training target, what fix can do, and what varies in the wild.

- **read as**: the shapes that rules judge. Upright boxes (`box`), four corners (`quad`), centre, size and angle
  (`rotated`), polygons, run-length masks, keypoints, 3-D boxes (`cuboid`).
- **found at**: where a finding is located. A place is line, column and bytes of the record in the file; some formats
  have an address besides.
- **fixed**: numbers and fields changed in place (`values`), objects removed (`objects`); every other byte stays.
- **real files**: of the public files that boxlint is tried on, how many are of this format, and how many annotations
  they have. **agreement**: of the objects that another reader finds in them, how many boxlint reads alike.

"""
_SHAPES: Final = ("box", "quad", "rotated", "polygon", "mask", "keypoint", "cuboid")


def format_page(measured: Mapping[str, Mapping[str, Any]]) -> str:
    """All of docs/formats.md."""
    head = ("name", "format", "read as", "found at", "fixed", "real files:", "annotations:", "agreement:")
    rows = (_row(format, measured.get(format.name, {})) for format in sorted(FORMATS, key=attrgetter("name")))
    return _HEAD + table(head, rows)


def _row(format: Format, told: Mapping[str, Any]) -> tuple[str, ...]:
    real = told.get("real", {})
    shapes = [name for name in _SHAPES if name in told.get("shapes", ())]
    return (
        f"[`{format.name}`](formats/{format.package}.md)",
        format.title,
        ", ".join(shapes),
        _address(format),
        ", ".join(sorted(told.get("fixes", ()), reverse=True)) or "–",
        f"{real.get('files', 0):,}",
        f"{real.get('annotations', 0):,}",
        _agreement(real),
    )


def _address(format: Format) -> str:
    address = format.pointers.get("annotation")
    if address is None:
        return "place"
    return f"place, {'XPath' if '{number}' in address else 'JSON pointer'}"


def _agreement(real: Mapping[str, Any]) -> str:
    total = real.get("compared", 0)
    return f"{real['agreeing']:,} of {total:,}" if total else "–"
