"""Git LFS pointers: short texts that stand where the data was not pulled."""

from __future__ import annotations

from typing import Final

from boxlint.text.source import Buffer

_START: Final = b"version https://git-lfs"


def is_lfs_pointer(data: Buffer) -> bool:
    """Whether a file's text is a Git LFS pointer."""
    return bytes(data[: len(_START)]) == _START
