"""`boxlint schema`: by which editors check and complete the files that people write."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import click

import boxlint

_KINDS: Final = ("config", "rule", "framework")


def shipped_schemas() -> Path:
    """The folder of schemas: inside the package once installed, in the documentation of a checkout."""
    package = Path(boxlint.__file__).parent
    installed = package / "schemas"
    return installed if installed.is_dir() else package.parent / "docs" / "schema"


@click.command(short_help="Print the JSON Schema of settings, rules or frameworks.")
@click.argument("kind", type=click.Choice(_KINDS), default="config")
def command(kind: str) -> None:
    """Print the JSON Schema of configuration files, of rule files or of framework files.

    With `#:schema boxlint.schema.json` as its first line a TOML file is checked and completed in editors that
    know taplo; docs/editors.md has more.
    """
    from boxlint.cli.output import print_utf8

    print_utf8([(shipped_schemas() / f"{kind}.schema.json").read_text(encoding="utf-8")])
