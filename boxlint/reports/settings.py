"""Settings as TOML: what a run goes by, after the configuration file and the command line."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from msgspec import to_builtins

from boxlint.path_names import shown
from boxlint.settings import Settings


def write(settings: Settings, file: Path | None) -> Iterator[str]:
    """A configuration file with these settings in alphabetical order, which reads as them again.

    `file` is where they come from, if they come from one. Paths in it are absolute; what is not set is a comment.
    """
    yield f"# from {shown(file)}\n" if file else "# no configuration file\n"
    values: dict[str, Any] = to_builtins(settings)
    tables = {key: values.pop(key) for key in sorted(values) if isinstance(values[key], dict) and values[key]}
    for key, value in sorted(values.items()):
        yield f"# {key} is not set\n" if value is None else f"{key} = {toml_value(value)}\n"
    for key, table in tables.items():
        yield f"\n[{key}]\n"
        for name, value in sorted(table.items()):
            yield f"{_key(name)} = {toml_value(value)}\n"


def toml_value(value: Any) -> str:
    """A value of text, numbers, flags, lists and mappings with text keys on one line of TOML, which has no None."""
    if isinstance(value, dict):
        given = sorted((key, entry) for key, entry in value.items() if entry is not None)
        entries = ", ".join(f"{_key(key)} = {toml_value(entry)}" for key, entry in given)
        return f"{{ {entries} }}" if entries else "{}"
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(map(toml_value, value))}]"
    if isinstance(value, bool):
        return "true" if value else "false"
    return _text(value) if isinstance(value, str) else str(value)


def _key(name: str) -> str:
    return name if re.fullmatch(r"[A-Za-z0-9_-]+", name) else _text(name)


def _text(text: str) -> str:
    """A string in quotes, with no character in it that a terminal would obey."""
    return "".join(char if char.isprintable() else _escape(char) for char in json.dumps(text, ensure_ascii=False))


def _escape(char: str) -> str:
    # half a character, from a path that is no UTF-8, has no place in TOML
    return "\ufffd" if "\ud800" <= char <= "\udfff" else f"\\U{ord(char):08X}"
