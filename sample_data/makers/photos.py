"""COCO and VOC files beside their images: bitmaps (PBM), and the heads of JPEGs with an EXIF orientation."""

from __future__ import annotations

from typing import Any

from sample_data.makers.coco import annotation, document
from sample_data.makers.dataset import Dataset
from sample_data.makers.voc import thing
from sample_data.makers.xml import page

IMAGES = "images"
SIZE = (64, 48)


def bitmap(width: int, height: int) -> bytes:
    """A white image in one bit a pixel (PBM)."""
    return b"P4\n%d %d\n" % (width, height) + bytes((width + 7) // 8 * height)


def jpeg_head(width: int, height: int, orientation: int) -> bytes:
    """A JPEG up to its pixels, which are left out, with an EXIF orientation."""
    tags = b"\x00\x01" + b"\x01\x12\x00\x03\x00\x00\x00\x01" + orientation.to_bytes(2, "big") + bytes(2) + bytes(4)
    exif = b"Exif\x00\x00" + b"MM\x00\x2a\x00\x00\x00\x08" + tags
    frame = b"\x08" + height.to_bytes(2, "big") + width.to_bytes(2, "big") + b"\x01\x01\x11\x00"
    scan = b"\x01\x01\x00\x00\x3f\x00"
    segments = ((b"\xff\xe1", exif), (b"\xff\xc0", frame), (b"\xff\xda", scan))
    return b"\xff\xd8" + b"".join(mark + (len(data) + 2).to_bytes(2, "big") + data for mark, data in segments)


def clean() -> Dataset:
    """Names with folders, without suffix or with another, EXIF that is followed, and a size only the image tells."""
    dataset = Dataset("photos/clean", images=IMAGES)
    images = [
        _listed(1, "yard/0001.pbm", SIZE),
        _listed(2, "street/0001.pbm", (48, 64)),
        _listed(3, "tall.jpg", (48, 64)),
        {"id": 4, "file_name": "0004.pbm"},
    ]
    boxes = [[10.0, 10.0, 20.0, 15.5], [20.0, 30.0, 20.0, 25.5], [5.0, 30.0, 30.0, 30.5], [40.0, 20.0, 60.0, 20.5]]
    dataset.files["instances.json"] = document([annotation(i, i, 1, box) for i, box in enumerate(boxes, 1)], images)
    dataset.files["0004.xml"] = page("0004", None, [thing("dog", 40, 20, 100, 41)]).encode()
    dataset.files["0005.xml"] = page("dsc_0005.png", SIZE, [thing("car", 10, 10, 60, 40)]).encode()
    photos = {
        "yard/0001.pbm": bitmap(*SIZE),
        "street/0001.pbm": bitmap(48, 64),
        "tall.jpg": jpeg_head(64, 48, 6),
        "0004.pbm": bitmap(120, 80),
        "0005.pbm": bitmap(*SIZE),
    }
    _add(dataset, photos)
    return dataset


def dirty() -> Dataset:
    """Sizes that are not those of the images, and images that are gone or no images."""
    dataset = Dataset("photos/dirty", images=IMAGES)
    file = "instances.json"
    images = [
        _listed(1, "0001.pbm", SIZE),
        _listed(2, "0002.pbm", SIZE),
        _listed(3, "tall.jpg", SIZE),
        _listed(4, "gone.pbm", SIZE),
        _listed(5, "error.jpg", SIZE),
        {"id": 6, "file_name": "0006.pbm"},
    ]
    dataset.plant("BX204", file, image="0002.pbm")
    dataset.plant("BX206", file, image="tall.jpg")
    dataset.plant("BX207", file, image="gone.pbm")
    dataset.plant("BX212", file, image="error.jpg")
    boxes = [[10.0, 10.0, 20.0, 15.5 + i] for i in range(5)]
    annotations = [annotation(i, i, 1, box) for i, box in enumerate(boxes, 1)]
    dataset.plant("BX201", file, annotation=len(annotations))
    annotations += [annotation(6, 6, 1, [70.0, 10.0, 20.0, 15.5]), annotation(7, 6, 1, [10.0, 10.0, 20.0, 15.5])]
    dataset.files[file] = document(annotations, images)
    dataset.files["0007.xml"] = page("0007.jpg", SIZE, [thing("dog", 10, 10, 30, 40)]).encode()
    dataset.plant("BX204", "0007.xml", image="0007.jpg")
    photos = {
        "0001.pbm": bitmap(*SIZE),
        "0002.pbm": bitmap(128, 96),
        "tall.jpg": jpeg_head(64, 48, 8),
        "error.jpg": b"<html><title>404 Not Found</title></html>\n",
        "0006.pbm": bitmap(*SIZE),
        "0007.pbm": bitmap(32, 48),
    }
    _add(dataset, photos)
    return dataset


def _listed(id_: int, file_name: str, size: tuple[int, int]) -> dict[str, Any]:
    return {"id": id_, "file_name": file_name, "width": size[0], "height": size[1]}


def _add(dataset: Dataset, photos: dict[str, bytes]) -> None:
    dataset.files |= {f"{IMAGES}/{name}": content for name, content in photos.items()}
