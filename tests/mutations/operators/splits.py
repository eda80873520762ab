"""Two files of one dataset that should agree, or should not share an image."""

from __future__ import annotations

from random import Random

from tests.mutations.datasets import CocoDataset
from tests.mutations.operators.registry import at, operator
from tests.mutations.sites import Effect, Site

_ON = ("splits",)


@operator("BX908", on=_ON)
def image_in_two_splits(data: CocoDataset, random: Random) -> Effect:
    first, second = data.documents
    place = random.randrange(len(data.documents[second]["images"]))
    taken = random.choice(data.documents[first]["images"])["file_name"]
    data.open(second)["images"][place]["file_name"] = taken
    return at(Site("image", second, place))


@operator("BX909", on=_ON)
def other_category_list(data: CocoDataset, random: Random) -> Effect:
    _, second = data.documents
    categories = data.open(second)["categories"]
    if random.random() < 0.5:
        random.choice(categories)["name"] = "zeppelin"
    else:
        one, two = random.sample(range(len(categories)), 2)
        categories[one]["name"], categories[two]["name"] = categories[two]["name"], categories[one]["name"]
    return at(Site("file", second))
