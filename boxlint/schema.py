"""The columns of every table: their names, kinds, units and links. A leaf."""

from __future__ import annotations

from typing import Final, Literal

Kind = Literal["number", "flag", "text", "key", "link"]

_SUPPRESSION: Final[dict[str, Kind]] = {
    "suppressed": "text",  # selectors of rules that are not reported here, as written, with commas between
    "suppression_problem": "text",  # why what is written to that end cannot be followed
}
_RECORD: Final[dict[str, Kind]] = {
    "index": "number",  # position in its list or file, from 0
    "start": "number",  # span of the record in the file's text as UTF-8 bytes (see `boxlint.text.source`); −1 unknown
    "end": "number",
    "is_malformed": "flag",  # cannot be read as what its place calls for
    "id_is_unusable": "flag",  # malformed, and yet only because its own id can be none
    "missing_field": "text",  # name of the first required field that is absent
    "problem": "text",  # what is wrong with the record, in the user's words
    **_SUPPRESSION,
}

SCHEMA: Final[dict[str, dict[str, Kind]]] = {
    "file_set": {
        "path": "text",  # the folder, or the file of a format that keeps a dataset in one file
        "format": "text",
        "class_list": "text",  # the file beside the labels that lists their classes, as they write these by number
        "class_list_problem": "text",  # what is wrong with it, in the user's words
        # where images lie beside labels in a way that is told (see `image_files`); NaN elsewhere
        "labels_without_image": "number",
        "images_without_label": "number",
        "counts_classes_from_zero": "flag",  # objects write the numbers of their classes, of which the first is 0
        "is_federated": "flag",  # each image is labelled for some of the categories only
        "boxes_have_sizes": "flag",  # boxes are written as a corner, width and height, not as two corners
    },
    "file": {
        "file_set": "link",
        "path": "text",
        "format": "text",
        "encoding": "text",  # Python's name of the codec it was read with
        "encoding_is_unusual": "flag",  # byte-order mark, UTF-16, or undeclared bytes that are not UTF-8
        "is_unreadable": "flag",  # does not parse as its format (whole records before the fault are kept)
        "is_lfs_pointer": "flag",
        "problem": "text",
        "problem_start": "number",  # where, as an offset like `start`; −1 unknown
        "duplicate_key": "text",  # the first key that a JSON object has twice
        "has_rows_of_one_kind": "flag",  # all rows of a folder have to be boxes, or all outlines
        "is_opened_as_utf8": "flag",  # by trainers, whatever it holds
        "writes_sizes": "flag",  # it is of a format that says how large images are
        "has_amodal_boxes": "flag",  # boxes are of whole objects, what is hidden or beyond the image among it
        "header_lines": "number",  # DOTA: `imagesource:`, `gsd:` and other lines before the first object
        "missing_list": "text",  # COCO: which of images, annotations, categories are absent
        "missing_section": "text",  # COCO: which of info, licenses are absent
        "has_class_list": "flag",  # categories are listed in the file or in the configuration
        "split": "text",  # train, val, test, trainval, or as configured; empty where nothing says it
        "split_of": "text",  # the path without the split's name: files that share it are splits of one dataset
        "box_mode": "text",  # how its 3-D boxes are written: xyzxyz, xxyyzz, xyxyzz, xyzwhd or cccwhd (MONAI's names)
        "box_space": "text",  # of their coordinates: voxel, or of the world in mm, lps (to the left, back, up) or ras
        **_SUPPRESSION,
    },
    "image": {
        **_RECORD,
        "file": "link",
        "id": "key",
        "id_type": "text",
        "file_name": "text",
        "width": "number",  # pixels, else those of the image file; NaN where absent, not numeric or not positive
        "height": "number",
        "written_width": "number",  # as written; NaN where absent or not numeric
        "written_height": "number",
        "written_split": "text",  # the split that the file itself names for it; empty where a file is of one split
        "split": "text",  # that, else the split of its file
        "split_of": "text",  # images that share it are of one dataset
        "has_fractions": "flag",  # its labels write coordinates as fractions of its sides
        "size_is_assumed": "flag",  # they do, and nothing tells its size: it counts as 200 x 200 px (see `fractions`)
        "depth": "number",  # of a volume, voxels; NaN for a flat picture and where unknown, as width and height are
        "spacing_x": "number",  # length of a voxel in the unit of the cuboids: 1 for voxels, else mm; NaN unknown
        "spacing_y": "number",
        "spacing_z": "number",
        # from the world, mm to the right, to the front and up (RAS), to voxels; NaN unknown: x of the voxel is
        # voxel_xx x + voxel_xy y + voxel_xz z + voxel_xt
        **{f"voxel_{axis}{part}": "number" for axis in "xyz" for part in "xyzt"},
        "written_box_count": "number",  # entries of a list of boxes that stands beside a list of labels; NaN without
        "written_label_count": "number",
        # of the image file, where there is a folder for it (see `image_files`)
        "header_width": "number",  # pixels as stored, before EXIF turns them; NaN unknown
        "header_height": "number",
        "orientation": "number",  # EXIF 1 to 8; NaN unknown
        "is_missing_file": "flag",  # there are image folders, and this file is in none
        "header_problem": "text",  # why the header cannot be read
        "content_digest": "number",  # of the file's bytes; 0 unknown
    },
    "category": {
        **_RECORD,
        "file": "link",  # −1 in formats that name the category in each object
        "file_set": "link",
        "id": "key",
        "id_type": "text",
        "name": "text",
        "keypoint_count": "number",  # names in its list of keypoints; NaN where there is none
        "is_beside": "flag",  # in a class list that lies beside the labels
        "is_listed": "flag",  # in the file's list and, where there are configured classes, in those
    },
    "annotation": {
        **_RECORD,
        "file": "link",
        "image": "link",
        "category": "link",
        "id": "key",
        "id_type": "text",
        "written_image_id": "key",
        "image_id_type": "text",
        "written_category_id": "key",
        "category_id_type": "text",
        "area": "number",  # as written, square pixels; NaN where absent or not a finite number
        "area_is_missing": "flag",  # absent, null or not finite in a format that carries it
        "iscrowd_is_invalid": "flag",  # present and neither 0 nor 1
        "iscrowd_is_convertible": "flag",  # invalid, and yet 0 or 1: null, false, 0.0, "0", true, 1.0, "1"
        "iscrowd_is_missing": "flag",
        "iscrowd": "flag",
        "difficult": "number",  # NaN where absent
        "difficulty_is_missing": "flag",  # DOTA: a line without the tenth field
        "is_target": "flag",  # not marked as a crowd or ignore region
        "is_result": "flag",  # a detection, not ground truth
        "score": "number",  # confidence of a detection; NaN without one, and where it is no finite number
        "coordinate_count": "number",  # numbers written for the box; NaN where there is no box
        "expected_coordinate_count": "number",
        "coordinates_not_numeric": "flag",  # a string, null, bool or list where a number belongs
        "coordinates_are_convertible": "flag",  # not numeric, and yet each a number or a string that is one JSON number
        "lacks_box": "flag",  # no box, but a mask or keypoints
        "has_mask": "flag",  # polygons or RLE
        "has_keypoints": "flag",
        "has_keypoint_field": "flag",  # the field is there, be it filled or not
        "keypoint_number_count": "number",  # values in the list and in lists within it; NaN where there is no list
        "num_keypoints": "number",  # as written beside that field; NaN where absent or not numeric
        "shape_digest": "number",  # of mask and keypoints to 1e-3 px; only where another annotation shares the box
        "record_digest": "number",  # of the record's own bytes; only where another annotation shares the id
        "unknown_field": "text",  # the first key that the format does not know
        # of coordinates that are fractions, as float32: what ultralytics holds against its limits; NaN for pixels.
        # Of a box, or of what encloses points, the center and the size; of a pose all numbers, and x and y of keypoints
        "lowest_fraction": "number",
        "highest_fraction": "number",
    },
    "box": {
        "annotation": "link",
        "x_min": "number",
        "y_min": "number",
        "x_max": "number",
        "y_max": "number",
        "width": "number",  # as written, or x_max − x_min
        "height": "number",
    },
    "quad": {
        "annotation": "link",
        **{f"{axis}{vertex}": "number" for vertex in (1, 2, 3, 4) for axis in "xy"},
    },
    "rotated": {
        "annotation": "link",
        "center_x": "number",
        "center_y": "number",
        "width": "number",
        "height": "number",
        "angle": "number",  # radians, clockwise on screen (y down)
        "cosine": "number",  # of the angle, taken once on the host so that every backend has the same bits
        "sine": "number",
    },
    "keypoint": {
        "annotation": "link",
        "x": "number",
        "y": "number",
        "visibility": "number",
        "coordinates_not_numeric": "flag",  # a value is no number, and reads as NaN
        "problem": "text",  # what it is, in the user's words
    },
    "polygon": {
        "annotation": "link",
        "part": "number",  # position in the list of polygons of its annotation, from 0; NaN where that is no such list
        "number_count": "number",  # numbers written
        "is_malformed": "flag",  # no list, or a string, null, bool, list or object where a number belongs
        "problem": "text",  # what that is, in the user's words
        "x_min": "number",  # extent of the vertices, pixels; NaN without any, where malformed or with a NaN
        "y_min": "number",
        "x_max": "number",
        "y_max": "number",
        "is_flat": "flag",  # the smallest enclosing rectangle is at most 1e-3 px wide: a line or a point
        "is_bow_tie": "flag",  # four vertices, opposite edges cross
        "is_invalid": "flag",  # not valid in the sense of OGC; only where a rule reads it
    },
    "mask": {
        "annotation": "link",
        "height": "number",  # of the run lengths' own `size`, pixels; NaN where it is none
        "width": "number",
        "run_total": "number",  # sum of the run lengths; NaN where they cannot be decoded
        "problem": "text",  # why they cannot
        "area": "number",  # pixels; NaN unless the run lengths fill height x width
        "x_min": "number",  # extent of these pixels; NaN without any
        "y_min": "number",
        "x_max": "number",
        "y_max": "number",
    },
    "cuboid": {
        "annotation": "link",
        **{f"{axis}_{end}": "number" for end in ("min", "max") for axis in "xyz"},
        # voxels where the size of the volume is known, else as written: voxels, or mm in the world
        "width": "number",  # as written, or x_max − x_min
        "height": "number",
        "depth": "number",
    },
}

PARENTS: Final[dict[str, tuple[str, ...]]] = {
    table: tuple(name for name, kind in columns.items() if kind == "link") for table, columns in SCHEMA.items()
}
"""Table → its link columns; each has the name of the table it leads to."""

PLURALS: Final = {
    "file_set": "file_sets",
    "file": "files",
    "image": "images",
    "category": "categories",
    "annotation": "annotations",
    "box": "boxes",
    "quad": "quads",
    "rotated": "rotated",
    "keypoint": "keypoints",
    "polygon": "polygons",
    "mask": "masks",
    "cuboid": "cuboids",
}

GEOMETRY: Final = frozenset(name for name, links in PARENTS.items() if "annotation" in links)
"""Tables whose rows are drawn for an annotation and stand in its record."""
