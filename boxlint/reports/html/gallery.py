"""The worst cases of each rule: as pictures where there is something to draw, else as a list."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Final

import numpy as np
from msgspec import Struct

from boxlint.columns import Columns
from boxlint.descriptions import Finding
from boxlint.findings import RuleHits
from boxlint.places import records
from boxlint.report import Report
from boxlint.reports.blocks import Block
from boxlint.reports.html.budget import Budget, Share
from boxlint.reports.html.crops import Photo, crops, open_photo
from boxlint.reports.html.drawing import Case, Crop, draw
from boxlint.reports.html.markup import escaped, isolated
from boxlint.reports.html.shapes import DRAWN, Shape, Shapes
from boxlint.reports.html.window import Extent, Window, close, extent_of, united, whole
from boxlint.reports.subjects import findable_place
from boxlint.reports.values import printable
from boxlint.worst_cases import worst_cases
from boxlint.written_polygons import written_polygons

_PICTURES: Final = 8
_LISTED: Final = 12
"""Cases of a rule that are shown."""
_WITH_SHAPE: Final = frozenset({*DRAWN, "annotation", "mask"})
_LARGEST_FRAME: Final = 1e7
"""Pixels of a side that an image may have; what claims more is not drawn to scale."""


class _Row(Struct, frozen=True):
    """A hit that is shown, with the rows of its annotation and image, −1 for none."""

    hits: RuleHits
    position: int
    finding: Finding
    annotation: int
    image: int

    @property
    def row(self) -> int:
        return int(self.hits.rows[self.position])

    @property
    def related(self) -> int:
        return -1 if self.hits.related is None else int(self.hits.related[self.position])


class _View(Struct, frozen=True):
    """How a row is drawn. `frame` is the image's border where it is known."""

    case: Case
    frame: Extent | None
    window: Window
    photo: Photo | None


class Gallery:
    """The cases of all rules of a report, with pictures from the image files below some folders."""

    def __init__(self, report: Report, blocks: Sequence[Block], folders: Sequence[str]) -> None:
        self._tables = report.tables
        self._columns = Columns(report.tables)
        self._rows = self._chosen(report, blocks)
        self._folders = folders

    def cases(self, block: Block, budget: Budget) -> Iterator[str]:
        """The markup of a rule's cases, as long as it fits."""
        share = budget.share()
        rows = self._rows[block.key]
        views = [self._view(row) for row in rows]
        asked = [(view.photo, view.window.shown) if view and view.photo else None for view in views]
        drawn, listed = [], []
        for row, view, crop in zip(rows, views, crops(asked), strict=True):
            if view is None:
                item = f"<li>{_caption(row.finding)}</li>"
                listed += [item] if share.take(item) else []
            elif figure := _figure(row, view, crop, share, budget):
                drawn.append(figure)
        budget.cases_left_out += len(rows) - len(drawn) - len(listed)
        budget.settle(share)
        if drawn:
            yield f'<div class="cases">{"".join(drawn)}</div>'
        if listed:
            yield f'<ul class="places">{"".join(listed)}</ul>'

    def _chosen(self, report: Report, blocks: Sequence[Block]) -> dict[str, list[_Row]]:
        """The worst hits of each block, described."""
        chosen = []
        for block in blocks:
            for hits in block.parts:
                count = _PICTURES if hits.table in _WITH_SHAPE or hits.table == "image" else _LISTED
                chosen.append((block.key, hits, worst_cases(self._columns, hits, -(-count // len(block.parts)))))
        rows: dict[str, list[_Row]] = {block.key: [] for block in blocks}
        described = report.findings.described([(hits, positions) for _, hits, positions in chosen])
        for (anchor, hits, positions), (_, findings) in zip(chosen, described, strict=True):
            for position, finding in zip(positions, findings, strict=True):
                rows[anchor].append(self._row(hits, position, finding))
        return rows

    def _row(self, hits: RuleHits, position: int, finding: Finding) -> _Row:
        row = hits.rows[position : position + 1]
        owner, owned = records(self._columns, hits.table, row)
        annotation = int(owned[0]) if owner == "annotation" else -1
        image = int(owned[0]) if owner == "image" else -1
        if annotation >= 0:
            image = int(self._tables.annotations["image"][annotation])
        return _Row(hits, position, finding, annotation, image)

    @cached_property
    def _shapes(self) -> Shapes:
        """The shapes of rows; polygons are read again of the annotations that are shown for theirs."""
        annotations = {
            row.annotation
            for rows in self._rows.values()
            for row in rows
            if row.hits.table in ("polygon", "mask") or any("mask" in name for name in row.hits.rule.names)
        }
        return Shapes(self._tables, written_polygons(self._tables, sorted(annotations - {-1})))

    @cached_property
    def _photos(self) -> dict[int, Photo]:
        """The pictures of the images that are shown, by row."""
        images = sorted({row.image for rows in self._rows.values() for row in rows} - {-1})
        if not self._folders or not images:
            return {}
        from boxlint.image_files import image_paths
        from boxlint.image_files.headers import without_limits

        found = image_paths(self._tables, self._folders, images)
        width, height = self._tables.images["written_width"], self._tables.images["written_height"]
        with without_limits():
            opened = {row: open_photo(path, float(width[row]), float(height[row])) for row, path in found.items()}
        return {row: photo for row, photo in opened.items() if photo}

    def _view(self, row: _Row) -> _View | None:
        """How a row is drawn; None where there is nothing to draw."""
        table, shapes, photo = row.hits.table, self._shapes, self._photos.get(row.image)
        if table == "image" and photo:
            case = Case((), (), shapes.around(-1, row.image))
        elif table in _WITH_SHAPE:
            own = shapes.of(*(("annotation", row.annotation) if table == "mask" else (table, row.row)))
            if not own:
                return None
            case = Case(own, self._related(row), shapes.around(row.annotation, row.image) if row.image >= 0 else ())
        else:
            return None
        frame = (0.0, 0.0, float(photo.width), float(photo.height)) if photo else self._frame(row.image)
        known = frame or _estimated(case)
        window = close(known, case.extent) if photo and case.extent else whole(known, case.extent)
        return _View(case, frame, window, photo)

    def _related(self, row: _Row) -> Sequence[Shape]:
        """The shapes of the row that a row names, where that lies in the same image."""
        if row.related < 0:
            return ()
        owner, owned = records(self._columns, row.hits.table, np.array([row.related]))
        is_near = owner == "annotation" and int(self._tables.annotations["image"][owned[0]]) == row.image
        return self._shapes.of(row.hits.table, row.related) if is_near else ()

    def _frame(self, image: int) -> Extent | None:
        if image < 0:
            return None
        width, height = (float(self._tables.images[name][image]) for name in ("width", "height"))
        return (0.0, 0.0, width, height) if 0 < width < _LARGEST_FRAME and 0 < height < _LARGEST_FRAME else None


def _estimated(case: Case) -> Extent:
    """What must be seen of an image of unknown size."""
    extents = [extent_of(shape.points) for shape in (*case.shapes, *case.related, *case.others)]
    known = [extent for extent in extents if extent and max(map(abs, extent)) < _LARGEST_FRAME]
    return united(known) if known else (0.0, 0.0, 640.0, 480.0)


def _figure(row: _Row, view: _View, crop: Crop | None, share: Share, budget: Budget) -> str:
    """A case with its picture, without it where that does not fit, or nothing."""
    caption = f"<figcaption>{_caption(row.finding)}</figcaption>"
    label = f"{row.finding.code} {row.finding.name}: {row.finding.message}"
    for picture in (crop, None) if crop else (None,):
        figure = f"<figure>{draw(view.case, view.frame, view.window, picture, label)}{caption}</figure>"
        if share.take(figure):
            return figure
        budget.pictures_left_out += picture is not None
    return ""


def _caption(finding: Finding) -> str:
    """What a case is about, and where it stands."""
    about = []
    if finding.image is not None and (finding.image.file_name or finding.image.id is not None):
        about.append(isolated(finding.image.file_name or f"image {finding.image.id}"))
    if finding.annotation_id is not None:
        about.append(f"annotation {isolated(finding.annotation_id)}")
    elif finding.annotation_index is not None:
        about.append(f"annotation at index {finding.annotation_index:,}")
    if finding.category:
        about.append(isolated(finding.category))
    parts = [f'<p class="says">{isolated(finding.message)}</p>']
    parts += [f'<p class="about">{" · ".join(about)}</p>'] if about else []
    if finding.location:
        file = printable(finding.location.file)
        rest = findable_place(finding.location, finding.table).removeprefix(file)
        comma = ", " if rest.startswith(", ") else ""
        within = escaped(rest.removeprefix(comma))
        parts.append(f'<p class="place"><code>{escaped(file)}{comma}<span>{within}</span></code></p>')
    return "".join(parts)
