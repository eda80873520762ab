"""Whole files: broken, in another encoding, or without what they should have."""

from __future__ import annotations

import json
from random import Random

from tests.mutations.datasets import CocoDataset, Dataset, DotaDataset, XmlDataset, again
from tests.mutations.operators.registry import EVERY, JSON, XML, at, operator
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
