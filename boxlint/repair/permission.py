"""Which fixes a run may apply."""

from __future__ import annotations

from typing import Final

from msgspec import Struct

from boxlint.ruleset import Fix

HALF: Final = 0.5


class Permission(Struct, frozen=True):
    """What the user allows.

    Safe fixes always; `unsafe` the others too; `drop_invalid` those that drop an annotation for an error. No more
    than the share `max_drop` of a file's annotations is dropped. `drop_empty_images`: images of COCO that lose all
    their annotations go; `delete_files`: so do, in formats with a file an image, such files.
    """

    unsafe: bool = False
    drop_invalid: bool = False
    max_drop: float = HALF
    drop_empty_images: bool = False
    delete_files: bool = False

    @property
    def is_bold(self) -> bool:
        """Whether more than safe fixes are allowed."""
        return self.unsafe or self.drop_invalid

    @property
    def deletes(self) -> bool:
        """Whether files may be deleted that hold no object any more."""
        return self.drop_empty_images and self.delete_files

    def allows(self, fix: Fix, severity: str) -> bool:
        """Whether a fix may be applied to a finding of this severity."""
        if fix.safety == "safe":
            return True
        if fix.safety == "display":
            return False
        return self.unsafe or (self.drop_invalid and fix.action == "drop" and severity == "error")
