"""VisDrone-DET: boxes with a score and the number of a category, between commas."""

from __future__ import annotations

from sample_data.makers.dataset import Dataset
from sample_data.makers.lines import add, text

CAR = "684,8,27,19,1,4,0,0"
PEOPLE = "406,119,15,31,1,2,0,1"
VAN = "255,22,38,24,1,5,1,2"
IGNORED = "0,0,512,60,0,0,0,0"


def clean() -> Dataset:
    """CRLF and LF, an ignored region, category 11, a comma at the end of a line, and an image without objects."""
    return Dataset(
        "visdrone/clean",
        {
            "annotations/0000001_02999_d_0000005.txt": text([CAR, PEOPLE, IGNORED], "\r\n"),
            "annotations/0000001_03499_d_0000006.txt": text([VAN, "120,80,40,22,0,11,0,0"]),
            "annotations/0000001_03999_d_0000007.txt": text([f"{CAR},", VAN], "\r\n"),
            "annotations/0000001_04999_d_0000008.txt": b"",
        },
    )


def dirty() -> Dataset:
    """Boxes without height, a category that there is not, a line twice, and lines that are cut off."""
    dataset = Dataset("visdrone/dirty")
    boxes = [
        (CAR,),
        ("684,60,27,0,1,4,0,0", "BX101"),
        ("684,90,-27,19,1,4,0,0", "BX102"),
        ("-12,200,40,19,1,4,0,0", "BX202"),
        (VAN,),
        (VAN, "BX301"),
        ("255,22,38,24,1,4,1,2", "BX303"),
        # no target, and so of no size
        ("0,0,512,0,0,0,0,0",),
        ("300,300,20,20,1,12,0,0", "BX401"),
    ]
    add(dataset, "annotations/0000002_00005_d_0000014.txt", boxes, "\r\n")
    lines = [
        (PEOPLE,),
        ("406,119,15", "BX002"),
        ("406,119,15,31", "BX006"),
        ("4O6,219,15,31,1,2,0,1", "BX003"),
        ("nan,219,15,31,1,2,0,1", "BX001"),
        ("406,319,15,31,one,2,0,1", "BX005"),
        ("1,7,406,319,15,31,1,2,0,1", "BX005"),
        (CAR,),
        (VAN,),
    ]
    add(dataset, "annotations/0000002_00448_d_0000015.txt", lines)
    return dataset
