"""What is measured: each workload's commands, and the data that they are given."""

from __future__ import annotations

from typing import Final

from msgspec import Struct

from benchmarks.data import Dataset
from benchmarks.data.coco import TRAIN2017_ANNOTATIONS, TRAIN2017_IMAGES


class Command(Struct, frozen=True):
    """A program and its arguments.

    In these `{own}` and `{peers}` are the Python interpreters, `{path}` is the data, `{root}` its folder and `{labels}`
    that of DOTA's texts. `needs` is a distribution that the peers' interpreter must have. `forgets`: the cache is
    removed before.
    """

    name: str
    words: tuple[str, ...]
    needs: str = ""
    accepts: tuple[int, ...] = (0,)
    forgets: bool = False


class Workload(Struct, frozen=True):
    """Commands in the order in which they run by turns, each with its data.

    `subject` is the number of the command that is compared with each of the others.
    """

    title: str
    commands: tuple[tuple[Command, Dataset], ...]
    subject: int = 0


def _boxlint(name: str, *options: str, forgets: bool = False) -> Command:
    return Command(
        name, ("{own}", "-m", "boxlint", "check", "{path}", "--isolated", *_QUIET, *options), forgets=forgets
    )


def _own(name: str, code: str) -> Command:
    return Command(name, ("{own}", "-c", code))


def _peer(name: str, code: str, needs: str) -> Command:
    return Command(name, ("{peers}", "-c", code), needs)


def _panlabel(format: str) -> Command:
    return Command("panlabel validate", ("panlabel", "validate", "--format", format, "{path}"), "panlabel", (0, 1))


def _on(dataset: Dataset, *commands: Command) -> tuple[tuple[Command, Dataset], ...]:
    return tuple((command, dataset) for command in commands)


_QUIET: Final = ("--exit-zero", "--no-progress")
_CHECK: Final = _boxlint("boxlint check", "--no-cache")
_HOTCOCO: Final = _peer(
    "hotcoco load + healthcheck", "from hotcoco import COCO; COCO({path!r}).healthcheck()", "hotcoco"
)
_FROM_VOC: Final = _peer("hotcoco from_voc", "from hotcoco import COCO; COCO.from_voc({path!r})", "hotcoco")
_FROM_DOTA: Final = _peer("hotcoco from_dota", "from hotcoco import COCO; COCO.from_dota({labels!r})", "hotcoco")
_LABELLINT: Final = Command("labellint scan", ("labellint", "scan", "{path}"), "labellint", (0, 1))
_DATUMARO: Final = _peer(
    "datumaro import",
    "from datumaro import Dataset; print(sum(len(item.annotations) for item in Dataset.import_from({root!r}, 'coco')))",
    "datumaro",
)
_PYCOCOTOOLS: Final = _peer("pycocotools load", "from pycocotools.coco import COCO; COCO({path!r})", "pycocotools")
_JSON: Final = _own("json.load", "import json; json.load(open({path!r}, 'rb'))")
_SCAN: Final = _own(
    "one bare msgspec scan",
    """
import mmap, msgspec
File = msgspec.defstruct("File", [("annotations", list[msgspec.Raw])])
msgspec.json.Decoder(File).decode(mmap.mmap(open({path!r}, "rb").fileno(), 0, access=mmap.ACCESS_READ))
""",
)
_BYTES: Final = _own(
    "reading the bytes",
    """
import os
for folder, _, names in os.walk({path!r}):
    for name in names:
        with open(os.path.join(folder, name), "rb", buffering=0) as file:
            file.read()
""",
)

_TRAIN2017: Final = Dataset("coco", TRAIN2017_ANNOTATIONS, TRAIN2017_IMAGES)
_DOTA: Final = Dataset("dota", 20_000)
_VOC: Final = Dataset("voc", 20_000)
_CROWD: Final = 50_000


def _times(count: int) -> Dataset:
    return Dataset("coco", TRAIN2017_ANNOTATIONS, TRAIN2017_IMAGES, count)


def _twice(title: str, format: str) -> Workload:
    first = _boxlint("boxlint check, nothing cached", forgets=True)
    return Workload(title, _on(Dataset(format, 200_000), first, _boxlint("boxlint check, again")), subject=1)


WORKLOADS: Final[dict[str, Workload]] = {
    "coco": Workload(
        "COCO, 490 MB, default rules",
        _on(_TRAIN2017, _CHECK, _HOTCOCO, _panlabel("coco"), _LABELLINT, _PYCOCOTOOLS, _JSON, _DATUMARO),
    ),
    "coco-boxes": Workload(
        "COCO, 490 MB, rules on boxes",
        _on(_TRAIN2017, _boxlint("boxlint check, boxes", "--no-cache", "--select", "BX0,BX1,BX2,BX4"), _SCAN),
    ),
    "voc": Workload(
        "20,000 VOC files",
        _on(_VOC, _CHECK, _panlabel("voc"), _FROM_VOC, _BYTES),
    ),
    "dota": Workload(
        "20,000 DOTA files",
        _on(_DOTA, _CHECK, _FROM_DOTA, _BYTES),
    ),
    "voc-cached": _twice("200,000 VOC files, checked twice", "voc"),
    "dota-cached": _twice("200,000 DOTA files, checked twice", "dota"),
    "linear": Workload(
        "COCO, once, 2, 4 and 8 times the annotations",
        tuple((_boxlint(f"boxlint check, {times} x", "--no-cache"), _times(times)) for times in (1, 2, 4, 8)),
    ),
    "crowd": Workload(
        "50,000 boxes, in one image and in as many as in train2017",
        (
            (_boxlint("boxlint check, one image", "--no-cache"), Dataset("coco", _CROWD, 1)),
            (_boxlint("boxlint check, 6,877 images", "--no-cache"), Dataset("coco", _CROWD, 6_877)),
        ),
    ),
    "large": Workload("COCO, 5 GB, default rules", _on(_times(10), _CHECK)),
}
"""By name."""
