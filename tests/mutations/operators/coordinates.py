"""Coordinates that are no finite numbers, or not as many as there must be."""

from __future__ import annotations

from random import Random
from typing import Any, Final

from tests.mutations.datasets import Dataset, DotaDataset, XmlDataset, literal
from tests.mutations.operators.registry import BOXED, EVERY, JSON, QUADS, TURNED, XML, at, operator
from tests.mutations.sites import Effect, Site

_TEXT: Final = (*XML, "dota")


def _replace(data: Dataset, random: Random, value: Any) -> Effect:
    row = data.pick(random)
    return _replace_at(data, row, random.randrange(len(data.numbers(row))), value)


def _replace_at(data: Dataset, row: Site, place: int, value: Any) -> Effect:
    values: list[Any] = list(data.numbers(row))
    values[place] = value
    data.write(row, values)
    return at(row)


@operator("BX001", on=EVERY)
def nan_coordinate(data: Dataset, random: Random) -> Effect:
    return _replace(data, random, float("nan") if data.syntax == "json" else random.choice(["nan", "NaN"]))


@operator("BX001", on=EVERY)
def infinite_coordinate(data: Dataset, random: Random) -> Effect:
    return _replace(data, random, float("inf") if data.syntax == "json" else random.choice(["inf", "Infinity"]))


@operator("BX001", on=EVERY)
def minus_infinity(data: Dataset, random: Random) -> Effect:
    return _replace(data, random, float("-inf") if data.syntax == "json" else "-inf")


@operator("BX001", on=EVERY)
def number_beyond_floats(data: Dataset, random: Random) -> Effect:
    text = random.choice(["1e999", "-1e400", "1" + 400 * "0"])
    return _replace(data, random, literal(text) if data.syntax == "json" else text)


@operator("BX003", on=JSON)
def number_as_string(data: Dataset, random: Random) -> Effect:
    row = data.pick(random)
    values = data.numbers(row)
    place = random.randrange(len(values))
    return _replace_at(data, row, place, random.choice([str(values[place]), f"{values[place]:.0f}px", ""]))


@operator("BX003", on=JSON)
def all_numbers_as_strings(data: Dataset, random: Random) -> Effect:
    row = data.pick(random)
    data.write(row, [str(value) for value in data.numbers(row)])
    return at(row)


@operator("BX003", on=JSON)
def null_coordinate(data: Dataset, random: Random) -> Effect:
    return _replace(data, random, None)


@operator("BX003", on=JSON)
def boolean_coordinate(data: Dataset, random: Random) -> Effect:
    return _replace(data, random, random.choice([True, False]))


@operator("BX003", on=JSON)
def nested_coordinate(data: Dataset, random: Random) -> Effect:
    return _replace(data, random, random.choice([[], [1.0], {"x": 1}]))


@operator("BX003", on=_TEXT)
def word_for_a_number(data: Dataset, random: Random) -> Effect:
    row = data.pick(random)
    place = random.randrange(len(data.numbers(row)))
    # in DOTA a word in the last place could as well be the start of a category of two words
    is_last = data.kind == "dota" and place == 7
    return _replace_at(data, row, place, random.choice(["12,5", "3O5", "1_0"] + ([] if is_last else ["abc", "?"])))


@operator("BX003", on=XML)
def empty_number(data: XmlDataset, random: Random) -> Effect:
    row = data.pick(random)
    random.choice(list(data.element(row))).text = ""
    return at(row)


@operator("BX002", on=JSON)
def dropped_coordinate(data: Dataset, random: Random) -> Effect:
    row = data.pick(random)
    values = data.numbers(row)
    for _ in range(random.randrange(1, len(values) + 1)):
        values.pop(random.randrange(len(values)))
    data.write(row, values)
    return at(row)


@operator("BX002", on=JSON)
def extra_coordinate(data: Dataset, random: Random) -> Effect:
    row = data.pick(random)
    values = data.numbers(row)
    data.write(row, [*values, *(random.uniform(0, 100) for _ in range(random.randrange(1, 5)))])
    return at(row)


@operator("BX002", on=("dior",))
def dropped_corner(data: XmlDataset, random: Random) -> Effect:
    row = data.pick(random)
    element = data.element(row)
    for child in random.sample(list(element), random.randrange(1, 8)):
        element.remove(child)
    return at(row)


@operator("BX002", on=("dota",))
def dropped_dota_coordinate(data: DotaDataset, random: Random) -> Effect:
    row = data.pick(random)
    for _ in range(random.randrange(1, 4)):
        data.record(row).pop(random.randrange(5))
    return at(row)


@operator("BX002", on=("dota",))
def extra_dota_coordinate(data: DotaDataset, random: Random) -> Effect:
    row = data.pick(random)
    for _ in range(random.randrange(1, 4)):
        data.record(row).insert(random.randrange(9), f"{random.uniform(0, 500):.1f}")
    return at(row)


@operator("BX006", on=("voc", "rolabelimg"))
def missing_corner(data: XmlDataset, random: Random) -> Effect:
    row = data.pick(random)
    element = data.element(row)
    element.remove(random.choice(list(element)))
    return at(row)


@operator("BX009", on=BOXED, implied=("BX201", "BX604"))
def huge_coordinate(data: Dataset, random: Random) -> Effect:
    row = data.pick(random)
    x, y, width, height = data.box(row)
    far = random.choice([1e6 + 0.5, -1e6 - 500, 10 ** random.uniform(6.1, 9)])
    data.write_box(row, *random.choice([(far, y), (x, far)]), width, height)
    return at(row)


@operator("BX009", on=QUADS, implied=("BX512",))
def huge_vertices(data: Dataset, random: Random) -> Effect:
    row = data.pick(random)
    axis, far = random.randrange(2), random.choice([1e6 + 0.5, -2e6 - 500, 10 ** random.uniform(6.1, 8)])
    values = data.numbers(row)
    data.write(row, [value + far * (place % 2 == axis) for place, value in enumerate(values)])
    return at(row)


@operator("BX009", on=TURNED, implied=("BX512",))
def huge_center(data: Dataset, random: Random) -> Effect:
    return _replace_at(data, data.pick(random), random.randrange(2), random.choice([1e6 + 0.5, -2e6, 3.5e8]))
