"""The parts of one file set merged: what one reading of all its files gives, wherever they are cut."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from boxlint.formats import ReadOptions, SourceFile, read_files
from boxlint.joining import concatenate, merge
from boxlint.tables import Tables, make_table, make_tables
from tests.table_checks import assert_same_tables
from tests.xml_samples import BOX, ROBNDBOX, ROTATED, voc
from tests.yolo_samples import KINDS
from tests.yolo_samples import files as yolo_files

NAMES = ["ship", "plane", "3", "007", "飞机", "a_b"]
QUAD = "1 2 3.5 4 5 6 7 1e3"
DOTA_LINES = st.one_of(
    st.builds("{} {} {}".format, st.just(QUAD), st.sampled_from(NAMES), st.sampled_from(["0", "1", ""])),
    st.sampled_from(["", "gsd:0.5", "1 2 3 ship 0", "hello", f"{QUAD}", "1 2 3 x 5 6 7 8 ship 0"]),
)
DOTA = st.one_of(
    st.lists(DOTA_LINES, max_size=4).map("\n".join),
    st.just("version https://git-lfs.github.com/spec/v1\n"),
    st.just("\ufeff1 2 3 4 5 6 7 8 ship 0"),
)
OBJECTS = st.builds(
    "<name>{}</name>{}{}".format,
    st.sampled_from([*NAMES, ""]),
    st.sampled_from([BOX, ROBNDBOX, ROTATED, "", BOX.replace("10", "ten")]),
    st.sampled_from(["", "<difficult>1</difficult>"]),
)
XML = st.one_of(st.lists(OBJECTS, max_size=4).map(lambda inner: voc(*inner)), st.just("<annotation><object>"))
POSE = "0 0.5 0.4 0.2 0.3 0.45 0.35 2 0.5 0.4 1 0.55 0.45 0\n"
TEXTS = {"dota": DOTA, "voc": XML, "dior": XML, "rolabelimg": XML, **{kind: yolo_files(kind) for kind in KINDS}}
# how many keypoints there are, is told by the files that are read together: each tells the same
TEXTS["yolo-pose"] = TEXTS["yolo-pose"].map(lambda text: POSE * 9 + text)


def read_cut(files: Sequence[SourceFile], cuts: Sequence[int], options: ReadOptions) -> Tables:
    """The files read in parts that end at `cuts`."""
    ends = sorted({*(cut for cut in cuts if cut < len(files)), len(files)})
    return merge([read_files(files[start:end], options) for start, end in zip([0, *ends], ends)])


@pytest.mark.parametrize("format", TEXTS)
@settings(max_examples=100, deadline=None)
@given(data=st.data())
def test_any_cut_of_the_files_gives_the_same_tables(format: str, data: st.DataObject) -> None:
    texts = data.draw(st.lists(TEXTS[format], min_size=1, max_size=6))
    cuts = data.draw(st.lists(st.integers(1, 5), max_size=3))
    options = ReadOptions(classes=data.draw(st.none() | st.just(("ship", "3"))))
    files = [
        SourceFile(Path(f"labels/{number}"), f"labels/{number}", format, text.encode())
        for number, text in enumerate(texts)
    ]
    assert_same_tables(read_files(files, options), read_cut(files, cuts, options))


def test_categories_are_united_in_the_order_in_which_objects_name_them() -> None:
    texts = [f"{QUAD} {first} 0\n{QUAD} {second} 0" for first, second in ["ba", "cb", "ac"]]
    files = [SourceFile(Path(text), f"labels/{text}", "dota", text.encode()) for text in texts]
    merged = read_cut(files, [1, 2], ReadOptions())
    assert merged.categories["name"].values == ("b", "a", "c")
    assert merged.annotations["category"].tolist() == [0, 1, 2, 0, 1, 2]
    assert len(merged.file_sets) == 1


@pytest.mark.parametrize("join", [concatenate, merge])
def test_columns_that_are_missing_everywhere_still_take_no_memory(join) -> None:
    parts = [make_tables(annotations=make_table("annotation", length)) for length in (2, 0, 3)]
    annotations = join(parts).annotations
    assert np.isnan(annotations["area"]).tolist() == [True] * 5
    assert {annotations[column].strides for column in ("area", "iscrowd", "shape_digest")} == {(0,)}
    assert annotations["problem"].codes.strides == annotations["id"].numbers.strides == (0,)


def test_columns_that_repeat_different_values_are_joined() -> None:
    parts = [make_table("image", 2, {"index": np.broadcast_to(np.int64(place), 2)}) for place in (7, 8)]
    joined = merge([make_tables(images=part) for part in parts])
    assert joined.images["index"].tolist() == [7, 7, 8, 8]
