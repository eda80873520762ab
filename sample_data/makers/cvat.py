"""CVAT XML 1.1: one file of all images, or of the tracks of a video."""

from __future__ import annotations

from collections.abc import Sequence

from sample_data.makers.dataset import Dataset

LABELS = ("car", "person", "lane")
CORNERS = ("xtl", "ytl", "xbr", "ybr")
SIZE = (640, 480)
CAR = ("100.00", "120.50", "220.25", "200.00")
PERSON = ("400.10", "50.00", "440.90", "170.00")


def shape(kind: str, label: str | None, inner: str = "", **attributes: str) -> str:
    """A shape with its attributes; what is in it follows on lines of its own."""
    written = {} if label is None else {"label": label}
    written |= {"source": "manual", "occluded": "0", **attributes, "z_order": "0"}
    texts = "".join(f' {name}="{value}"' for name, value in written.items())
    return f"    <{kind}{texts}>\n{inner}    </{kind}>\n"


def box(label: str | None, corners: Sequence[str], inner: str = "", **more: str) -> str:
    """A box by the texts of its corners."""
    return shape("box", label, inner, **dict(zip(CORNERS, corners, strict=False)), **more)


def image(number: int, shapes: Sequence[str], name: str | None = None) -> str:
    """An image."""
    name = name or f"street_{number:03d}.jpg"
    return f'  <image id="{number}" name="{name}" width="{SIZE[0]}" height="{SIZE[1]}">\n{"".join(shapes)}  </image>\n'


def page(parts: Sequence[str], size: str = "") -> str:
    """A whole file; `size` is what its head says of the frames of a video."""
    attributes = "          <attributes>\n          </attributes>\n"
    names = (f"          <name>{name}</name>\n" for name in LABELS)
    labels = "".join(f"        <label>\n{name}{attributes}        </label>\n" for name in names)
    head = f"    <task>\n      <id>1</id>\n      <labels>\n{labels}      </labels>\n{size}    </task>\n"
    body = f"  <version>1.1</version>\n  <meta>\n{head}  </meta>\n{''.join(parts)}"
    return f'<?xml version="1.0" encoding="utf-8"?>\n<annotations>\n{body}</annotations>\n'


def _video() -> str:
    size = "      <original_size>\n        <width>640</width>\n        <height>480</height>\n      </original_size>\n"
    moved = [(frame, [str(float(side) + 4 * frame) for side in CAR]) for frame in (0, 1, 2)]
    car = "".join(box(None, corners, frame=str(frame), outside="0", keyframe="1") for frame, corners in moved)
    # it has left the picture, where its box is
    gone = box(None, ("630.00", "10.00", "700.00", "60.00"), frame="2", outside="1", keyframe="1")
    tracks = [
        f'  <track id="0" label="car">\n{car}  </track>\n',
        f'  <track id="1" label="person">\n{gone}  </track>\n',
    ]
    return page(tracks, size)


def clean() -> Dataset:
    """Every kind of shape, an image without any, and a video whose objects come and go."""
    places = (("1", "0", "410.00,60.00"), ("2", "0", "420.00,90.00"), ("3", "1", "0.00,0.00"))
    points = "".join(shape("points", name, outside=outside, points=place) for name, outside, place in places)
    outlines = [
        shape("polygon", "car", points="300.00,200.00;360.00,210.00;350.00,260.00;310.00,255.00"),
        shape("polyline", "lane", points="0.00,300.00;320.00,240.00;640.00,300.00"),
        shape("points", "person", points="410.50,60.00;420.00,80.25"),
        shape("ellipse", "car", cx="500.00", cy="300.00", rx="40.00", ry="20.00", rotation="30.00"),
        shape("mask", "person", rle="2, 2, 1, 3, 1, 2, 1", left="20", top="30", width="4", height="3"),
        shape("skeleton", "person", points),
        shape("tag", "car"),
    ]
    turned = box("car", ("200.00", "200.00", "300.00", "240.00"), rotation="330.50")
    images = [
        image(0, [box("car", CAR), box("person", PERSON), turned]),
        image(1, outlines),
        image(2, [box("person", PERSON), box("car", CAR)]),
        image(3, []),
    ]
    return Dataset(
        "cvat/clean", {"images/annotations.xml": page(images).encode(), "video/annotations.xml": _video().encode()}
    )


def dirty() -> Dataset:
    """Boxes reversed, outside and twice; labels that are not listed; attributes that are missing or no numbers."""
    dataset = Dataset("cvat/dirty")
    file = "annotations.xml"
    shapes: list[list[tuple[str, ...]]] = [
        [
            (box("car", CAR),),
            (box("car", CAR), "BX301"),
            (box("person", CAR), "BX303"),
            (box("person", ("440.90", "50.00", "400.10", "170.00")), "BX102"),
            (box("person", ("10.00", "50.00", "10.00", "170.00")), "BX101"),
            (box("car", ("600.00", "300.00", "652.50", "360.00")), "BX202"),
            (box("car", ("700.00", "300.00", "752.50", "360.00")), "BX201"),
            (box("car", ("700.00", "300.00", "752.50", "360.00"), rotation="45.00"), "BX512"),
            (box("car", ("20.00", "300.00", "80.00", "300.00"), rotation="45.00"), "BX507"),
        ],
        [
            (box("car", CAR),),
            (box("tram", PERSON), "BX401"),
            (box(None, PERSON), "BX006"),
            (box("car", CAR[:3]), "BX006"),
            (box("car", (*CAR[:3], "low")), "BX003"),
            (box("car", (*CAR[:3], "nan")), "BX001"),
            (shape("cube", "car"), "BX005"),
        ],
        [
            (shape("polygon", "car", points="300.00,200.00;360.00,210.00"), "BX601"),
            (shape("polygon", "car", points="300.00,200.00;350.00,260.00;360.00,200.00;310.00,255.00"), "BX613"),
            (shape("polygon", "car", points="300.00,200.00;360.00;350.00,260.00"), "BX005"),
            (shape("polygon", "car", points="300.00,200.00;360.00,x;350.00,260.00"), "BX003"),
            (shape("mask", "car", rle="2, 2, 1, 30", left="20", top="30", width="4", height="3"), "BX005"),
            (shape("points", "car", points="810.50,60.00"), "BX609"),
        ],
    ]
    index = 0
    for listed in shapes:
        for _, *codes in listed:
            for code in codes:
                dataset.plant(code, file, annotation=index)
            index += 1
    images = [image(number, [text for text, *_ in listed]) for number, listed in enumerate(shapes)]
    images.append(image(3, [], "street_000.jpg"))
    dataset.plant("BX306", file, image="street_000.jpg")
    dataset.files[file] = page(images).encode()
    broken = page([image(0, [box("car", CAR)]), image(1, [box("person", PERSON), box("car", CAR)])]).encode()
    dataset.files["more/annotations.xml"] = broken[: broken.rindex(b"    </box>")]
    dataset.plant("BX004", "more/annotations.xml")
    return dataset
