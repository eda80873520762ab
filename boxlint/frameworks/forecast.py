"""What frameworks would do with the rows that rules hit."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from msgspec import Struct

from boxlint.frameworks import EFFECTS, Consequence, Framework
from boxlint.ruleset import Rule


def consequence_of(framework: Framework, rule: Rule, table: str) -> Consequence | None:
    """What is known to follow from hits in a table: of a rule on boxes and keypoints, mostly of the boxes alone."""
    is_unknown = table == "keypoint" and len(rule.on) > 1 and not framework.reads_keypoints
    return None if is_unknown else framework.consequences.get(rule.code)


class Forecast(Struct, frozen=True):
    """What frameworks would do with findings: the chosen ones, or all that are known where none is chosen.

    `known` loads them: only what is reported has to wait for it.
    """

    chosen: tuple[Framework, ...] = ()
    known: Callable[[], Mapping[str, Framework]] = dict

    def of(self, rule: Rule, table: str, formats: Iterable[str]) -> list[tuple[Framework, Consequence]]:
        """What follows from hits in a table, in files of some formats, for each framework that reads one."""
        read = frozenset(formats)
        found = [
            (framework, consequence)
            for framework in self.chosen or self.known().values()
            if (consequence := consequence_of(framework, rule, table)) and not read.isdisjoint(framework.reads)
        ]
        return worst_first(found)

    def readers(self, format: str) -> list[Framework]:
        """The chosen frameworks that read a format; where none of them does, those that usually do."""
        chosen = [framework for framework in self.chosen if format in framework.reads]
        return chosen or [known for known in self.known().values() if known.is_usual and format in known.reads]


def worst_first(found: Iterable[tuple[Framework, Consequence]]) -> list[tuple[Framework, Consequence]]:
    """Consequences, the worst effect first."""
    return sorted(found, key=lambda pair: EFFECTS.index(pair[1].effect))
