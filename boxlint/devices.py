"""Which device the measures and rules are evaluated on."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Final

from boxlint.errors import UserError

AUTO_ROWS: Final = 5_000_000
"""Annotations from which `auto` takes a GPU: below, numpy is done before PyTorch has started.

Reckoned, not measured on a GPU: numpy judges a million annotations in half a second to 0.6 s, and importing PyTorch
takes one to two seconds, whatever the rows; opening a CUDA context is taken to cost another.
"""
DEVICE_ROWS: Final = (2**22, 2**18)
"""Rows that are judged together on a device, and once more where its memory did not suffice for so many.

A kernel takes as long to start for a thousand rows as for a million, so parts are larger than on numpy: 32 MiB a
column, some twenty of which all rules together make of a part. Not tried on a GPU. The second is a sixteenth of it.
"""


def choose_device(wanted: str | None, rows: int) -> str | None:
    """The torch device to evaluate on, or None for numpy.

    `wanted` is None (numpy), "auto" (CUDA where there is one and at least `AUTO_ROWS` rows, else numpy),
    "cpu", "cuda" or "cuda:N" (torch there). Raises `UserError` where torch or the device is absent.
    """
    if wanted is None:
        return None
    if wanted == "auto" and (rows < AUTO_ROWS or not _has_torch()):
        return None
    if not _has_torch():
        raise UserError(f'--device {wanted} needs PyTorch, which is not installed: pip install "boxlint[torch]"')
    import torch

    if wanted == "auto":
        return "cuda" if torch.cuda.is_available() else None
    if wanted == "cpu":
        return "cpu"
    name, _, number = wanted.partition(":")
    if name != "cuda" or (number and not number.isdigit()) or wanted.endswith(":"):
        raise UserError(f"--device {wanted}: expected auto, cpu, cuda or cuda:N")
    count = torch.cuda.device_count()
    if not torch.cuda.is_available() or int(number or 0) >= count:
        raise UserError(f"--device {wanted}: PyTorch finds {count} CUDA device(s); leave --device out to use numpy")
    return wanted


def is_shortage(error: RuntimeError) -> bool:
    """Whether an error of PyTorch says that a device's memory is full, for its arrays or already for its driver."""
    import torch

    return isinstance(error, torch.cuda.OutOfMemoryError) or "CUDA error: out of memory" in str(error)


def _has_torch() -> bool:
    return find_spec("torch") is not None and find_spec("array_api_compat") is not None
