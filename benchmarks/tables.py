"""Results as Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from statistics import median
from typing import Final

from benchmarks.machine import Machine
from benchmarks.results import Absence, Evaluation, Record, Run, summarize
from benchmarks.workloads import WORKLOADS

_MEBIBYTE: Final = 2**20
_GIGABYTE: Final = 10**9


def as_markdown(records: Sequence[Record]) -> str:
    """The machine, and a table of medians for each workload and for evaluations in memory."""
    machines = list(dict.fromkeys(record.as_text() for record in records if isinstance(record, Machine)))
    names = dict.fromkeys(record.workload for record in records if isinstance(record, (Run, Absence)))
    evaluations = [record for record in records if isinstance(record, Evaluation)]
    parts = [*machines, *("\n".join(_section(records, name)) for name in names)]
    if evaluations:
        parts.append("\n".join(evaluation_table(evaluations)))
    return "\n\n".join(parts)


def _section(records: Sequence[Record], name: str) -> Iterator[str]:
    workload = WORKLOADS[name]
    yield f"### {workload.title}"
    yield ""
    runs = [record for record in records if isinstance(record, Run) and record.workload == name]
    if runs:
        yield from run_table(runs, workload.commands[workload.subject][0].name)
    for record in records:
        if isinstance(record, Absence) and record.workload == name:
            yield f"Not measured: {record.command} ({' '.join(record.reason.split())})."


def run_table(runs: Sequence[Run], subject: str) -> Iterator[str]:
    """Medians of commands, and what one of them (the first, if that was not run) takes as a share of each."""
    summaries = list(summarize(runs))
    one = next((summary for summary in summaries if summary.command == subject), summaries[0])
    timed = len({run.round for run in runs if not run.measured.samples})
    sampled = len({run.round for run in runs if run.measured.samples})
    memory = "all processes" if sampled else "largest process only"
    yield (
        f"| command | {one.unit}s | wall, s | processor, s | peak memory ({memory}), MiB "
        f"| wall: {one.command} ÷ this | memory: {one.command} ÷ this | µs per {one.unit}, wall | processor |"
    )
    yield "|---|---|---|---|---|---|---|---|---|"
    for other in summaries:
        yield (
            f"| {other.command} | {other.total:,} | {other.wall:.2f} | {other.processor:.2f} "
            f"| {other.memory / _MEBIBYTE:,.0f} | {one.wall / other.wall:.2f} | {one.memory / other.memory:.2f} "
            f"| {other.wall / other.total * 1e6:,.2f} | {other.processor / other.total * 1e6:,.2f} |"
        )
    yield ""
    yield f"Medians. Rounds by turns: {timed or sampled} for times, {sampled or timed} for memory."


def evaluation_table(evaluations: Sequence[Evaluation]) -> Iterator[str]:
    """Medians of each kind of work on each device, beside numpy where that was measured on as many."""
    yield (
        "| work | device | of | transfer, s | evaluate, s | fetch, s | in all, s | numpy ÷ this "
        "| effective GB/s | of a plain copy's |"
    )
    yield "|---|---|---|---|---|---|---|---|---|---|"
    groups: dict[tuple[str, int, str], list[Evaluation]] = {}
    for one in evaluations:
        groups.setdefault((one.work, one.total, one.device), []).append(one)
    for (work, total, device), own in groups.items():
        transfer, evaluate, fetch = (
            median(getattr(one, part) for one in own) for part in ("transfer", "evaluate", "fetch")
        )
        whole = _seconds(own)
        numpy = groups.get((work, total, "numpy"))
        speed = own[0].needed_bytes / evaluate
        bandwidth = median(one.bandwidth for one in own)
        yield (
            f"| {work} | {device} | {total:,} | {transfer:.3f} | {evaluate:.3f} | {fetch:.3f} | {whole:.3f} "
            f"| {f'{_seconds(numpy) / whole:.1f}' if numpy else '–'} "
            f"| {speed / _GIGABYTE:,.1f} | {speed / bandwidth:.1%} |"
        )


def _seconds(own: Sequence[Evaluation]) -> float:
    return median(one.transfer + one.evaluate + one.fetch for one in own)
