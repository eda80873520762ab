"""WIDER FACE: the path of an image, how many faces it has, and a line for each."""

from __future__ import annotations

from sample_data.makers.dataset import Dataset
from sample_data.makers.lines import text

ZEROS = "0 0 0 0 0 0 0 0 0 0"
FACES = [
    "449 330 122 149 0 0 0 0 0 0 ",
    "78 221 7 8 2 0 0 0 0 0 ",
    "113 212 11 15 2 0 0 0 2 0 ",
]


def clean() -> Dataset:
    """An image without faces, which has a line of zeros, and a face without extent that is marked as invalid."""
    train = ["0--Parade/0_Parade_1.jpg", "1", FACES[0], "0--Parade/0_Parade_2.jpg", "0", f"{ZEROS} "]
    train += ["1--Handshaking/1_Handshaking_3.jpg", "3", *FACES]
    val = ["0--Parade/0_Parade_4.jpg", "2", FACES[1], "270 110 0 0 2 0 0 1 0 0 "]
    return Dataset(
        "wider_face/clean", {"wider_face_train_bbx_gt.txt": text(train), "wider_face_val_bbx_gt.txt": text(val, "\r\n")}
    )


def dirty() -> Dataset:
    """Faces without extent, an image of nothing else, lines that are none, and a copy that was cut off."""
    dataset = Dataset("wider_face/dirty")
    faces = [
        (FACES[0],),
        ("60 80 0 12 0 0 0 0 0 0", "BX101"),
        ("60 80 14 -12 0 0 0 0 0 0", "BX102"),
        ("-30 80 44 50 0 0 0 0 0 0", "BX202"),
        ("60 80 14", "BX002"),
        ("6O 80 14 18 0 0 0 0 0 0", "BX003"),
        ("60 80 14 18 0 0 0 none 0 0", "BX005"),
        (FACES[1],),
        (FACES[1], "BX301"),
        (FACES[2],),
        ("20 20 0 0 0 0 0 0 0 0", "BX101"),
    ]
    name = "wider_face_train_bbx_gt.txt"
    for index, (_, *codes) in enumerate(faces):
        for code in codes:
            dataset.plant(code, name, annotation=index)
    lines = [line for line, *_ in faces]
    images = ["0--Parade/0_Parade_5.jpg", "10", *lines[:10], "0--Parade/0_Parade_6.jpg", "1", lines[10]]
    images += ["0--Parade/0_Parade_7.jpg", "0", ZEROS]
    dataset.files[name] = text(images)
    dataset.plant("BX902", name, image="0--Parade/0_Parade_6.jpg")
    cut = ["0--Parade/0_Parade_8.jpg", "1", FACES[0], "0--Parade/0_Parade_9.jpg", "214", *FACES]
    dataset.files["wider_face_val_bbx_gt.txt"] = text(cut)
    dataset.plant("BX004", "wider_face_val_bbx_gt.txt")
    return dataset
