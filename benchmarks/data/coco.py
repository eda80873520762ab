"""Write a COCO file of the shape of train2017: clean but for two boxes without height.

The two are those of the real file (annotations 918 and 2206849). The same arguments give the same bytes. Larger files
are written part by part, each with ids of its own, so that only one part is in memory.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from operator import itemgetter
from pathlib import Path
from typing import Any, Final

import numpy as np

TRAIN2017_IMAGES: Final = 118_287
TRAIN2017_ANNOTATIONS: Final = 860_001
SEED: Final = 2017
CENTS: Final = 100
"""Coordinates are drawn in hundredths of a pixel, which two decimals write exactly."""
FLAT_BOXES: Final = {918: (29665, 38833, 103, 0), 2206849: (998, 18856, 554, 0)}
"""Annotation id → x, y, width, height in hundredths of a pixel, as in the real train2017."""

_IMAGE_IDS: Final = 581_930
_ANNOTATION_IDS: Final = 2_232_000
"""Ids of a part are drawn from so many, the next part's lie above them."""
_NEAR: Final = 0.9
_CROWD_SHARE: Final = 0.0115
_MEAN_POINTS: Final = 29
_BLOCK: Final = 20_000
_CATEGORIES: Final = 80


@dataclass(frozen=True, slots=True)
class Shapes:
    """Annotations as columns: boxes (N, 4) x, y, width, height in hundredths of a pixel, and what they belong to."""

    image: Any
    category: Any
    box: Any
    point_count: Any
    is_crowd: Any


@dataclass(frozen=True, slots=True)
class Pictures:
    """The images of a part: ids (N,), sizes (N, 2) width, height in pixels, and what draws the rest of the part."""

    ids: Any
    sizes: Any
    generator: Any


def generate(path: Path, image_count: int, annotation_count: int, times: int = 1) -> None:
    """Write the file: one line, two decimals, polygons of about 29 points, about 570 bytes an annotation.

    There are `times` parts with so many images and annotations each; the first is the same however many follow.
    """
    with open(path, "w", encoding="ascii", newline="") as file:
        file.write('{"info": ' + json.dumps({"description": "generated", "version": "1.0", "year": 2017}))
        file.write(',"licenses": ' + json.dumps([{"url": "http://example.org/", "id": 1, "name": "generated"}]))
        file.write(',"images": [')
        for part in range(times):
            pictures = _pictures(part, image_count)
            file.write("," * (part > 0) + ",".join(map(_image, pictures.ids.tolist(), pictures.sizes.tolist())))
        file.write('],"annotations": [')
        for part in range(times):
            file.write("," * (part > 0))
            file.writelines(_part(part, image_count, annotation_count))
        file.write('],"categories": ')
        names = [
            {"supercategory": "thing", "id": number, "name": f"thing {_word(number)}"}
            for number in range(1, _CATEGORIES + 1)
        ]
        file.write(json.dumps(names, separators=(",", ": ")) + "}")


def _pictures(part: int, count: int) -> Pictures:
    generator = np.random.default_rng([SEED, part] if part else SEED)
    sizes = np.where(generator.random(count)[:, None] < 0.75, [640, 480], [480, 640])
    ids = generator.permutation(np.sort(generator.choice(_IMAGE_IDS, count, replace=False)) + 1)
    return Pictures(ids + part * _IMAGE_IDS, sizes, generator)


def _part(part: int, image_count: int, annotation_count: int) -> Iterator[str]:
    """The text of the annotations of a part, block by block."""
    pictures = _pictures(part, image_count)
    shapes = _draw(pictures.generator, pictures.sizes, annotation_count)
    ids = _annotation_ids(pictures.generator, annotation_count) + part * _ANNOTATION_IDS
    yield from _annotations(pictures, shapes, ids)


def _word(number: int) -> str:
    return "".join(chr(ord("a") + int(digit)) for digit in f"{number:02}")


def _image(image_id: int, size: tuple[int, int]) -> str:
    name = f"{image_id:012}.jpg"
    return (
        f'{{"license": 1,"file_name": "{name}","coco_url": "http://images.example.org/train2017/{name}",'
        f'"height": {size[1]},"width": {size[0]},"date_captured": "2013-11-14 11:18:45",'
        f'"flickr_url": "http://farm9.example.org/8186/{image_id:010}_{image_id * 7919 % 2**32:08x}_z.jpg",'
        f'"id": {image_id}}}'
    )


def _annotation_ids(generator: Any, count: int) -> Any:
    """Ids in random order, those of the flat boxes in their places."""
    ids = np.setdiff1d(generator.choice(_ANNOTATION_IDS, count + 2, replace=False) + 1, list(FLAT_BOXES))
    ids = generator.permutation(ids)[:count]
    ids[_flat_rows(count)] = list(FLAT_BOXES)
    return ids


def _flat_rows(count: int) -> list[int]:
    return [count // 3, 2 * count // 3]


def _draw(generator: Any, sizes: Any, count: int) -> Shapes:
    """Boxes well inside their images, of which no two of one image and category are nearly the same."""
    image = np.sort(generator.integers(0, len(sizes), count))
    category = np.where(generator.random(count) < 0.3, 1, generator.integers(1, _CATEGORIES + 1, count))
    box = _boxes(generator, sizes[image])
    while True:
        near = _near_duplicates(image, category, box)
        if not near.any():
            break
        box[near] = _boxes(generator, sizes[image[near]])
    points = np.clip(generator.gamma(2.0, _MEAN_POINTS / 2 - 2, count).astype(np.int64) + 4, 4, 300)
    is_crowd = generator.random(count) < _CROWD_SHARE
    for row, flat in zip(_flat_rows(count), FLAT_BOXES.values(), strict=True):
        # both lie inside the smaller of the two image shapes
        box[row], points[row], is_crowd[row] = flat, 6, False
    return Shapes(image, category, box, points, is_crowd)


def _boxes(generator: Any, sizes: Any) -> Any:
    sides = 8 * (sizes / 10) ** generator.random(sizes.shape)
    corners = (sizes - sides) * generator.random(sizes.shape)
    return np.concatenate([np.rint(corners * CENTS), np.rint(sides * CENTS)], axis=1).astype(np.int64)


def _near_duplicates(image: Any, category: Any, box: Any) -> Any:
    """Which boxes nearly cover another one of their image and category (intersection over union above 0.9)."""
    order = np.lexsort((category, image))
    group = image[order] * (_CATEGORIES + 1) + category[order]
    low, high = box[order, :2], box[order, :2] + box[order, 2:]
    near = np.zeros(len(box), np.bool_)
    for step in range(1, len(box)):
        same = np.flatnonzero(group[step:] == group[:-step])
        if len(same) == 0:
            break
        overlap = np.minimum(high[same], high[same + step]) - np.maximum(low[same], low[same + step])
        shared = np.clip(overlap, 0, None).prod(axis=1)
        areas = [(high - low)[rows].prod(axis=1) for rows in (same, same + step)]
        near[order[same[shared > _NEAR * (areas[0] + areas[1] - shared)]]] = True
    return near


def _annotations(pictures: Pictures, shapes: Shapes, ids: Any) -> Iterator[str]:
    """The text of each block of annotations, joined by commas within and between them."""
    generator, image_ids, sizes = pictures.generator, pictures.ids, pictures.sizes
    written = [f"{value // CENTS}.{value % CENTS:02}".removesuffix("0") for value in range(640 * CENTS + 1)]
    for start in range(0, len(ids), _BLOCK):
        rows = np.arange(start, min(start + _BLOCK, len(ids)))
        points, firsts = _outlines(generator, shapes.box[rows], shapes.point_count[rows])
        texts = itemgetter(*points.ravel().tolist())(written)
        areas = (shapes.box[rows, 2] * shapes.box[rows, 3] * generator.uniform(0.5, 0.8, len(rows)) / CENTS**2).tolist()
        bounds = [*(firsts * 2).tolist(), len(texts)]
        records = []
        for place, row in enumerate(rows.tolist()):
            if shapes.is_crowd[row]:
                mask = _runs(sizes[shapes.image[row]].tolist(), shapes.box[row].tolist())
            else:
                mask = f"[[{','.join(texts[bounds[place] : bounds[place + 1]])}]]"
            box = ",".join(itemgetter(*shapes.box[row].tolist())(written))
            records.append(
                f'{{"segmentation": {mask},"area": {areas[place]!r},"iscrowd": {int(shapes.is_crowd[row])},'
                f'"image_id": {image_ids[shapes.image[row]]},"bbox": [{box}],'
                f'"category_id": {shapes.category[row]},"id": {ids[row]}}}'
            )
        yield "," * (start > 0) + ",".join(records)


def _outlines(generator: Any, box: Any, counts: Any) -> tuple[Any, Any]:
    """Polygons that touch all four sides of their boxes: points (P, 2) in hundredths, and where each begins."""
    firsts = np.cumsum(counts) - counts
    owner = np.repeat(np.arange(len(box)), counts)
    angle = 2 * np.pi * (np.arange(len(owner)) - firsts[owner] + 0.5 * generator.random(len(owner))) / counts[owner]
    radius = generator.uniform(0.6, 1.0, len(owner))
    points = np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=1)
    low, high = np.minimum.reduceat(points, firsts), np.maximum.reduceat(points, firsts)
    fraction = (points - low[owner]) / (high - low)[owner]
    return box[owner, :2] + np.rint(fraction * box[owner, 2:]).astype(np.int64), firsts


def _runs(size: list[int], box: list[int]) -> str:
    """The run-length mask of a filled box, column by column."""
    width, height = size
    left, top = box[0] // CENTS, box[1] // CENTS
    across, down = max(box[2] // CENTS, 1), max(box[3] // CENTS, 1)
    counts = [left * height + top] + [down, height - down] * (across - 1) + [down]
    counts.append(width * height - sum(counts))
    return f'{{"counts": [{",".join(map(str, counts))}],"size": [{height},{width}]}}'
