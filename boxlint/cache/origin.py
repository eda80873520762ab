"""What tables come of besides the files: the readers, and the libraries that they use."""

from __future__ import annotations

import sys
from functools import cache
from hashlib import blake2b
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Final

_LIBRARIES: Final = ("msgspec", "numpy", "pydantic", "pydantic-core", "pysimdjson", "pyyaml", "shapely")


@cache
def origin() -> str:
    """A digest of the program's modules and of the versions of what they call: another one may read otherwise.

    All modules, so that none is forgotten; not the version alone, so that a change of the code counts at once.
    """
    package = Path(__file__).parent.parent
    content = blake2b(digest_size=16)
    for file in sorted(package.rglob("*.py")):
        content.update(f"{file.relative_to(package).as_posix()}\0".encode())
        content.update(blake2b(file.read_bytes()).digest())
    for text in (sys.version, sys.byteorder, *map(_version, _LIBRARIES)):
        content.update(f"{text}\0".encode())
    return content.hexdigest()


def _version(library: str) -> str:
    try:
        return version(library)
    except PackageNotFoundError:
        return ""
