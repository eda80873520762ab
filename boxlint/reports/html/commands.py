"""The commands that the page tells: the ones to type for the same files."""

from __future__ import annotations

from collections.abc import Sequence
from shlex import quote
from typing import Final

from boxlint.reports.blocks import Block
from boxlint.reports.layout import command_paths
from boxlint.settings import Settings

_PATHS: Final = 30
"""As many are told, so that a command that is copied runs as it is."""


def fix_command(block: Block, paths: Sequence[str], settings: Settings) -> str:
    """What mends the findings of a rule; empty where no fix applies by itself."""
    safeties = {fix.safety for fix, _ in block.fixes}
    if not safeties & {"safe", "unsafe"}:
        return ""
    unsafe = ["--unsafe-fixes"] if "unsafe" in safeties else []
    return _command("fix", ["--select", block.rule.code, *unsafe], paths, settings)


def list_command(block: Block, paths: Sequence[str], settings: Settings) -> str:
    """What lists all findings of a rule."""
    return _command("check", ["--select", block.rule.code, "--output-format", "concise"], paths, settings)


def _command(name: str, options: Sequence[str], paths: Sequence[str], settings: Settings) -> str:
    """A command over the same files, judged in the same way."""
    chosen = [part for framework in settings.frameworks for part in ("--for", quote(framework))]
    pictures = [part for folder in settings.images for part in ("--images", quote(folder))]
    return " ".join(["boxlint", name, *options, *chosen, *pictures, command_paths(paths, _PATHS)])
