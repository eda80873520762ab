"""ICDAR: the corners around a word, and the word, between commas."""

from __future__ import annotations

from sample_data.makers.dataset import Dataset
from sample_data.makers.lines import add, text

OPEN = "377,117,463,117,465,130,378,130,OPEN"
PRICE = "153,65,223,63,225,81,155,83,$8,888"
YEAR = "423,192,454,222,444,243,412,222,2017"


def clean() -> Dataset:
    """Words that are numbers or have commas, one that nobody can read, curved ones, and upright boxes with quotes."""
    files = {
        "gt/gt_img_1.txt": b"\n".join([OPEN.encode(), PRICE.encode(), b"940,310,962,310,962,320,940,320,###"]),
        "gt/gt_img_2.txt": text([YEAR, "101,55,140,53,143,80,103,81,caf\N{LATIN SMALL LETTER E WITH ACUTE}"], "\r\n"),
        "curved/img7.txt": text(["7,544,311,393,592,423,503,601,322,600,170,748,Party", OPEN]),
        "boxes/gt_img_3.txt": text(['38, 43, 920, 215, "Tiredness"', '275, 264, 665, 450, "kills, too"']),
    }
    return Dataset("icdar/clean", files)


def dirty() -> Dataset:
    """Corners in a wrong order, lines with too few numbers, and a file with a byte-order mark."""
    dataset = Dataset("icdar/dirty")
    lines = [
        (OPEN,),
        ("200,200,260,240,260,200,200,240,EXIT", "BX502"),
        ("1207,95,1229,94,1229,106,TEA", "BX002"),
        ("491,1052,###", "BX005"),
        ("3B0,217,463,217,465,230,378,230,SHOP", "BX003"),
        ("500,500,500,500,500,500,500,500,dot", "BX501"),
        (YEAR,),
        (YEAR, "BX301"),
        # nobody learns from what nobody can read
        ("200,300,260,340,260,300,200,340,###",),
    ]
    add(dataset, "gt/gt_img_101.txt", lines, "\r\n")
    dataset.files["gt/gt_img_102.txt"] = b"\xef\xbb\xbf" + text([OPEN, PRICE, YEAR])
    dataset.plant("BX007", "gt/gt_img_102.txt")
    return dataset
