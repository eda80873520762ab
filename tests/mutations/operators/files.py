"""Whole files and folders: broken, in another encoding, or in another notation than their format's."""

from __future__ import annotations

import json
from copy import deepcopy
from random import Random
from typing import Any

from tests.mutations.datasets import CocoDataset, Dataset, DotaDataset, XmlDataset, again
from tests.mutations.operators.registry import BOXED, EVERY, JSON, XML, at, operator
from tests.mutations.sites import Effect, Site


def _file(data: Dataset, random: Random) -> str:
    return random.choice(list(data.documents))


def _rewritten(data: Dataset, path: str, content: bytes) -> Effect:
    data.rewrite(path, content)
    return at(Site("file", path))


@operator("BX004", on=(*JSON, *XML), implied=("BX002", "BX902"))
def truncated_file(data: Dataset, random: Random) -> Effect:
    path = _file(data, random)
    content = data.content(path).rstrip()
    # what is left of an XML file names its root at least; of rotated boxes there may be too few left to tell them
    end = random.choice([len(content) - 1, random.randrange(60, len(content))])
    return _rewritten(data, path, content[:end])


@operator("BX004", on=(*JSON, *XML))
def empty_file(data: Dataset, random: Random) -> Effect:
    return _rewritten(data, _file(data, random), random.choice([b"", b"\n", b"  "]))


@operator("BX004", on=JSON)
def broken_json(data: CocoDataset, random: Random) -> Effect:
    """Brackets, colons and commas between the lists: what is in them is still read."""
    content = data.content(data.path)
    breaks = [
        (b'"images": [', b'"images" ['),
        (b'], "annotations"', b', "annotations"'),
        (b'], "categories"', b'"categories"'),
    ]
    old, new = random.choice([pair for pair in breaks if content.count(pair[0]) == 1])
    return _rewritten(data, data.path, content.replace(old, new))


@operator("BX005", on=JSON)
def broken_record(data: CocoDataset, random: Random) -> Effect:
    row = random.choice(data.rows())
    record = data.record(row)
    record[again("here")] = record.pop("bbox")
    broken = random.choice([b"bbox:", b'"bbox"', b'"bbox":,', b'"bbox": ['])
    data.rewrite(data.path, data.content(data.path).replace(b'"here":', broken))
    return Effect((row,), frozenset([("BX004", Site("file", row.path))]))


@operator("BX004", on=XML)
def malformed_xml(data: XmlDataset, random: Random) -> Effect:
    path = _file(data, random)
    root = data.open(path)
    if root.find("filename") is None:
        raise LookupError("no filename")
    root.find("filename").text = "@HERE@"
    broken = random.choice(["a & b.jpg", "a < b.jpg", "<name>a.jpg", "</filename>", "&nothing;"])
    return _rewritten(data, path, data.dump(root).replace(b"@HERE@", broken.encode()))


@operator("BX021", on=EVERY)
def lfs_pointer(data: Dataset, random: Random) -> Effect:
    pointer = b"version https://git-lfs.github.com/spec/v1\noid sha256:4d7a21\nsize 12345\n"
    return _rewritten(data, _file(data, random), pointer)


@operator("BX007", on=EVERY)
def byte_order_mark(data: Dataset, random: Random) -> Effect:
    path = _file(data, random)
    return _rewritten(data, path, b"\xef\xbb\xbf" + data.content(path))


@operator("BX007", on=EVERY)
def utf16(data: Dataset, random: Random) -> Effect:
    path = _file(data, random)
    text = data.content(path).decode()
    order, mark = random.choice([("le", b"\xff\xfe"), ("be", b"\xfe\xff")])
    return _rewritten(data, path, mark + text.encode(f"utf-16-{order}"))


@operator("BX007", on=JSON)
def gbk_bytes(data: CocoDataset, random: Random) -> Effect:
    random.choice(data.list("images"))["file_name"] = "港口图像.jpg"
    text = json.dumps(data.documents[data.path], ensure_ascii=False)
    return _rewritten(data, data.path, text.encode("gbk"))


@operator("BX007", on=XML)
def gbk_xml(data: XmlDataset, random: Random) -> Effect:
    path = _file(data, random)
    root = data.open(path)
    if root.find("filename") is None:
        raise LookupError("no filename")
    root.find("filename").text = "港口图像.jpg"
    return _rewritten(data, path, data.dump(root).decode().encode("gbk"))


@operator("BX007", on=("dota",))
def gbk_dota(data: DotaDataset, random: Random) -> Effect:
    row = data.pick(random)
    data.record(row)[8] = "飞机"
    return _rewritten(data, row.path, data.content(row.path).decode().encode("gbk"))


@operator("BX008", on=JSON)
def duplicate_key(data: CocoDataset, random: Random) -> Effect:
    name = random.choice(["images", "annotations", "categories"])
    record = random.choice(data.list(name))
    keys = {"images": ["id", "file_name"], "annotations": ["id", "bbox", "category_id", "area"]}.get(
        name, ["id", "name"]
    )
    key = random.choice([key for key in keys if key in record])
    record[again(key)] = record[key]
    return at(Site("file", data.path))


@operator("BX008", on=JSON)
def duplicate_section(data: CocoDataset, random: Random) -> Effect:
    document = data.open(data.path)
    name = random.choice(["info", "licenses", "categories"])
    if name not in document:
        raise LookupError("not there")
    document[again(name)] = document[name]
    return at(Site("file", data.path))


@operator("BX019", on=JSON, removes=("BX208",))
def missing_list(data: CocoDataset, random: Random) -> Effect:
    del data.open(data.path)[random.choice(["images", "annotations", "categories"])]
    return at(Site("file", data.path))


@operator("BX017", on=JSON)
def missing_section(data: CocoDataset, random: Random) -> Effect:
    document = data.open(data.path)
    if not {"info", "licenses"} <= document.keys():
        raise LookupError("missing already")
    del document[random.choice(["info", "licenses"])]
    return at(Site("file", data.path))


@operator("BX014", on=("dota",))
def header_line(data: DotaDataset, random: Random) -> Effect:
    paths = [path for path, lines in data.documents.items() if data.count(lines) == len(lines)]
    if not paths:
        raise LookupError("all have header lines")
    path = random.choice(paths)
    headers = [["imagesource:GoogleEarth"], ["gsd:0.146"], ["imagesource:GF2", "PMS1"]]
    data.open(path)[:0] = random.sample(headers, random.randrange(1, 3))
    return at(Site("file", path))


@operator("BX905", on=("coco",), implied=("BX104", "BX302", "BX604"))
def corners_for_sizes(data: CocoDataset, random: Random) -> Effect:
    for record in data.list("annotations"):
        x, y, width, height = record["bbox"]
        record["bbox"] = [x, y, x + width, y + height]
    return at(data.file_set())


@operator("BX906", on=BOXED, implied=("BX302", "BX604", "BX104"))
def fractions_for_pixels(data: Dataset, random: Random) -> Effect:
    digits = random.choice((4, 6, 9))
    for row in data.rows():
        width, height = data.size(row)
        values = data.numbers(row)
        data.write(row, [round(value / (height if place % 2 else width), digits) for place, value in enumerate(values)])
    return at(data.file_set())


@operator("BX906", on=("dior", "dota"), implied=("BX501", "BX502", "BX503"))
def fractions_for_vertices(data: Dataset, random: Random) -> Effect:
    rows = data.rows()
    side = max(value for row in rows for value in data.numbers(row))
    for row in rows:
        data.write(row, [round(value / side, 6) for value in data.numbers(row)])
    return at(data.file_set())


@operator("BX906", on=("coco5", "rolabelimg"), implied=("BX511",))
def fractions_for_rotated_boxes(data: Dataset, random: Random) -> Effect:
    for row in data.rows():
        *values, angle = data.numbers(row)
        data.write(row, [*(round(value / 2000, 6) for value in values), angle])
    return at(data.file_set())


@operator(
    "BX912", on=("voc",), implied=("BX101", "BX103", "BX104", "BX105", "BX201", "BX202", "BX203", "BX302", "BX902")
)
def repeated_corner_value(data: Dataset, random: Random) -> Effect:
    target, source = random.choice([(3, 2), (2, 3), (1, 0), (0, 1)])
    for row in data.rows():
        values = data.numbers(row)
        values[target] = values[source]
        data.write(row, values)
    return at(data.file_set())


@operator("BX917", on=JSON)
def constant_area(data: CocoDataset, random: Random) -> Effect:
    area = random.choice([1, 100.0, random.uniform(1, 5000)])
    rows = data.list("annotations")
    for record in random.sample(rows, random.randrange(len(rows) * 9 // 10, len(rows) + 1)):
        record["area"] = area
    return at(Site("file", data.path))


def _several(data: Dataset, random: Random) -> str:
    """A file with two distinct objects at least."""
    paths = [path for path, document in data.documents.items() if data.count(document) > 1]
    return random.choice(paths)


@operator("BX913", on=(*XML, "dota"))
def repeated_object_list(data: Dataset, random: Random) -> Effect:
    path = _several(data, random)
    rows = [row for row in data.rows() if row.path == path]
    records = [data.record(row, look=True) for row in rows]
    for _ in range(random.randrange(1, 4)):
        for record in records:
            data.append(path, deepcopy(record))
    return at(Site("file", path))


@operator("BX913", on=JSON)
def repeated_annotation_list(data: CocoDataset, random: Random) -> Effect:
    rows: list[Any] = data.list("annotations")
    originals = list(rows)
    number = max(record["id"] for record in rows)
    for _ in range(random.randrange(1, 3)):
        for record in originals:
            number += 1
            rows.append({**record, "id": number})
    return at(Site("file", data.path))


@operator("BX916", on=("voc",), implied=("BX306",))
def labels_of_another_image(data: XmlDataset, random: Random) -> Effect:
    path = random.choice([path for path, root in data.documents.items() if len(root.findall("object")) >= 3])
    other = random.choice([other for other in data.documents if other != path])
    root = data.open(other)
    for item in root.findall("object"):
        root.remove(item)
    root.extend(deepcopy(data.documents[path]).findall("object"))
    return at(Site("file", max(path, other)))
