"""HRSC2016: ships with an upright and a rotated box side by side, radians."""

from __future__ import annotations

from collections.abc import Sequence

from sample_data.makers.dataset import Dataset
from sample_data.makers.xml import element

UPRIGHT = ("box_xmin", "box_ymin", "box_xmax", "box_ymax")
TURNED = ("mbox_cx", "mbox_cy", "mbox_w", "mbox_h", "mbox_ang")
SIZE = (1166, 753)
CARRIER = ((194, 243, 972, 507), (582.9349, 353.2006, 778.1303, 174.2541, -0.2144308))
TUG = ((400, 560, 521, 640), (460.5, 600.25, 120.75, 40.5, 0.5235988))

Shape = Sequence[str | float]


def ship(kind: str | None, upright: Shape = CARRIER[0], turned: Shape = CARRIER[1], *more: str) -> str:
    """An object: its class, and the numbers of both boxes, as many as are given."""
    head = {"Object_ID": 100000001, "Class_ID": kind, "truncated": 0, "difficult": 0}
    fields: list[tuple[str, str | float | None]] = [*head.items()]
    fields += [*zip(UPRIGHT, upright, strict=False), *zip(TURNED, turned, strict=False)]
    leaves = [element(name, value, depth=3) for name, value in fields if value is not None]
    return element("HRSC_Object", *leaves, *more, depth=2)


def page(name: str, objects: Sequence[str]) -> str:
    """A whole file."""
    fields: dict[str, str | float] = {"Img_ID": name, "Img_FileName": name, "Img_FileFmt": "bmp"}
    fields |= {"Img_SizeWidth": SIZE[0], "Img_SizeHeight": SIZE[1], "Img_SizeDepth": 3}
    fields["Annotated"] = int(bool(objects))
    head = [element(field, value, depth=1) for field, value in fields.items()]
    ships = element("HRSC_Objects", *objects, depth=1) if objects else "\t<HRSC_Objects/>\n"
    return element("HRSC_Image", *head, ships, depth=0)


def clean() -> Dataset:
    """Two classes, a ship with the place of its bow, one with a rotated box only, and an image without ships."""
    bow = (element("header_x", 964, depth=3), element("header_y", 290, depth=3))
    scenes = {
        "100000001": [ship("100000013", *CARRIER, *bow), ship("100000027", *TUG)],
        "100000002": [ship("100000013", (), CARRIER[1]), ship("100000027", *TUG)],
        "100000003": [ship("100000027", *TUG)],
        "100000004": [],
    }
    return Dataset("hrsc/clean", {f"{name}.xml": page(name, ships).encode() for name, ships in scenes.items()})


def dirty() -> Dataset:
    """Boxes without size, outside, twice, in degrees; fields that are missing or no numbers; a file that ends early."""
    dataset = Dataset("hrsc/dirty")
    ships: list[tuple[str, ...]] = [
        (ship("100000013", *CARRIER),),
        (ship("100000027", *TUG),),
        (ship("100000027", *TUG), "BX301"),
        (ship("100000013", *TUG), "BX303"),
        (ship("100000027", (400, 100, 521, 100), (460.5, 100.25, 120.75, 40.5, 0.5)), "BX101"),
        (ship("100000027", (500, 120, 460, 160), (480.5, 140.25, 60.75, 30.5, 0.5)), "BX102"),
        (ship("100000027", (20, 20, 80, 60), (50, 40, 60.5, 0, 0.25)), "BX507"),
        (ship("100000027", (20, 120, 80, 160), (50, 140, 60.5, 20.5, 42.5)), "BX508"),
        (ship("100000027", (1100, 120, 1190, 160), (1140, 140, 50.5, 20.5, 0.25)), "BX202"),
        (ship("100000027", (10, 700, 60, 750), (1300, 725, 50.5, 20.5, 0.25)), "BX512"),
    ]
    _add(dataset, "100000011", ships)
    ships = [
        (ship("100000013", *CARRIER),),
        (ship(None, *TUG), "BX006"),
        (ship("100000013", TUG[0], CARRIER[1][:4]), "BX006"),
        (ship("100000013", (), ()), "BX006"),
        (ship("100000013", ("left", 560, 521, 640), CARRIER[1]), "BX003"),
        (ship("100000013", TUG[0], (460.5, "nan", 120.75, 40.5, 0.5)), "BX001"),
        ("\t\t<HRSC_Object>17</HRSC_Object>\n", "BX005"),
    ]
    _add(dataset, "100000012", ships)
    whole = page("100000014", [ship("100000013", *CARRIER), ship("100000027", *TUG)]).encode()
    dataset.files["100000014.xml"] = whole[: whole.rindex(b"<mbox_h>")]
    dataset.plant("BX004", "100000014.xml")
    return dataset


def _add(dataset: Dataset, name: str, ships: list[tuple[str, ...]]) -> None:
    """Writes one file of ships, each with the codes planted on it."""
    for index, (_, *codes) in enumerate(ships):
        for code in codes:
            dataset.plant(code, f"{name}.xml", annotation=index)
    dataset.files[f"{name}.xml"] = page(name, [text for text, *_ in ships]).encode()
