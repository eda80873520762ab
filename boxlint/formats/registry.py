"""The formats that there are."""

from __future__ import annotations

from typing import Final

from msgspec.structs import replace

from boxlint.formats.format import Conventions, Format

_JSON: Final = frozenset({".json"})
_XML: Final = frozenset({".xml"})
_CSV: Final = frozenset({".csv"})
_TEXT: Final = frozenset({".txt"})
_SIZED: Final = Conventions(writes_sizes=True)
_NUMBERED: Final = Conventions(is_opened_as_utf8=True, counts_classes_from_zero=True)
_ROWS: Final = replace(_NUMBERED, has_rows_of_one_kind=True)
_LABELS: Final = ("labels", "obj_")
_LISTS: Final = {"image": "/images/{index}", "annotation": "/annotations/{index}", "category": "/categories/{index}"}
_SHAPES: Final = {"annotation": "(/annotations/image/*|/annotations/track/*)[{number}]"}
_SHIPS: Final = {"annotation": "/HRSC_Image/HRSC_Objects/HRSC_Object[{number}]", "image": "/HRSC_Image"}
_RINGS: Final = {"annotation": "/annotation/objects/object[{number}]", "image": "/annotation"}
_OBJECTS: Final = {"annotation": "/annotation/object[{number}]", "image": "/annotation"}


def _coco(name: str, title: str, package: str, *, is_default: bool = False, is_federated: bool = False) -> Format:
    """A format of files with the three lists of COCO."""
    return Format(
        name,
        title,
        _JSON,
        package,
        whole_dataset=True,
        conventions=Conventions(writes_sizes=True, boxes_have_sizes=True, is_federated=is_federated),
        rotated_by_count=True,
        pointers=_LISTS,
        is_default=is_default,
    )


# a format that is told by more of the content comes before the one that it resembles
FORMATS: Final = (
    Format("soda", "SODA-A JSON", _JSON, "soda", pointers={"annotation": "/annotations/{index}"}),
    Format("monai", "MONAI datalist JSON", _JSON, "monai", whole_dataset=True),
    # the files of LVIS are files of COCO too
    _coco("lvis", "LVIS JSON", "lvis", is_federated=True),
    _coco("coco", "COCO JSON", "coco", is_default=True),
    Format(
        "coco-results",
        "COCO results JSON",
        _JSON,
        "coco_results",
        whole_dataset=True,
        conventions=Conventions(boxes_have_sizes=True),
        rotated_by_count=True,
        pointers={"annotation": "/{index}"},
    ),
    Format(
        "odgt",
        "CrowdHuman ODGT (JSON lines)",
        frozenset({".odgt"}),
        "odgt",
        whole_dataset=True,
        conventions=Conventions(boxes_have_sizes=True, has_amodal_boxes=True),
        is_default=True,
    ),
    Format("labelme", "labelme JSON", _JSON, "labelme", pointers={"annotation": "/shapes/{index}"}, conventions=_SIZED),
    Format("label-studio", "Label Studio JSON", _JSON, "labelstudio", whole_dataset=True),
    Format("via", "VIA JSON", _JSON, "via", whole_dataset=True),
    Format("createml", "Create ML JSON", _JSON, "createml", whole_dataset=True),
    Format("scalabel", "Scalabel JSON (BDD100K)", _JSON, "scalabel", whole_dataset=True),
    Format("vott", "VoTT JSON", _JSON, "vott", whole_dataset=True, conventions=_SIZED),
    Format("datumaro", "Datumaro JSON", _JSON, "datumaro", whole_dataset=True),
    Format("dior", "DIOR-R XML (robndbox with corners)", _XML, "dior", pointers=_OBJECTS, conventions=_SIZED),
    Format(
        "rolabelimg", "roLabelImg XML (robndbox with angle)", _XML, "rolabelimg", pointers=_OBJECTS, conventions=_SIZED
    ),
    Format("hrsc", "HRSC2016 XML", _XML, "hrsc", pointers=_SHIPS, conventions=_SIZED),
    Format("fair1m", "FAIR1M and GaoFen XML", _XML, "fair1m", pointers=_RINGS),
    Format("cvat", "CVAT XML 1.1", _XML, "cvat", whole_dataset=True, pointers=_SHAPES, conventions=_SIZED),
    Format("labelme-xml", "LabelMe XML (web tool)", _XML, "labelme_xml", pointers=_OBJECTS, conventions=_SIZED),
    Format("voc", "Pascal VOC XML", _XML, "voc", pointers=_OBJECTS, conventions=_SIZED, is_default=True),
    Format("open-images", "Open Images CSV", _CSV, "open_images", whole_dataset=True),
    Format("tensorflow", "TensorFlow CSV", _CSV, "tensorflow", whole_dataset=True, conventions=_SIZED),
    Format("retinanet", "RetinaNet CSV (keras-retinanet)", _CSV, "retinanet", whole_dataset=True),
    Format("luna16", "LUNA16 CSV", _CSV, "luna16", whole_dataset=True),
    Format(
        "huggingface",
        "Hugging Face metadata.jsonl and Parquet",
        frozenset({".jsonl", ".parquet"}),
        "huggingface",
        whole_dataset=True,
        conventions=_SIZED,
        pointers={"image": "row {row}", "annotation": "row {row}, objects[{place}]"},
        rendered=frozenset({".parquet"}),
    ),
    Format("dota", "DOTA text", _TEXT, "dota", folders=("labeltxt", "annfiles"), is_default=True),
    Format(
        "yolo",
        "YOLO text",
        _TEXT,
        "yolo",
        conventions=_ROWS,
        told_by="is_detection",
        silent_folders=_LABELS,
        has_images_beside=True,
    ),
    Format(
        "yolo-obb",
        "YOLO text (oriented boxes)",
        _TEXT,
        "yolo",
        conventions=_ROWS,
        told_by="is_obb",
        has_images_beside=True,
    ),
    Format(
        "yolo-segment",
        "YOLO text (polygons)",
        _TEXT,
        "yolo",
        conventions=_ROWS,
        told_by="is_segment",
        has_images_beside=True,
    ),
    Format(
        "yolo-pose",
        "YOLO text (keypoints)",
        _TEXT,
        "yolo",
        conventions=_NUMBERED,
        told_by="is_pose",
        has_images_beside=True,
    ),
    Format("visdrone", "VisDrone-DET text", _TEXT, "visdrone"),
    Format("icdar", "ICDAR text", _TEXT, "icdar"),
    Format("kitti", "KITTI text", _TEXT, "kitti", folders=("label_2",)),
    Format("wider-face", "WIDER FACE text", _TEXT, "wider_face", whole_dataset=True),
    Format("ucas-aod", "UCAS-AOD text", _TEXT, "ucas_aod"),
    Format("rsod", "RSOD text", _TEXT, "rsod"),
    # no file tells which of these it is: a user names one
    Format("xyxy", "text of x1 y1 x2 y2 class", _TEXT, "xyxy"),
    Format("class-xyxy", "text of class x1 y1 x2 y2", _TEXT, "class_xyxy"),
    Format("class-xywh", "text of class x y width height", _TEXT, "class_xywh"),
)
"""Every format, in the order in which a file is tried."""
WHOLE_DATASETS: Final = frozenset(format.name for format in FORMATS if format.whole_dataset)
"""The formats of which one file is one file set."""
ROTATED_BY_COUNT: Final = frozenset(format.name for format in FORMATS if format.rotated_by_count)
"""The formats of which a file has rotated boxes where most of its boxes have five numbers."""


def conventions(name: str, table: str) -> dict[str, bool]:
    """What is so in all files of a format, by column of a table, file or file_set; of none that is known, nothing."""
    format = find_format(name)
    return format.conventions.columns(table) if format else {}


def find_format(name: str) -> Format | None:
    """The format of a name, None if there is none."""
    return next((format for format in FORMATS if format.name == name), None)


def pointer(name: str, table: str, index: int, within: tuple[int, int] | None = None) -> str | None:
    """The JSON pointer or XPath of a record by its place in its list, from 0; None where its format has neither.

    Of a file that is no text, by `within`: the place of its image in the file, and its own in the image.
    """
    format = find_format(name)
    if format is None or index < 0 or table not in format.pointers or bool(format.rendered) != bool(within):
        return None
    row, place = within or (0, 0)
    return format.pointers[table].format(index=index, number=index + 1, row=row, place=place)
