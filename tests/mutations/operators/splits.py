"""Two files of one dataset that should agree, or should not share an image."""

from __future__ import annotations

from random import Random

from tests.mutations.datasets import CocoDataset
from tests.mutations.operators.registry import at, operator
from tests.mutations.sites import Effect, Site

_ON = ("splits",)


@operator("BX908", on=_ON)
def image_in_two_splits(data: CocoDataset, random: Random) -> Effect:
    """An image of the first split with all its objects."""
    first, second = data.documents
    images, rows = data.list("images", second), data.list("annotations", second)
    copied = random.choice(data.documents[first]["images"])
    number = max(row["id"] for row in rows)
    for row in data.documents[first]["annotations"]:
        if row["image_id"] == copied["id"]:
            number += 1
            rows.append({**row, "id": number, "image_id": len(images) + 1})
    images.append({**copied, "id": len(images) + 1})
    return at(Site("image", second, len(images) - 1))


@operator("BX909", on=_ON)
def other_category_list(data: CocoDataset, random: Random) -> Effect:
    _, second = data.documents
    categories = data.list("categories", second)
    one, two = sorted(random.sample(range(len(categories)), 2))
    if random.random() < 0.5:
        categories[one]["name"] = "zeppelin"
    else:
        categories[one]["name"], categories[two]["name"] = categories[two]["name"], categories[one]["name"]
    return at(Site("category", second, one))
