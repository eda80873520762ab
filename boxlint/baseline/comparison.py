"""The findings of a run compared with those that are known."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from boxlint.baseline import Baseline, Entry, Kind, Known, make_baseline
from boxlint.baseline.entries import entry_of, entry_order
from boxlint.baseline.scope import Scope
from boxlint.columns import Columns
from boxlint.findings import Findings, RuleHits, as_listed
from boxlint.identities import Identities
from boxlint.natural_order import natural_key


class Comparison(Struct, frozen=True):
    """The findings, with those that are known among the `baselined`; the baseline, with moved files where they are now.

    `stale` are the entries of which a run says that there is nothing to be found any more.
    """

    findings: Findings
    baseline: Baseline
    stale: tuple[Known, ...]

    def pruned(self) -> Baseline:
        """The baseline without its stale entries."""
        stale = set(self.stale)
        return make_baseline((known for known in self.baseline if known not in stale), self.baseline.titles)

    def updated(self) -> Baseline:
        """The baseline of all findings of the run, and of what the run could not judge."""
        findings = self.findings
        every = (*findings.hits, *findings.baselined)
        identities = _identities(findings)
        titles = {hits.rule.code: hits.rule.name for hits in every}
        found = chain.from_iterable(_known(identities, hits) for hits in every)
        return make_baseline(chain(self.pruned(), found), {**self.baseline.titles, **titles})


def compare(findings: Findings, baseline: Baseline, scope: Scope) -> Comparison:
    """Which of the findings are known, and which entries are stale."""
    baseline = baseline.renamed(scope.moves(baseline))
    listed: dict[Kind, dict[str, frozenset[Entry]]] = {}
    for file, kinds in baseline.files.items():
        for kind, entries in kinds.items():
            listed.setdefault(kind, {})[file] = entries
    identities = _identities(findings)
    seen: dict[tuple[str, Kind], set[Entry]] = {}
    new, known = [], []
    for hits in findings.hits:
        kind = Kind(hits.rule.code, hits.table)
        entries_of = listed.get(kind, {})
        is_known = identities.within(hits, entries_of)
        for position, identity in zip(np.flatnonzero(is_known).tolist(), identities.of(hits, is_known), strict=True):
            entry = entry_of(identity, kind)
            if entry in entries_of[identity.path]:
                seen.setdefault((identity.path, kind), set()).add(entry)
            else:
                is_known[position] = False
        new.append(hits.where(~is_known) if is_known.any() else hits)
        known.append(hits.where(is_known))
    left = {
        (file, kind): entries - seen.get((file, kind), set())
        for kind, by_file in listed.items()
        for file, entries in by_file.items()
    }
    return Comparison(
        replace(findings, hits=as_listed(new), baselined=as_listed(known)),
        baseline,
        tuple(_stale({key: entries for key, entries in left.items() if entries}, baseline, scope)),
    )


def _identities(findings: Findings) -> Identities:
    return Identities(Columns(findings.tables), (*findings.hits, *findings.baselined), findings.root)


def _known(identities: Identities, hits: RuleHits) -> Iterator[Known]:
    """The entries of all findings of a rule."""
    kind = Kind(hits.rule.code, hits.table)
    return (Known(identity.path, kind, entry_of(identity, kind)) for identity in identities.of(hits))


def _stale(left: dict[tuple[str, Kind], frozenset[Entry]], baseline: Baseline, scope: Scope) -> Iterator[Known]:
    """What a run judged of the entries that it did not find, in natural order."""
    for (file, kind), entries in sorted(left.items(), key=lambda item: (natural_key(item[0][0]), item[0][1])):
        if scope.judges(file, kind, baseline.files[file]):
            yield from (Known(file, kind, entry) for entry in sorted(entries, key=entry_order))
