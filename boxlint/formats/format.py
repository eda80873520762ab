"""What an annotation format is."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

from msgspec import Struct, field
from msgspec.structs import asdict

from boxlint.schema import SCHEMA
from boxlint.text.source import Buffer, SourceText, decode_source, read_source

if TYPE_CHECKING:
    from boxlint.formats import SourceFile
    from boxlint.formats.editor import Editor


class Conventions(Struct, frozen=True):
    """What is so in all files of a format: columns of the tables of files and file sets, for rules to ask."""

    writes_sizes: bool = False
    """Whether its files say how large their images are."""
    boxes_have_sizes: bool = False
    """Whether boxes are written as a corner, width and height, not as two corners."""
    has_amodal_boxes: bool = False
    """Whether boxes are of whole objects, what is hidden or beyond the image among it."""
    is_federated: bool = False
    """Whether each image is labelled for some of the categories only, so that a file may use few of them."""

    has_rows_of_one_kind: bool = False
    """Whether all rows of a folder have to be boxes, or all outlines, for a trainer to read them."""
    is_opened_as_utf8: bool = False
    """Whether trainers open its files as UTF-8, whatever they hold."""
    counts_classes_from_zero: bool = False
    """Whether objects write the numbers of their classes, of which the first is 0."""

    def columns(self, table: str) -> dict[str, bool]:
        """Those that are columns of a table."""
        return {name: value for name, value in asdict(self).items() if name in SCHEMA[table]}


class Format(Struct, frozen=True):
    """An annotation format, whose code is in the package `boxlint.formats.PACKAGE`; imported when it is needed.

    Its module `sniff` tells a file by its first bytes, `read` makes tables of files, `edit` changes their text, and
    `records` says what a record should be. `whole_dataset`: one file is one file set; otherwise the files of a folder
    are.
    """

    name: str
    title: str
    suffixes: frozenset[str]
    package: str
    whole_dataset: bool = False
    conventions: Conventions = Conventions()
    rotated_by_count: bool = False
    """Whether a file has rotated boxes where most of its boxes have five numbers."""
    pointers: Mapping[str, str] = field(default_factory=dict)
    """By table, the JSON pointer or XPath of a record; `{index}` is its place from 0 on, `{number}` that from 1 on."""
    folders: tuple[str, ...] = ()
    """How folders' names begin, in lower case, whose files of these suffixes are of this format whatever they hold."""
    told_by: str = "sniff"
    """The function of the module `sniff` that tells a file, where formats share the module."""
    silent_folders: tuple[str, ...] = ()
    """How folders' names begin, in lower case, in or below which files that say nothing are of this format."""
    has_images_beside: bool = False
    """Whether trainers look for images in the folder of the labels, or in that with `images` for `labels`."""
    is_default: bool = False
    """Whether a named file of these suffixes that says nothing (it is empty, or broken) is taken to be of it."""

    rendered: frozenset[str] = frozenset()
    """Suffixes of its files that are no text: its module `rendering` gives what they hold as text, and writes it anew.

    Their records have a place in that text only, and `pointers` says where they are in the file: `{row}` is the place
    of the image and `{place}` that of an object in it, from 0 on.
    """

    def is_rendered(self, path: Path | str) -> bool:
        """Whether a file is no text itself."""
        return bool(self.rendered) and Path(path).suffix.lower() in self.rendered

    def text_of(self, path: Path) -> SourceText:
        """The text in which the places of a file's records count. Raises OSError where it cannot be read."""
        return decode_source(self.module("rendering").render(path)) if self.is_rendered(path) else read_source(path)

    def module(self, name: str) -> ModuleType:
        """A module of its package, by name."""
        return import_module(f"boxlint.formats.{self.package}.{name}")

    def editor(self, data: Buffer) -> Editor:
        """What edits a file of this text, which may say where things stand."""
        from boxlint.formats.editor import editor_of

        module = self.module("edit")
        return editor_of(module.editor(data) if hasattr(module, "editor") else module)

    def sniff(self, head: bytes, path: Path | str) -> bool:
        """Whether a file with these first 64 KiB is of this format."""
        found: bool = _told_by(self.package, self.told_by)(head, path)
        return found

    def resembles(self, head: bytes) -> bool:
        """Whether a file that no format takes may be a faulty one of this, where it lies among such files."""
        return bool(_told_by(self.package, "resembles")(head))

    def could_be(self, head: bytes) -> bool:
        """Whether a file that tells no format may be of this one, if a user says so."""
        return bool(_told_by(self.package, "could_be")(head))

    def settle(self, counts: Mapping[str, int], folder: str) -> str:
        """The format of a file that was told to be of this one, where formats share files.

        Given how many files of its folder were told to be of which format, and the folder.
        """
        return str(_told_by(self.package, "settle")(counts, folder) or self.name)

    def beside(self, files: Sequence[SourceFile]) -> str:
        """A text that is another one where what lies beside files of a folder, and is read with them, has changed."""
        module = self.module("read")
        return str(module.beside(files)) if hasattr(module, "beside") else ""


@cache
def _told_by(package: str, function: str) -> Callable[..., Any]:
    """A function of the module `sniff` of a package; one that says nothing where it has none of this name."""
    module = import_module(f"boxlint.formats.{package}.sniff")
    return getattr(module, function, lambda *_: None)
