"""python -m benchmarks generate coco PATH | python -m benchmarks coco PATH"""

from __future__ import annotations

import argparse
from pathlib import Path

from benchmarks.coco import COMMANDS, compare
from benchmarks.generate import generate

TRAIN2017_IMAGES = 118_287
TRAIN2017_ANNOTATIONS = 860_001


def main() -> None:
    """Generate data, or measure on it."""
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
    arguments = parser.parse_args()
    if arguments.action == "generate":
        if arguments.images < 1 or arguments.annotations < 2:
            parser.error("a file has at least 1 image and 2 annotations")
        generate(arguments.path, arguments.images, arguments.annotations)
    else:
        print(compare(arguments.path, arguments.rounds, arguments.only or list(COMMANDS)))


if __name__ == "__main__":
    main()
