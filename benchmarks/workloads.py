"""What is measured: each workload's commands, and the data that they are given."""

from __future__ import annotations

import os
from typing import Final

from msgspec import Struct

from benchmarks.data import Dataset
from benchmarks.data.coco import TRAIN2017_ANNOTATIONS, TRAIN2017_IMAGES


class Command(Struct, frozen=True):
    """A program and its arguments.

    In these `{own}` and `{peers}` are the Python interpreters, `{path}` is the data, `{root}` its folder and `{labels}`
    that of DOTA's texts. `says` is what it writes if it has done its work on all `{total}` annotations or files.
    `needs` is a distribution that the peers' interpreter must have. `forgets`: the cache is removed before.
    """

    name: str
    words: tuple[str, ...]
    says: str = "{total}"
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
    words = ("{own}", "-m", "boxlint", "check", "{path}", "--isolated", "--exit-zero", "--no-progress", *options)
    return Command(name, words, "{total:,} {unit}s", forgets=forgets)


def _own(name: str, code: str, says: str = "{total}") -> Command:
    return Command(name, ("{own}", "-c", code), says)


def _peer(name: str, code: str) -> Command:
    return Command(name, ("{peers}", "-c", code), needs=name.partition(" ")[0])


def _panlabel(format: str) -> Command:
    return Command("panlabel validate", ("panlabel", "validate", "--format", format, "{path}"), "Validation")


def _on(dataset: Dataset, *commands: Command) -> tuple[tuple[Command, Dataset], ...]:
    return tuple((command, dataset) for command in commands)


_CHECK: Final = _boxlint("boxlint check", "--no-cache")
_PAGE: Final = Command(
    "boxlint report",
    (*("{own}", "-m", "boxlint", "report", "{path}", "--isolated", "--no-progress", "--no-cache"), "-o", os.devnull),
    "{total:,} {unit}s",
)
_HOTCOCO: Final = _peer(
    "hotcoco load + healthcheck", "from hotcoco import COCO; print(COCO({path!r}).healthcheck()['summary'])"
)
_FROM_VOC: Final = _peer(
    "hotcoco from_voc", "from hotcoco import COCO; print(len(COCO.from_voc({path!r}).getImgIds()))"
)
_FROM_DOTA: Final = _peer(
    "hotcoco from_dota", "from hotcoco import COCO; print(len(COCO.from_dota({labels!r}).getImgIds()))"
)
# it exits with 1 where it finds something, and where it fails
_LABELLINT: Final = Command("labellint scan", ("labellint", "scan", "{path}"), "{total:,}", accepts=(0, 1))
_DATUMARO: Final = _peer(
    "datumaro import",
    """
from datumaro import AnnotationType, Dataset
items = Dataset.import_from({root!r}, "coco")
print(sum(part.type is AnnotationType.bbox for item in items for part in item.annotations))
""",
)
_PYCOCOTOOLS: Final = _peer("pycocotools load", "from pycocotools.coco import COCO; print(len(COCO({path!r}).anns))")
_JSON: Final = _own("json.load", "import json; print(len(json.load(open({path!r}, 'rb'))['annotations']))")
_SCAN: Final = _own(
    "one bare msgspec scan",
    """
import mmap, msgspec
File = msgspec.defstruct("File", [("annotations", list[msgspec.Raw])])
file = open({path!r}, "rb")
data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
print(len(msgspec.json.Decoder(File).decode(data).annotations))
""",
)
_IMPORTS: Final = _own("importing its libraries", "import numpy, click, pydantic, msgspec; print({path!r})", "{path}")
_BYTES: Final = _own(
    "reading the bytes",
    """
import os
count = 0
for folder, _, names in os.walk({path!r}):
    for name in names:
        with open(os.path.join(folder, name), "rb", buffering=0) as file:
            file.read()
            count += 1
print(count)
""",
)
_TEXTS: Final = _own(
    "reading texts and heads of images",
    """
import os
texts, count = os.path.join({path!r}, "labels"), 0
for folder, size in ((texts, -1), (os.path.join({path!r}, "images"), 4096)):
    for name in os.listdir(folder):
        with open(os.path.join(folder, name), "rb", buffering=0) as file:
            file.read(size)
            count += folder == texts and name.endswith(".txt")
print(count)
""",
)

_TRAIN2017: Final = Dataset("coco", TRAIN2017_ANNOTATIONS, TRAIN2017_IMAGES)
_DOTA: Final = Dataset("dota", 20_000)
_VOC: Final = Dataset("voc", 20_000)
_YOLO: Final = Dataset("yolo", 20_000)
_LABELME: Final = Dataset("labelme", 2_000)
_CROWD: Final = 50_000


def _times(count: int) -> Dataset:
    return Dataset("coco", TRAIN2017_ANNOTATIONS, TRAIN2017_IMAGES, count)


def _twice(title: str, format: str) -> Workload:
    first = _boxlint("boxlint check, nothing cached", forgets=True)
    return Workload(title, _on(Dataset(format, 200_000), first, _boxlint("boxlint check, again")), subject=1)


WORKLOADS: Final[dict[str, Workload]] = {
    "coco": Workload(
        "COCO, default rules",
        _on(_TRAIN2017, _CHECK, _HOTCOCO, _panlabel("coco"), _LABELLINT, _PYCOCOTOOLS, _JSON, _DATUMARO),
    ),
    "coco-report": Workload("COCO, the HTML report", _on(_TRAIN2017, _PAGE, _CHECK)),
    "coco-boxes": Workload(
        "COCO, rules on boxes",
        _on(_TRAIN2017, _boxlint("boxlint check, boxes", "--no-cache", "--select", "BX0,BX1,BX2,BX4"), _SCAN),
    ),
    "voc": Workload(
        "VOC, default rules",
        _on(_VOC, _CHECK, _panlabel("voc"), _FROM_VOC, _BYTES),
    ),
    "dota": Workload(
        "DOTA, default rules",
        _on(_DOTA, _CHECK, _FROM_DOTA, _BYTES),
    ),
    "yolo": Workload(
        "YOLO with its images, default rules",
        _on(_YOLO, _CHECK, _panlabel("yolo"), _TEXTS),
    ),
    "labelme": Workload(
        "labelme with images in it, default rules",
        _on(_LABELME, _CHECK, _panlabel("labelme"), _BYTES),
    ),
    "voc-cached": _twice("VOC, checked twice", "voc"),
    "dota-cached": _twice("DOTA, checked twice", "dota"),
    "start": Workload("A few small files: the start", _on(Dataset("voc", 2), _CHECK, _IMPORTS)),
    "linear": Workload(
        "COCO, once, 2, 4 and 8 times the annotations",
        tuple((_boxlint(f"boxlint check, {times} x", "--no-cache"), _times(times)) for times in (1, 2, 4, 8)),
    ),
    "crowd": Workload(
        "COCO, all boxes in one image",
        (
            (_boxlint("boxlint check, one image", "--no-cache"), Dataset("coco", _CROWD, 1)),
            (_boxlint("boxlint check, as in train2017", "--no-cache"), Dataset("coco", _CROWD, 6_877)),
        ),
    ),
    "large": Workload("COCO, large, default rules", _on(_times(10), _CHECK)),
}
"""By name."""
