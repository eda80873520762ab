"""Datalists of MONAI: told by content, modes by their boxes, edited in their own mode, lists kept in step."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import boxlint
from boxlint.formats import ReadOptions, SourceFile, read_files
from boxlint.formats.json_text import parse
from boxlint.formats.monai.edit import edit_record, pieces_beside, removed_spans, wrapped
from boxlint.formats.monai.modes import cuboids, find_mode, find_space, written
from boxlint.formats.monai.records import MonaiEntry, explain_box
from boxlint.formats.monai.sniff import sniff
from sample_data.makers.monai import NODULES, VOXELS, clean, datalist, dirty, entry, nifti
from tests.edited_texts import edited, read_content, records, without
from tests.fix_checks import fix_and_verify, fix_copy
from tests.independent.agreement import agreement
from tests.independent.monai import records as read_by_another

ROOT = Path(__file__).parent.parent
REAL_DATA = os.environ.get("BOXLINT_REAL_DATA", "")
MODES = ("xyzxyz", "xxyyzz", "xyxyzz", "xyzwhd", "cccwhd")
VOLUME = (300, 280, 120)

# quarters of a voxel, so that half of a size is exact
places = st.integers(0, 400).map(lambda number: number / 4)
sides = st.integers(1, 200).map(lambda number: number / 4)
boxes = st.tuples(places, places, places, sides, sides, sides).map(
    lambda box: (*box[:3], *(start + side for start, side in zip(box[:3], box[3:], strict=True)))
)


def options(**given_: Any) -> ReadOptions:
    return ReadOptions(**given_)


def read_as(content: bytes, **given_: Any) -> Any:
    return read_files([SourceFile(Path("nowhere"), "labels/a.json", "monai", content)], options(**given_))


def corners(tables: Any) -> list[list[float]]:
    names = ("x_min", "y_min", "z_min", "x_max", "y_max", "z_max")
    rows: list[list[float]] = np.column_stack([tables.cuboids[name] for name in names]).tolist()
    return rows


class TestTelling:
    def test_datalists_are_told_by_their_boxes(self) -> None:
        for content in (
            datalist(training=[entry("a.nii.gz", NODULES)]),
            datalist(validation=[entry("a.nii.gz", [])]),
            datalist(test=['"a.nii.gz"'], training=[entry("a.nii.gz", NODULES)]),
            b'\xef\xbb\xbf{"fold_3": [{"label_scores": [0.5], "label": [0], "box": [[1, 2, 3, 4, 5, 6]]}]}',
            datalist(training=[entry("a.nii.gz", VOXELS)]).replace(b"\n", b"\r\n"),
        ):
            assert sniff(content, "dataset_fold0.json")

    @pytest.mark.parametrize(
        "content",
        [
            b'{"training": [{"image": "a.nii.gz", "label": "b.nii.gz", "fold": 0}]}',
            b'{"training": [{"image": "a.nii.gz", "label": 3, "box": "x"}]}',
            b'{"training": [{"image": "a.nii.gz", "box": [1, 2, 3]}]}',
            b'{"images": [], "annotations": [{"id": 1, "image_id": 1, "bbox": [1, 2, 3, 4]}], "categories": []}',
            b'{"training": {"image": "a", "box": [[1]]}}',
            b'[{"image": "a", "box": [[1, 2, 3, 4, 5, 6]]}]',
            b'{"box": [[1, 2, 3, 4, 5, 6]], "image": "a"}',
            b"",
            b"{",
        ],
    )
    def test_other_files_are_left_alone(self, content: bytes) -> None:
        """Among them datalists of segmentation, as MAISI and Auto3DSeg have."""
        assert not sniff(content, "dataset.json")

    def test_a_head_may_end_anywhere(self) -> None:
        whole = datalist(training=[entry("a.nii.gz", NODULES)], validation=[entry("b.nii.gz", VOXELS)])
        told = [sniff(whole[:length], "a.json") for length in range(len(whole) + 1)]
        assert told == sorted(told)
        assert told[-1]


class TestModes:
    @given(st.lists(boxes, min_size=1, max_size=5), st.sampled_from(MODES))
    def test_what_is_written_is_read_again(self, drawn: list[tuple[float, ...]], mode: str) -> None:
        numbers = np.array([written(box, mode) for box in drawn])
        found = cuboids(numbers, mode)
        assert found[:, :6].tolist() == [list(box) for box in drawn]
        assert found[:, 6:].tolist() == (found[:, 3:6] - found[:, :3]).tolist()

    def test_each_mode_is_the_one_of_monai(self) -> None:
        box = (1.0, 2.0, 3.0, 5.0, 8.0, 13.0)
        assert {mode: written(box, mode) for mode in MODES} == {
            "xyzxyz": [1, 2, 3, 5, 8, 13],
            "xxyyzz": [1, 5, 2, 8, 3, 13],
            "xyxyzz": [1, 2, 5, 8, 3, 13],
            "xyzwhd": [1, 2, 3, 4, 6, 10],
            "cccwhd": [3, 5, 8, 4, 6, 10],
        }

    def test_negative_sizes_are_kept_and_make_no_corners(self) -> None:
        assert cuboids(np.array([[10.0, 10, 10, 4, -4, 0]]), "cccwhd").tolist() == [[8, 10, 10, 12, 10, 10, 4, -4, 0]]
        assert cuboids(np.array([[10.0, 10, 10, 4, -4, 0]]), "xyzwhd").tolist() == [[10, 10, 10, 14, 10, 10, 4, -4, 0]]

    @pytest.mark.parametrize(
        ("numbers", "mode", "space"),
        [
            (NODULES, "cccwhd", "lps"),
            (VOXELS, "xyzxyz", "voxel"),
            # one reversed box and one that sticks out do not turn a file over
            ([*VOXELS, [30, 30, 30, 20, 40, 40], [-1, 5, 5, 9, 9, 9]], "xyzxyz", "voxel"),
            ([[106, 114.75, 142.25, 151, 31.5, 34.0], [13.75, 38.5, 73.25, 98, 12.5, 23.75]], "xxyyzz", "voxel"),
            ([[142.25, 106, 151, 114.75, 31.5, 34.0], [73.25, 13.75, 98, 38.5, 12.5, 23.75]], "xyxyzz", "voxel"),
            # corners in the world
            ([[-103, 64, -235, -97, 70, -228], [-20, -30, -40, -15, -20, -35]], "xyzxyz", "lps"),
            # of these centre and first corner look alike
            ([[106, 142.25, 31.5, 8, 9, 3]], "cccwhd", "lps"),
            ([], "cccwhd", "lps"),
            ([[float("nan")] * 6, [1, 2, 3, 4, 5, float("inf")]], "cccwhd", "lps"),
        ],
    )
    def test_the_mode_is_that_of_most_boxes(self, numbers: Any, mode: str, space: str) -> None:
        array = np.array(numbers, np.float64).reshape(-1, 6)
        assert (find_mode(array), find_space(array, find_mode(array))) == (mode, space)

    def test_settings_say_it_better(self, tmp_path: Path) -> None:
        content = datalist(training=[entry("a.nii", [[106, 142.25, 31.5, 8, 9, 3]])])
        tables = read_as(content, box_mode="xyzwhd")
        assert corners(tables) == [[106, 142.25, 31.5, 114, 151.25, 34.5]]
        assert tables.files["box_space"].at(0) == "voxel"
        assert read_as(content, box_space="ras").files["box_space"].at(0) == "ras"
        (tmp_path / "a.json").write_bytes(content)
        (tmp_path / "boxlint.toml").write_text('box-mode = "xyzwhd"\nbox-space = "lps"\n', encoding="utf-8")
        tables = boxlint.check(tmp_path / "a.json").tables
        assert (tables.files["box_mode"].at(0), tables.files["box_space"].at(0)) == ("xyzwhd", "lps")
        assert boxlint.load(tmp_path / "a.json", box_mode="xyzwhd").files["box_space"].at(0) == "voxel"
        with pytest.raises(boxlint.UserError, match="box-mode: expected auto, xyzxyz"):
            boxlint.load(tmp_path, box_mode="whdccc")


class TestReading:
    def test_what_an_entry_says(self) -> None:
        content = datalist(
            training=[entry("a.nii", VOXELS, [2, 0, 1.0]), entry("b.nii", [])],
            validation=[entry("c.nii", VOXELS[:1])],
            test=['"d.nii"', '{"image": ["e0.nii", "e1.nii"]}'],
        )
        tables = read_content(content, "monai")
        assert [parse(record) for record in records(content, tables)] == [*VOXELS, VOXELS[0]]
        assert corners(tables) == [*VOXELS, VOXELS[0]]
        images = tables.images
        assert [images["file_name"].at(row) for row in range(5)] == ["a.nii", "b.nii", "c.nii", "d.nii", "e0.nii"]
        assert [images["written_split"].at(row) for row in range(5)] == ["training"] * 2 + ["validation"] + ["test"] * 2
        assert tables.annotations["image"].tolist() == [0, 0, 0, 2]
        assert tables.annotations["index"].tolist() == [0, 1, 2, 3]
        assert [tables.annotations["written_category_id"].at(row) for row in range(4)] == [2, 0, 1, 0]
        assert tables.annotations["category_id_type"].at(2) == "float"
        np.testing.assert_array_equal(images["written_box_count"], [3, 0, 1, np.nan, np.nan])
        np.testing.assert_array_equal(images["written_label_count"], [3, 0, 1, np.nan, np.nan])
        assert images["spacing_z"].tolist() == [1] * 5
        starts, ends = images["start"].tolist(), images["end"].tolist()
        assert content[starts[3] : ends[3]] == b'"d.nii"'
        assert json.loads(content[starts[2] : ends[2]])["image"] == "c.nii"
        assert not any(images["missing_field"].at(row) for row in range(5))

    @pytest.mark.parametrize(
        ("box", "columns", "problem"),
        [
            ("17", {"is_malformed": True}, "expected a list of 6 numbers, got 17"),
            ('"1 2 3 4 5 6"', {"is_malformed": True}, 'expected a list of 6 numbers, got "1 2 3 4 5 6"'),
            ("null", {"is_malformed": True}, "expected a list of 6 numbers, got null"),
            ("[1, 2, 3, 4]", {"coordinate_count": 4}, "expected 6 numbers, got 4"),
            ("[]", {"coordinate_count": 0}, "expected 6 numbers, got 0"),
            ("[1, 2, 3, 4, true, 6]", {"coordinates_not_numeric": True}, "[4]: expected a number, got true"),
            (
                '[1, 2, 3, "4", 5, 6]',
                {"coordinates_not_numeric": True, "coordinates_are_convertible": True},
                '[3]: expected a number, got "4"',
            ),
            ("[1, 2, 3, [4], 5, 6]", {"coordinates_not_numeric": True}, "[3]: expected a number, got a list"),
        ],
    )
    def test_faulty_boxes_have_a_row(self, box: str, columns: dict[str, Any], problem: str) -> None:
        content = datalist(training=[f'{{"image": "a", "box": [{box}, [1, 2, 3, 4, 5, 6]], "label": [0, 0]}}'])
        tables = read_content(content, "monai")
        assert records(content, tables)[0].decode() == box
        for name, value in columns.items():
            assert tables.annotations[name][0] == value
        told = tables.annotations["problem"].at(0)
        assert told == explain_box(json.loads(box), "training[0].box[0]")
        assert told.removeprefix("training[0].box[0]").removeprefix(": ") == problem
        assert tables.cuboids["annotation"].tolist() == [1]
        assert tables.annotations["problem"].at(1) == ""

    def test_numbers_are_read_as_they_are_written(self) -> None:
        content = datalist(
            training=[f'{{"image": "a", "box": [[NaN, Infinity, -1e999, {10**350}, 5, 6]], "label": [0]}}']
        )
        numbers = read_as(content, box_mode="xyzxyz").cuboids
        assert np.isnan(numbers["x_min"][0])
        assert [numbers[name][0] for name in ("y_min", "z_min", "x_max")] == [np.inf, -np.inf, np.inf]

    @pytest.mark.parametrize(
        ("text", "columns"),
        [
            ("17", {"is_malformed": True, "problem": "training[0]: expected an object, got 17"}),
            ('{"label": [], "box": []}', {"missing_field": "image"}),
            ('{"image": 3, "box": []}', {"missing_field": "image"}),
            ('{"image": "a", "label": []}', {"missing_field": "box"}),
            ('{"image": "a", "box": [[1, 2, 3, 4, 5, 6]]}', {"missing_field": "label"}),
            (
                '{"image": "a", "box": {}, "label": []}',
                {"is_malformed": True, "problem": "training[0].box: expected a list of boxes, got an object"},
            ),
            ('{"image": "a", "box": []}', {"missing_field": ""}),
        ],
    )
    def test_faulty_entries_have_a_row(self, text: str, columns: dict[str, Any]) -> None:
        content = datalist(training=[text, entry("b", VOXELS)])
        images = read_content(content, "monai").images
        for name, value in columns.items():
            column = images[name]
            assert (column.at(0) if hasattr(column, "at") else column[0]) == value
        assert not images["is_malformed"][1]

    @pytest.mark.parametrize("label", ["null", "true", "[0]", "{}"])
    def test_what_is_no_label_is_no_category(self, label: str) -> None:
        content = datalist(training=[f'{{"image": "a", "box": [[1, 2, 3, 4, 5, 6]], "label": [{label}]}}'])
        assert read_content(content, "monai").annotations["category"].tolist() == [-1]

    @pytest.mark.parametrize(
        "content", [b"[1]", b"{}", b'{"training": 3}', b'{"a": [1]}', b'{"training": [', b"", b"\xff"]
    )
    def test_odd_files_do_no_harm(self, content: bytes) -> None:
        tables = read_content(content, "monai")
        assert len(tables.annotations) == 0
        assert tables.files["is_unreadable"].tolist() == [True]

    @given(st.binary(max_size=80))
    def test_no_content_raises(self, content: bytes) -> None:
        read_content(b'{"training": [{"image": "a", "box": [[1,2,3,4,5,6], ' + content, "monai")

    def test_models_take_what_is_sound(self) -> None:
        sound = MonaiEntry.model_validate_json(entry("a.nii", VOXELS))
        assert sound.box[0] == tuple(VOXELS[0])


class TestSplits:
    def test_lists_of_one_file_are_splits_of_one_dataset(self, tmp_path: Path) -> None:
        """And folds of a cross-validation, whose lists overlap by design, are not compared with one another."""
        pair = [entry("a.nii", VOXELS), entry("b.nii", VOXELS[:2])]
        (tmp_path / "fold0.json").write_bytes(datalist(training=pair[:1], validation=pair[1:]))
        (tmp_path / "fold1.json").write_bytes(datalist(training=pair[1:], validation=pair[:1]))
        assert list(boxlint.check(tmp_path, select="BX908", isolated=True)) == []
        (tmp_path / "fold2.json").write_bytes(datalist(training=pair, validation=pair[:1]))
        (found,) = boxlint.check(tmp_path, select="BX908", isolated=True)
        assert found.message == "a.nii is in the split train too, as a.nii"
        assert found.location is not None
        assert found.location.file.endswith("fold2.json")

    def test_files_of_one_list_each_are_compared_by_their_paths(self, tmp_path: Path) -> None:
        (tmp_path / "set_train.json").write_bytes(datalist(training=[entry("a.nii", VOXELS)]))
        (tmp_path / "set_val.json").write_bytes(datalist(validation=[entry("a.nii", VOXELS)]))
        assert [found.code for found in boxlint.check(tmp_path, select="BX908", isolated=True)] == ["BX908"]

    def test_a_scan_is_known_by_its_uid(self, tmp_path: Path) -> None:
        """Even where its boxes differ; a version number is none."""
        for name, count in (
            ("1.3.6.1.4.1.14519.5.2.1.6279.6001.108197895896446896160048741492", 1),
            ("2.1.0.4.12.7", 0),
        ):
            lists = {"training": [entry(f"{name}.nii.gz", VOXELS)], "test": [entry(f"x/{name}.nii.gz", [])]}
            (tmp_path / "a.json").write_bytes(datalist(**lists))
            assert len(list(boxlint.check(tmp_path, select="BX908", isolated=True))) == count

    def test_statistics_are_told_by_list(self, tmp_path: Path) -> None:
        from boxlint.distributions import distributions

        pair = [entry("a.nii", VOXELS), entry("b.nii", VOXELS[:2])]
        (tmp_path / "a.json").write_bytes(datalist(training=pair[:1], validation=pair[1:]))
        told = distributions(boxlint.load(tmp_path)).splits
        assert {name: (of.files, of.images, of.annotations) for name, of in told.items()} == {
            "train": (1, 1, 3),
            "val": (1, 1, 2),
        }


class TestEditing:
    @given(boxes, boxes, st.sampled_from(MODES))
    def test_boxes_are_written_in_their_own_mode(self, before: Any, after: Any, mode: str) -> None:
        record = json.dumps(written(before, mode)).encode()
        values = {"cuboid": after, "box_mode": mode}
        changed = edited(record, edit_record("annotation", record, values))
        assert cuboids(np.array([json.loads(changed)]), mode)[0, :6].tolist() == list(after)
        assert edit_record("annotation", changed, values) == []

    def test_only_what_changes_is_written(self) -> None:
        record = b"[ 106.0, 142.250,\n 31.5, 14,151, 3.40e1 ]"
        edits = edit_record("annotation", record, {"cuboid": (106, 142.25, 31.5, 14, 150.5, 34), "box_mode": "xyzxyz"})
        assert edited(record, edits) == b"[ 106.0, 142.250,\n 31.5, 14,150.5, 3.40e1 ]"

    def test_what_cannot_be_written_exactly_is_not(self) -> None:
        cuboid = {"cuboid": (0, 0, 0, 1, 1, 1)}
        assert edit_record("annotation", b"[1, 2, 3, 4, 5, 6]", cuboid) == [], "coordinates of the world"
        for record in (b"[1, 2, 3, 4]", b"17", b"null", b'[1, 2, 3, "x", 5, 6]'):
            assert edit_record("annotation", record, {**cuboid, "box_mode": "xyzxyz"}) == []
        assert edit_record("image", b"[1, 2, 3, 4, 5, 6]", {**cuboid, "box_mode": "xyzxyz"}) == []

    def test_strings_become_numbers(self) -> None:
        edits = edit_record("annotation", b'[1, "2.50", 3, " 4", 5, 6]', {"numbers": True})
        assert edited(b'[1, "2.50", 3, " 4", 5, 6]', edits) == b"[1, 2.50, 3, 4, 5, 6]"

    def test_strings_become_other_numbers(self, tmp_path: Path) -> None:
        listed = entry("a.nii", [*VOXELS, [10, 10, 10, "400.0", "20.50", 20]])
        (tmp_path / "a.json").write_bytes(datalist(training=[listed]))
        (tmp_path / "a.nii").write_bytes(nifti(VOLUME))
        assert fix_and_verify(tmp_path).fixed == {"BX003": 1, "BX703": 1}
        assert json.loads((tmp_path / "a.json").read_bytes())["training"][0]["box"][3] == [10, 10, 10, 300.0, 20.50, 20]

    @given(
        st.lists(st.tuples(st.integers(0, 4), st.integers(-2, 2), st.booleans()), min_size=1, max_size=4),
        st.sampled_from([None, 1]),
        st.data(),
    )
    @settings(deadline=None)
    def test_boxes_go_with_their_labels_and_scores(self, drawn: Any, indent: int | None, data: Any) -> None:
        value: dict[str, list[Any]] = {"training": [], "validation": []}
        for place, (count, extra, has_scores) in enumerate(drawn):
            labels = list(range(max(count + extra, 0)))
            entry_ = {"label": labels, "image": "a", "box": [[place, each, 0, 200, 200, 200] for each in range(count)]}
            if has_scores:
                entry_["label_scores"] = [each / 10 for each in range(count)]
            entry_["spacing"] = [1, 1, 1]
            value["training" if place % 2 else "validation"].append(entry_)
        content = json.dumps(value, indent=indent).encode()
        tables = read_content(content, "monai")
        starts, ends = tables.annotations["start"], tables.annotations["end"]
        gone = np.array(data.draw(st.lists(st.booleans(), min_size=len(starts), max_size=len(starts))), np.bool_)
        lists = [(np.arange(len(starts)), starts, ends), *pieces_beside(content, starts)]
        spans = [
            span
            for owners, first, last in lists
            for span in removed_spans(content, first, last, np.append(gone, False)[owners])
        ]
        left = json.loads(without(content, sorted(spans)))
        row = 0
        for name in sorted(value, key=lambda name: list(value).index(name)):
            for before, after in zip(value[name], left[name], strict=True):
                flags = gone[row : row + len(before["box"])].tolist()
                row += len(flags)
                for key in ("box", "label", "label_scores"):
                    items = before.get(key, [])
                    kept = [item for place, item in enumerate(items) if not (place < len(flags) and flags[place])]
                    assert after.get(key, []) == kept
                assert after["spacing"] == [1, 1, 1]

    def test_wrapped_records_are_read_again(self) -> None:
        content = datalist(training=[entry("a", [*VOXELS, "17", [1, 2]])])
        found = records(content, read_content(content, "monai"))
        assert records(wrapped(found), read_content(wrapped(found), "monai")) == found


class TestFixing:
    def test_a_fix_changes_what_it_must_and_nothing_else(self, tmp_path: Path) -> None:
        outcome = fix_copy(ROOT / "sample_data" / "monai" / "dirty", tmp_path / "monai", max_drop=1.0)
        assert outcome.fixed["BX703"] == 2
        assert outcome.fixed["BX701"] == 3
        left = json.loads((tmp_path / "monai" / "voxels.json").read_bytes())["training"][0]
        assert len(left["box"]) == len(left["label"]) == 6
        assert left["box"][3:5] == [[50, 60, 20, 71, 81, 40], [0, 10, 5, 20, 30, 15]]

    @pytest.mark.parametrize("mode", MODES)
    def test_boxes_are_clipped_in_their_own_mode(self, mode: str, tmp_path: Path) -> None:
        inside = [10.0, 20.0, 30.0, 50.0, 70.0, 90.0]
        outside = [-4.0, 20.0, 30.0, 50.0, 300.0, 130.5]
        listed = entry("a.nii", [written(inside, mode), written(outside, mode)], [3, 1], label_scores=[0.5, 0.25])
        (tmp_path / "a.json").write_bytes(datalist(validation=[listed]))
        (tmp_path / "a.nii").write_bytes(nifti(VOLUME))
        outcome = fix_and_verify(tmp_path, box_mode=mode, box_space="voxel")
        assert outcome.fixed == {"BX703": 1}
        left = json.loads((tmp_path / "a.json").read_bytes())["validation"][0]
        assert left["box"] == [written(inside, mode), written([0.0, 20.0, 30.0, 50.0, 280.0, 120.0], mode)]
        assert (left["label"], left["label_scores"]) == ([3, 1], [0.5, 0.25])
        tables = outcome.report.tables
        assert [tables.annotations["written_category_id"].at(row) for row in range(2)] == [3, 1]

    def test_boxes_of_the_world_are_dropped_or_left(self, tmp_path: Path) -> None:
        listed = entry("a.nii", [*NODULES, [400, 60, -200, 6, 6, 6], [-100, 60, -200, 6, -6, 6]], [0, 1, 2, 3])
        (tmp_path / "a.json").write_bytes(datalist(training=[listed]))
        (tmp_path / "a.nii").write_bytes(nifti((400, 400, 120), (0.75, 0.75, 2.5), (-150, -100, -250)))
        outcome = fix_and_verify(tmp_path)
        assert outcome.fixed == {"BX701": 1}
        left = json.loads((tmp_path / "a.json").read_bytes())["training"][0]
        assert (left["box"], left["label"]) == ([*NODULES, [400, 60, -200, 6, 6, 6]], [0, 1, 2])
        assert [found.code for found in outcome.report] == ["BX703"]

    def test_strings_in_the_world_come_out_in_voxels(self, tmp_path: Path) -> None:
        listed = entry("a.nii", [*NODULES, [-100, "60", -200, 6, 6, 6]])
        (tmp_path / "a.json").write_bytes(datalist(training=[listed]))
        (tmp_path / "a.nii").write_bytes(nifti((400, 400, 120), (0.75, 0.75, 2.5), (-150, -100, -250)))
        outcome = fix_and_verify(tmp_path)
        assert outcome.fixed == {"BX003": 1}
        np.testing.assert_allclose(
            corners(outcome.report.tables)[2], [62.667, 209.333, 18.8, 70.667, 217.333, 21.2], atol=1e-3
        )

    def test_emptied_entries_can_go(self, tmp_path: Path) -> None:
        listed = [entry("a", VOXELS), entry("b", [[10, 10, 10, 15, 15, 10]]), entry("c", VOXELS[:1])]
        (tmp_path / "a.json").write_bytes(datalist(training=listed))
        outcome = fix_and_verify(tmp_path, drop_empty_images=True, max_drop=1.0)
        assert outcome.fixed == {"BX701": 1}
        assert [each["image"] for each in json.loads((tmp_path / "a.json").read_bytes())["training"]] == ["a", "c"]


def test_another_reader_agrees(tmp_path: Path) -> None:
    for name, data in clean().files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(data)
    assert agreement(sorted(tmp_path.glob("*.json")), "monai") == (8, 8)
    for name, data in dirty().files.items():
        if name in ("voxels.json", "lists.json"):
            assert len(read_by_another(data, Path(name))) == len(read_content(data, "monai").annotations)


@pytest.mark.skipif(not REAL_DATA, reason="BOXLINT_REAL_DATA names no folder of real annotation files")
def test_real_files() -> None:
    from boxlint.discovery import find

    folder = Path(REAL_DATA) / "Project-MONAI+tutorials"
    found = find([folder], skip_unknown=True).files
    assert [file.format for file in found] == ["monai", "monai"]
    assert agreement([file.path for file in found], "monai") == (14, 14)
    modes = boxlint.load(folder).files
    assert [(modes["box_mode"].at(row), modes["box_space"].at(row)) for row in range(2)] == [
        ("cccwhd", "lps"),
        ("xyzxyz", "voxel"),
    ]
    report = boxlint.check(folder, isolated=True)
    # absolute paths of the machine that wrote them
    assert report.summary.by_rule == {"BX918": 2}
