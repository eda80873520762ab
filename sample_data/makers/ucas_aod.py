"""UCAS-AOD: four corners, an angle and an upright box; the class is the folder."""

from __future__ import annotations

from sample_data.makers.dataset import Dataset
from sample_data.makers.lines import add, text


def line(x: float, y: float, width: float, height: float, *, corners: tuple[float, ...] = ()) -> str:
    """An upright object, or one with these corners, as the dataset writes numbers."""
    own = (x, y, x + width, y, x + width, y + height, x, y + height)
    numbers = (*(corners or own), 0.0, x, y, width, height)
    return "\t".join(f"{number:e}" for number in numbers) + "\t"


TURNED = line(278, 38, 50, 63, corners=(276, 91, 291, 38, 331, 49, 316, 102))
PARKED = line(510, 120.5, 62, 30)


def clean() -> Dataset:
    """Both folders, and a merged copy, whose lines begin with the class."""
    merged = [f"car\t{PARKED}", f"airplane {TURNED}"]
    files = {
        "CAR/P0001.txt": text([TURNED, PARKED], "\r\n"),
        "PLANE/P0001.txt": text([line(100, 200, 80, 75), line(300, 200, 80, 75.5)]),
        "Annotations/P0002.txt": text(merged),
    }
    return Dataset("ucas_aod/clean", files)


def dirty() -> Dataset:
    """Corners that are none, numbers that are missing, and a file in no folder of a class."""
    dataset = Dataset("ucas_aod/dirty")
    objects = [
        (TURNED,),
        (line(60, 60, 40, 40, corners=(60, 60, 100, 100, 100, 60, 60, 100)), "BX502"),
        (line(60, 160, 40, 0, corners=(60, 160, 100, 160, 100, 180, 60, 180)), "BX101"),
        (line(460, 360, 40, 40, corners=(60, 260, 100, 260, 100, 290, 60, 290)), "BX514"),
        (PARKED,),
        (PARKED, "BX301"),
        (TURNED.rpartition("\t")[0].rpartition("\t")[0], "BX002"),
        (TURNED.replace("2.760000e+02", "2.76OOOOe+02"), "BX003"),
        (f"{TURNED}1.0\t2.0", "BX005"),
        (line(700, 20, 44, 51),),
        (line(800, 20, 44, 51.5),),
    ]
    add(dataset, "CAR/P0101.txt", objects)
    add(dataset, "labels/P0102.txt", [(PARKED, "BX006"), (f"car\t{TURNED}",)])
    return dataset
