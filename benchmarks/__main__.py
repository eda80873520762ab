"""python -m benchmarks generate coco PATH, then spoil PATH DIRTY; coco PATH; fix DIRTY; kill DIRTY"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from benchmarks.coco import COMMANDS, compare
from benchmarks.dirty import spoil
from benchmarks.fix import compare_with_check
from benchmarks.generate import generate
from benchmarks.kill import COMMAND, kill_often

TRAIN2017_IMAGES = 118_287
TRAIN2017_ANNOTATIONS = 860_001


def main() -> None:
    """Generate data, measure on it, or kill what writes it."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=main.__doc__)
    actions = parser.add_subparsers(dest="action", required=True)
    generating = actions.add_parser("generate", help="write a file to measure on")
    generating.add_argument("format", choices=["coco"])
    generating.add_argument("path", type=Path)
    generating.add_argument("--images", type=int, default=TRAIN2017_IMAGES)
    generating.add_argument("--annotations", type=int, default=TRAIN2017_ANNOTATIONS)
    measuring = actions.add_parser("coco", help="measure on a COCO file")
    measuring.add_argument("path", type=Path)
    measuring.add_argument("--rounds", type=int, default=3)
    measuring.add_argument("--only", action="append", choices=list(COMMANDS), help="a command to measure (repeatable)")
    spoiling = actions.add_parser("spoil", help="write a copy of a generated file with faults in it")
    spoiling.add_argument("path", type=Path)
    spoiling.add_argument("dirty", type=Path)
    spoiling.add_argument("--annotations", type=int, default=1000)
    fixing = actions.add_parser("fix", help="measure fixing against checking, and compare the bytes")
    fixing.add_argument("path", type=Path)
    fixing.add_argument("--rounds", type=int, default=3)
    killing = actions.add_parser("kill", help="kill a fixing command at random moments, and look at the files")
    killing.add_argument("path", type=Path, help="a file or folder; copies of it are fixed")
    killing.add_argument("--kills", type=int, default=200)
    killing.add_argument("--seed", type=int, default=918)
    killing.add_argument("--command", default=COMMAND, help="{path} in it is the copy; default: %(default)s")
    killing.add_argument("--scratch", type=Path, help="where the copy is made; default: the temporary folder")
    arguments = parser.parse_args()
    if arguments.action == "generate":
        if arguments.images < 1 or arguments.annotations < 2:
            parser.error("a file has at least 1 image and 2 annotations")
        generate(arguments.path, arguments.images, arguments.annotations)
    elif arguments.action == "spoil":
        spoil(arguments.path, arguments.dirty, arguments.annotations)
    elif arguments.action == "fix":
        print(compare_with_check(arguments.path, arguments.rounds))
    elif arguments.action == "kill":
        tally = kill_often(arguments.path, arguments.command, arguments.kills, arguments.seed, arguments.scratch)
        print(tally.as_text())
        sys.exit(not tally.is_sound)
    else:
        print(compare(arguments.path, arguments.rounds, arguments.only or list(COMMANDS)))


if __name__ == "__main__":
    main()
