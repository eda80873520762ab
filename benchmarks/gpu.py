"""Rules and pairs of boxes evaluated in memory, on numpy and on a torch device by turns."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from importlib.metadata import version
from time import perf_counter
from typing import Any, Final

import numpy as np

from benchmarks.machine import describe
from benchmarks.results import Evaluation, Record
from boxlint.arrays import Array, fetch, place, positions
from boxlint.linter import lint
from boxlint.measures.overlap import LEAST_IOU, intersection_over_union
from boxlint.requirements import wanted_columns
from boxlint.rule_files import load_rules
from boxlint.ruleset import Rule
from boxlint.settings import Settings
from boxlint.settings.overrides import choose_rules
from boxlint.stages import Profile, profiled, stage
from boxlint.tables import Keys, Table, Tables, Text, make_table, make_tables

SEED: Final = 30
_BOXES_AN_IMAGE: Final = 7
_CATEGORIES: Final = 80
COPIED: Final = 2**25
"""Numbers in a copy: 256 MiB, which no cache holds."""
_COPIES: Final = 10
_ROUNDS: Final = 3
_PAIR_BYTES: Final = 9 * 8
"""Eight corners are read and one number is written."""


def evaluate(device: str, boxes: int, pairs: int, rounds: int) -> Iterator[Record]:
    """Each evaluation as it ends, on numpy and on the device by turns, after the machine."""
    yield describe({name: version(name) for name in ("numpy", "torch")}, _device_name(device))
    tables = make_boxes(boxes)
    rules = load_rules([], examples=False)
    selected = [rule for rule in choose_rules(Settings(), rules, ()).selected if "box" in rule.on]
    needed = _needed_bytes(tables, selected, rules)
    bandwidths = {name: copy_bandwidth(name) for name in (None, device)}
    for number in range(rounds):
        for name, bandwidth in bandwidths.items():
            with profiled() as profile:
                lint(tables, selected, rules, device=name)
            yield _recorded(f"{len(selected)} rules on boxes", name, boxes, number, profile, needed, bandwidth)
            with profiled() as profile:
                compare_pairs(tables, pairs, name)
            yield _recorded("IoU of pairs", name, pairs, number, profile, pairs * _PAIR_BYTES, bandwidth)


def make_boxes(count: int) -> Tables:
    """So many sound boxes of a COCO file in memory, seven an image."""
    generator = np.random.default_rng(SEED)
    images = -(-count // _BOXES_AN_IMAGE)
    width, height = generator.uniform(8, 64, (2, count))
    x_min, y_min = generator.uniform(0, 400, (2, count))
    corners = {"x_min": x_min, "y_min": y_min, "x_max": x_min + width, "y_max": y_min + height}
    image = np.arange(count) // _BOXES_AN_IMAGE
    category = generator.integers(0, _CATEGORIES, count)
    one, path = np.zeros(1, np.int64), Text(np.zeros(1, np.int32), ("boxes.json",))
    format = Text(np.zeros(1, np.int32), ("coco",))
    return make_tables(
        file_sets=make_table("file_set", 1, {"path": path, "format": format}),
        files=make_table("file", 1, {"file_set": one, "path": path, "format": format}),
        images=_rows("image", images, width=np.full(images, 640.0), height=np.full(images, 480.0)),
        categories=_rows("category", _CATEGORIES, file_set=np.zeros(_CATEGORIES, np.int64)),
        annotations=_rows(
            "annotation",
            count,
            image=image,
            category=category,
            written_image_id=Keys(image, ()),
            written_category_id=Keys(category, ()),
            area=width * height,
            is_target=np.ones(count, np.bool_),
            coordinate_count=np.full(count, 4.0),
            expected_coordinate_count=np.full(count, 4.0),
        ),
        boxes=make_table("box", count, {"annotation": np.arange(count), "width": width, "height": height, **corners}),
    )


def _rows(name: str, count: int, **columns: Any) -> Table:
    """Rows of the only file, numbered through."""
    return make_table(name, count, {"file": np.zeros(count, np.int64), "id": Keys(np.arange(count), ()), **columns})


def compare_pairs(tables: Tables, count: int, device: str | None) -> None:
    """The IoU of each box with the next one, the next but one, and so on; what comes back are the rows above 0.8."""
    columns = [place(tables.boxes[name], device) for name in ("x_min", "y_min", "x_max", "y_max")]
    step = 0
    while count > 0:
        step += 1
        length = min(len(tables.boxes) - step, count)
        if length < 1:
            raise ValueError("there are not as many pairs of these boxes")
        with stage("pairs"):
            iou = intersection_over_union(_cut(columns, 0, length), _cut(columns, step, length))
            rows = positions(length, iou)[iou >= LEAST_IOU]
        fetch(rows)
        count -= length


def _cut(columns: Sequence[Array], start: int, length: int) -> tuple[Array, ...]:
    return tuple(column[start : start + length] for column in columns)


def copy_bandwidth(device: str | None, count: int = COPIED) -> float:
    """Bytes read and written a second when `count` float64 numbers are copied there, again and again."""
    source, target = place(np.ones(count), device), place(np.ones(count), device)
    target[:] = source
    best = math.inf
    for _ in range(_ROUNDS):
        _await(device)
        start = perf_counter()
        for _ in range(_COPIES):
            target[:] = source
        _await(device)
        best = min(best, perf_counter() - start)
    return 2 * 8 * count * _COPIES / best


def _await(device: str | None) -> None:
    if device is not None and device.startswith("cuda"):
        import torch

        torch.cuda.synchronize()


def _device_name(device: str) -> str:
    if not device.startswith("cuda"):
        return ""
    import torch

    return str(torch.cuda.get_device_name(device))


def _needed_bytes(tables: Tables, selected: Sequence[Rule], rules: Mapping[str, Rule]) -> int:
    """The columns that the rules read, each once, and a flag written for each row that a rule judges."""
    read = 0
    for wanted in wanted_columns(selected, rules):
        table, _, name = wanted.partition(".")
        column = tables[table].columns.get(name)
        array = getattr(column, "numbers", getattr(column, "codes", column))
        # a column that is missing everywhere takes no memory
        read += array.nbytes if array is not None and array.strides != (0,) else 0
    return read + sum(len(tables[table]) for rule in selected for table in rule.on)


def _recorded(
    work: str, device: str | None, total: int, number: int, profile: Profile, needed: int, bandwidth: float
) -> Evaluation:
    walls = {name: times.wall for name, times in profile.stages.items()}
    transfer, back = walls.pop("to the device", 0.0), walls.pop("from the device", 0.0)
    return Evaluation(
        work=work,
        device="numpy" if device is None else f"torch {device}",
        total=total,
        round=number,
        transfer=transfer,
        evaluate=sum(walls.values()),
        fetch=back,
        needed_bytes=needed,
        bandwidth=bandwidth,
    )
