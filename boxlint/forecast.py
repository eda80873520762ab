"""What frameworks would do with the rows that rules hit."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from msgspec import Struct

from boxlint.frameworks import EFFECTS, Consequence, Framework


class Forecast(Struct, frozen=True):
    """What frameworks would do with findings: the chosen ones, or all that are known where none is chosen.

    `known` loads them: only what is reported has to wait for it.
    """

    chosen: tuple[Framework, ...] = ()
    known: Callable[[], Mapping[str, Framework]] = dict

    def of(self, code: str, formats: Iterable[str]) -> list[tuple[Framework, Consequence]]:
        """The consequences of a rule in files of some formats, of each framework that reads one, the worst first."""
        read = frozenset(formats)
        found = [
            (framework, framework.consequences[code])
            for framework in self.chosen or self.known().values()
            if code in framework.consequences and not read.isdisjoint(framework.reads)
        ]
        return sorted(found, key=lambda pair: EFFECTS.index(pair[1].effect))
