"""Real annotation files from public sources: `BOXLINT_REAL_DATA` names the folder, one source a sub-folder."""

from __future__ import annotations

import contextlib
import io
import json
import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

import boxlint
from boxlint.descriptions import Finding
from boxlint.report import Report
from tests import independent

REAL_DATA = os.environ.get("BOXLINT_REAL_DATA", "")
SOURCES = sorted(folder for folder in Path(REAL_DATA).iterdir() if folder.is_dir()) if REAL_DATA else []

pytestmark = pytest.mark.skipif(not REAL_DATA, reason="BOXLINT_REAL_DATA names no folder of real annotation files")


@cache
def checked(source: Path) -> Report | None:
    """All rules on one source, those that are off included; None where it holds no annotation of a known format."""
    try:
        return boxlint.check([source], select=["ALL"], isolated=True)
    except boxlint.UserError as error:
        assert "no annotation file" in str(error)
        return None


@pytest.fixture(params=SOURCES, ids=lambda folder: folder.name)
def report(request: pytest.FixtureRequest) -> Report:
    """The report of each source in turn."""
    found = checked(request.param)
    if found is None:
        pytest.skip("no annotation file of a known format")
    return found


def test_every_file_is_checked_and_every_location_is_exact(report: Report) -> None:
    """Nothing raises, and the bytes of each annotation's location are that very annotation."""
    originals = Originals(report)
    for finding in report:
        if finding.location is None or finding.location.start is None:
            continue
        data = originals.data(finding.location.file)
        piece = data[finding.location.start : finding.location.end]
        assert_line_and_column(finding, data)
        if finding.annotation_index is not None:
            originals.assert_is_annotation(finding, piece)
        for related in finding.related:
            if related.location and related.annotation_id is not None:
                start, end = related.location.start, related.location.end
                parsed = json.loads(originals.data(related.location.file)[start:end])
                assert str(parsed["id"]) == str(related.annotation_id)


def assert_line_and_column(finding: Finding, data: bytes) -> None:
    """Line and column lead to the start offset again."""
    place = finding.location
    assert place is not None
    assert place.start is not None
    assert place.line == data.count(b"\n", 0, place.start) + 1
    begin = data.rfind(b"\n", 0, place.start) + 1
    if data[begin : place.start].isascii():
        assert place.column == place.start - begin + 1


class Originals:
    """The files as independent readers see them."""

    def __init__(self, report: Report) -> None:
        files = report.tables.files
        self.formats = {files["path"].at(row): files["format"].at(row) for row in range(len(files))}
        self.parsed: dict[str, Any] = {}
        self.bytes: dict[str, bytes] = {}

    def data(self, path: str) -> bytes:
        """A file's own bytes."""
        if path not in self.bytes:
            self.bytes.clear()
            self.bytes[path] = Path(path).read_bytes()
        return self.bytes[path]

    def assert_is_annotation(self, finding: Finding, piece: bytes) -> None:
        """The piece parses back to the annotation of that index."""
        assert finding.location is not None
        path, index = finding.location.file, finding.annotation_index
        if path.lower().endswith(".json"):
            with contextlib.suppress(json.JSONDecodeError, UnicodeDecodeError):
                if path not in self.parsed:
                    self.parsed[path] = independent.find(self.formats[path]).records(self.data(path), Path(path))
                assert repr(json.loads(piece)) == repr(self.parsed[path][index])
        elif path.lower().endswith(".xml"):
            if path not in self.parsed:
                with contextlib.suppress(ElementTree.ParseError):
                    self.parsed[path] = xml_records(ElementTree.parse(path).getroot())
            if path in self.parsed:
                expected = ElementTree.tostring(self.parsed[path][index]).strip()
                assert ElementTree.tostring(ElementTree.fromstring(piece)).strip() == expected
        else:
            line = finding.location.line
            assert line is not None
            assert piece == self.data(path).splitlines()[line - 1]


def xml_records(root: ElementTree.Element) -> list[ElementTree.Element]:
    """The elements that are annotations: of CVAT, all that is in an image or a track."""
    if root.tag == "annotations":
        return [shape for parent in root if parent.tag in ("image", "track") for shape in parent]
    return [*root.findall("object"), *root.findall("objects/object")]


def own_files(report: Report, *formats: str) -> Iterator[tuple[int, Path]]:
    """Row and path of the files that were read as one of these formats and parse."""
    files = report.tables.files
    for row in range(len(files)):
        if files["format"].at(row) in formats and not files["is_unreadable"][row]:
            yield row, Path(files["path"].at(row))


def test_coco_counts_agree_with_pycocotools(report: Report) -> None:
    """The same number of images, annotations and categories, wherever pycocotools can read the file."""
    coco = pytest.importorskip("pycocotools.coco")
    tables = report.tables
    compared = 0
    for row, path in own_files(report, "coco"):
        with contextlib.redirect_stdout(io.StringIO()):
            try:
                peer = coco.COCO(str(path))
            except (KeyError, TypeError, ValueError, AssertionError):
                continue
        for table, name in (("images", "images"), ("annotations", "annotations"), ("categories", "categories")):
            assert int((getattr(tables, table)["file"] == row).sum()) == len(peer.dataset.get(name, []))
        compared += 1
    if not compared:
        pytest.skip("no COCO file that pycocotools reads")


def test_voc_counts_agree_with_element_tree(report: Report) -> None:
    """As many annotations as the file has objects, wherever ElementTree can read it."""
    files = report.tables.annotations["file"].tolist()
    counts: dict[int, int] = {}
    for row in files:
        counts[row] = counts.get(row, 0) + 1
    compared = 0
    for row, path in own_files(report, "voc", "dior", "rolabelimg"):
        try:
            objects = len(ElementTree.parse(path).getroot().findall("object"))
        except ElementTree.ParseError:
            continue
        assert counts.get(row, 0) == objects, path
        compared += 1
    if not compared:
        pytest.skip("no XML file of a known format")
