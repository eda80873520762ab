"""python -m benchmarks run coco: boxlint beside its peers; see README.md for all that can be measured."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from tempfile import gettempdir
from typing import Any, Final

from benchmarks.workloads import WORKLOADS

_DATA: Final = Path(gettempdir(), "boxlint-benchmarks")


def main() -> None:
    """Generate data, measure on it, and show what was measured."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=main.__doc__)
    actions = parser.add_subparsers(required=True)
    for add in (_add_run, _add_generate, _add_table, _add_plot, _add_gpu, _add_spoil, _add_fix, _add_kill):
        add(actions)
    arguments = parser.parse_args()
    sys.exit(arguments.act(arguments))


def _add_run(actions: Any) -> None:
    names = "; ".join(f"{name}: {workload.title}" for name, workload in WORKLOADS.items())
    running = actions.add_parser("run", help="run boxlint and its peers by turns", description=names)
    running.add_argument("workloads", nargs="+", choices=list(WORKLOADS), metavar="WORKLOAD", help=", ".join(WORKLOADS))
    running.add_argument(
        "--data", type=Path, default=_DATA, help="where the data is, or is written; default: %(default)s"
    )
    running.add_argument(
        "--python", default=sys.executable, help="the interpreter that has the peers; default: this one"
    )
    running.add_argument("--rounds", type=int, default=5, help="in which the time is measured; default: %(default)s")
    running.add_argument("--sampled", type=int, default=1, help="rounds before, for memory; default: %(default)s")
    running.add_argument("--only", action="append", default=[], metavar="COMMAND", help="by its name (repeatable)")
    running.add_argument("--scale", type=float, default=1.0, help="of the data, such as 0.1 for a trial")
    running.add_argument("--results", type=Path, default=Path("results.jsonl"), help="added to; default: %(default)s")
    running.set_defaults(act=_run)


def _run(arguments: argparse.Namespace) -> None:
    from benchmarks.compare import Comparison
    from benchmarks.machine import describe
    from benchmarks.programs import find_programs
    from benchmarks.results import Record, append
    from benchmarks.tables import as_markdown

    arguments.data.mkdir(parents=True, exist_ok=True)
    programs = find_programs(arguments.python)
    records: list[Record] = [describe(programs.versions)]
    append(arguments.results, records[0])
    for name in arguments.workloads:
        comparison = Comparison(name, WORKLOADS[name], programs, arguments.data, arguments.scale)
        for record in comparison.run(arguments.rounds, arguments.sampled, arguments.only):
            append(arguments.results, record)
            records.append(record)
    print(as_markdown(records))


def _add_generate(actions: Any) -> None:
    generating = actions.add_parser("generate", help="write a file or folder to measure on")
    generating.add_argument("format", choices=["coco", "dota", "labelme", "voc", "yolo"])
    generating.add_argument("path", type=Path)
    generating.add_argument("--images", type=int, help="of a COCO file; default: as in train2017")
    generating.add_argument("--annotations", type=int, help="likewise")
    generating.add_argument("--times", type=int, default=1, help="so many times the images and annotations; 10: 5 GB")
    generating.add_argument("--files", type=int, default=20_000, help="of the other formats; default: %(default)s")
    generating.set_defaults(act=_generate)


def _generate(arguments: argparse.Namespace) -> None:
    if arguments.format != "coco":
        from benchmarks.data import folders

        folders.generate(arguments.path, arguments.format, arguments.files)
        return
    from benchmarks.data import coco

    images = coco.TRAIN2017_IMAGES if arguments.images is None else arguments.images
    annotations = coco.TRAIN2017_ANNOTATIONS if arguments.annotations is None else arguments.annotations
    if images < 1 or annotations < 2:
        sys.exit("a file has at least 1 image and 2 annotations")
    coco.generate(arguments.path, images, annotations, arguments.times)


def _add_table(actions: Any) -> None:
    showing = actions.add_parser("table", help="show results as Markdown")
    showing.add_argument("results", type=Path)
    showing.set_defaults(act=_show)


def _show(arguments: argparse.Namespace) -> None:
    from benchmarks.results import load
    from benchmarks.tables import as_markdown

    print(as_markdown(load(arguments.results)))


def _add_plot(actions: Any) -> None:
    plotting = actions.add_parser("plot", help="draw results of one workload as SVG")
    plotting.add_argument("results", type=Path)
    plotting.add_argument("-o", "--output", type=Path, required=True)
    plotting.add_argument("--workload", choices=list(WORKLOADS), default="coco")
    plotting.set_defaults(act=_plot)


def _plot(arguments: argparse.Namespace) -> None:
    from benchmarks.plot import draw
    from benchmarks.results import Run, load, summarize

    records = load(arguments.results)
    runs = [record for record in records if isinstance(record, Run) and record.workload == arguments.workload]
    if not runs:
        sys.exit(f"{arguments.results} has no runs of {arguments.workload}")
    title = f"{WORKLOADS[arguments.workload].title}: {runs[0].total:,} {runs[0].unit}s"
    note = "Medians of rounds by turns on one machine; see benchmarks/README.md."
    arguments.output.write_text(draw(title, note, list(summarize(runs))), encoding="utf-8")


def _add_gpu(actions: Any) -> None:
    evaluating = actions.add_parser("gpu", help="evaluate rules and pairs of boxes in memory, on numpy and on torch")
    evaluating.add_argument("--device", default="cuda", help="of torch: cuda, or cpu to try this; default: %(default)s")
    evaluating.add_argument("--boxes", type=int, default=30_000_000)
    evaluating.add_argument("--pairs", type=int, default=300_000_000)
    evaluating.add_argument("--rounds", type=int, default=3)
    evaluating.add_argument(
        "--results", type=Path, default=Path("results.jsonl"), help="added to; default: %(default)s"
    )
    evaluating.set_defaults(act=_evaluate)


def _evaluate(arguments: argparse.Namespace) -> None:
    from benchmarks.gpu import evaluate
    from benchmarks.results import append
    from benchmarks.tables import as_markdown

    records = []
    for record in evaluate(arguments.device, arguments.boxes, arguments.pairs, arguments.rounds):
        append(arguments.results, record)
        records.append(record)
    print(as_markdown(records))


def _add_spoil(actions: Any) -> None:
    spoiling = actions.add_parser("spoil", help="write a copy of a generated COCO file with faults in it")
    spoiling.add_argument("path", type=Path)
    spoiling.add_argument("dirty", type=Path)
    spoiling.add_argument("--annotations", type=int, default=1000)
    spoiling.set_defaults(act=_spoil)


def _spoil(arguments: argparse.Namespace) -> None:
    from benchmarks.data.dirty import spoil

    spoil(arguments.path, arguments.dirty, arguments.annotations)


def _add_fix(actions: Any) -> None:
    fixing = actions.add_parser("fix", help="measure fixing against checking, and compare the bytes")
    fixing.add_argument("path", type=Path)
    fixing.add_argument("--rounds", type=int, default=3)
    fixing.set_defaults(act=_fix)


def _fix(arguments: argparse.Namespace) -> None:
    from benchmarks.fix import compare_with_check

    print(compare_with_check(arguments.path, arguments.rounds))


def _add_kill(actions: Any) -> None:
    from benchmarks.kill import COMMAND

    killing = actions.add_parser("kill", help="kill a fixing command at random moments, and look at the files")
    killing.add_argument("path", type=Path, help="a file or folder; copies of it are fixed")
    killing.add_argument("--kills", type=int, default=200)
    killing.add_argument("--seed", type=int, default=918)
    killing.add_argument("--command", default=COMMAND, help="{path} in it is the copy; default: %(default)s")
    killing.add_argument("--scratch", type=Path, help="where the copy is made; default: the temporary folder")
    killing.set_defaults(act=_kill)


def _kill(arguments: argparse.Namespace) -> bool:
    from benchmarks.kill import kill_often

    tally = kill_often(arguments.path, arguments.command, arguments.kills, arguments.seed, arguments.scratch)
    print(tally.as_text())
    return not tally.is_sound


if __name__ == "__main__":
    main()
