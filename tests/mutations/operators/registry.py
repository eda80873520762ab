"""What an operator is, and all of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random
from typing import Any, Final

from msgspec import Struct

from tests.mutations.datasets import Dataset
from tests.mutations.sites import Effect, Site

Apply = Callable[[Any, Random], Effect]


class Operator(Struct, frozen=True):
    """One fault that is put into a dataset.

    `rules` must all fire at the sites of its effect; `implied` ones may there too, because the fault truly is one of
    theirs as well. `removes`: rules whose findings go away with what is overwritten. `classes`: the class list that
    is configured. Raises LookupError where a dataset has nothing that it applies to.
    """

    name: str
    kinds: tuple[str, ...]
    rules: tuple[str, ...]
    apply: Apply
    implied: tuple[str, ...] = ()
    select: tuple[str, ...] = ()
    removes: tuple[str, ...] = ()
    classes: Callable[[Dataset], Sequence[str]] | None = None


OPERATORS: Final[list[Operator]] = []

BOXED: Final = ("coco", "voc")
QUADS: Final = ("dior", "dota")
TURNED: Final = ("coco5", "rolabelimg")
XML: Final = ("voc", "dior", "rolabelimg")
JSON: Final = ("coco", "coco5")
EVERY: Final = ("coco", "coco5", "voc", "dior", "rolabelimg", "dota")

MASK: Final = ("BX604",)
"""Follows for a COCO object that has a mask, once its box is another."""


def operator(*rules: str, on: tuple[str, ...], **options: Any) -> Callable[[Apply], Apply]:
    """Registers a function as an operator of the same name."""

    def register(apply: Apply) -> Apply:
        name = apply.__name__.strip("_").replace("_", " ")
        OPERATORS.append(Operator(name, on, rules, apply, **options))
        return apply

    return register


def at(*sites: Site) -> Effect:
    return Effect(sites)
