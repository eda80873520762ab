"""What a run found: the findings, the tables they are about, and the totals.

The classes here are msgspec structs: a frozen dataclass takes 0.3 ms or more to make, which adds up at start-up.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from msgspec import Struct, to_builtins

if TYPE_CHECKING:
    from boxlint.baseline import Known
    from boxlint.descriptions import Finding
    from boxlint.findings import Findings
    from boxlint.frameworks.tolls import Toll
    from boxlint.places import Location
    from boxlint.tables import Tables


class Summary(Struct, frozen=True):
    """The totals of a run. `by_rule` counts findings by code, `by_severity` by "error" and "warning".

    `suppressed` findings are in neither: the configuration or the labels themselves say so.

    `tolls` is what each framework that the run is for would do to the dataset, by its name; of those that read none
    of the files, nothing. Findings that the file `baseline` knows are in the `tolls` alone, because training sees what
    they speak of; `baselined` is how many they are, `stale` how many of its entries have nothing left to speak of.
    """

    files: int
    skipped_files: int
    images: int
    annotations: int
    by_rule: dict[str, int]
    by_severity: dict[str, int]
    suppressed: int
    tolls: dict[str, tuple[Toll, ...]]
    baseline: str | None
    baselined: int
    stale: int
    seconds: float
    exit_code: int

    def to_dict(self) -> dict[str, Any]:
        """The `summary` of the JSON report."""
        from boxlint import __version__

        return {
            "files": self.files,
            "skipped_files": self.skipped_files,
            "images": self.images,
            "annotations": self.annotations,
            "by_rule": self.by_rule,
            "by_severity": self.by_severity,
            "suppressed": self.suppressed,
            "consequences": {name: [to_builtins(toll) for toll in found] for name, found in self.tolls.items()},
            "baseline": self.baseline,
            "baselined": self.baselined,
            "stale": self.stale,
            "seconds": self.seconds,
            "exit_code": self.exit_code,
            "boxlint_version": __version__,
        }


class UnusedSuppression(Struct, frozen=True):
    """A suppression, or a part of one, that does nothing.

    `written` is the selector where it stands beside the labels, at `location`; else the entry of the configuration.
    `problem` says why it does nothing, `reason` what the configuration says it is for.
    """

    written: str
    problem: str
    location: Location | None
    reason: str


class Report(Struct, frozen=True, eq=False):
    """The result of `boxlint.check`: a collection of `Finding`, errors first, then by count of their rule.

    >>> report = boxlint.check("annotations/")
    >>> for finding in report:
    ...     print(finding.code, finding.location, finding.message)
    """

    findings: Findings
    tables: Tables
    summary: Summary
    skipped: tuple[str, ...] = ()
    """Files in the checked folders that are no annotations of a known format, as they are shown."""
    stale: tuple[Known, ...] = ()
    """Entries of the baseline for which the run found nothing any more."""

    def __repr__(self) -> str:
        return f"<Report: {len(self)} findings in {self.summary.files} files>"

    def __iter__(self) -> Iterator[Finding]:
        return iter(self.findings)

    def __len__(self) -> int:
        return len(self.findings)

    @property
    def unused_suppressions(self) -> tuple[UnusedSuppression, ...]:
        """The suppressions that do nothing: those in records, in the order of these, then those of the configuration.

        Their places are found when this is read.
        """
        unused = self.findings.suppressed.unused
        places = self.findings.located([(each.table, each.row) for each in unused])
        return tuple(
            UnusedSuppression(each.written, each.problem, place, each.reason)
            for each, place in zip(unused, places, strict=True)
        )

    def to_dict(self) -> dict[str, Any]:
        """The JSON report (version 1) as one object; `--output-format json` writes the same as a stream."""
        from boxlint.reports.values import VERSION, finding_values, summary_values

        findings = [finding_values(finding) for finding in self]
        return {"version": VERSION, "findings": findings, "summary": summary_values(self)}
