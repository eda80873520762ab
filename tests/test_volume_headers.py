"""Volumes: their headers as nibabel and the standards say, and boxes of the world in voxels as MONAI has them."""

from __future__ import annotations

import gzip
import json
import struct
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import boxlint
from boxlint.image_files.volume import UNKNOWN, make_volume
from boxlint.image_files.volumes import read_volume
from sample_data.makers.luna16 import page
from sample_data.makers.monai import NODULES, VOXELS, datalist, entry, nifti, nifti2

numbers = st.floats(-400, 400, width=32)
spacings = st.tuples(*[st.sampled_from([0.5, 0.703125, 1.25, 3.0])] * 3)
sizes = st.tuples(*[st.integers(1, 700)] * 3)
quaternions = st.tuples(*[st.floats(-0.5, 0.5, width=32)] * 3)


def header(
    size: tuple[int, ...],
    spacing: tuple[float, ...],
    *,
    sform: Any = None,
    qform: tuple[float, ...] | None = None,
    handedness: int = 1,
    order: str = "<",
) -> bytes:
    """A NIfTI-1 header: `sform` (3, 4), `qform` the vector of the quaternion and the offset."""
    data = bytearray(352)
    struct.pack_into(f"{order}i", data, 0, 348)
    struct.pack_into(f"{order}8h", data, 40, len(size), *size, *[1] * (7 - len(size)))
    struct.pack_into(f"{order}2h", data, 70, 2, 8)
    struct.pack_into(f"{order}8f", data, 76, handedness, *spacing, *[0] * (7 - len(spacing)))
    struct.pack_into(f"{order}f", data, 108, 352)
    struct.pack_into(f"{order}2h", data, 252, qform is not None, sform is not None)
    if qform is not None:
        struct.pack_into(f"{order}6f", data, 256, *qform)
    if sform is not None:
        struct.pack_into(f"{order}12f", data, 280, *np.ravel(sform))
    data[344:348] = b"n+1\0"
    return bytes(data)


def to_voxels(affine: Any) -> list[float]:
    inverse: list[float] = np.linalg.inv(np.vstack([np.reshape(affine, (3, 4)), [0, 0, 0, 1]]))[:3].ravel().tolist()
    return inverse


def monai(box: list[float], affine: Any, *, are_lps: bool) -> list[float]:
    """What ConvertBoxToStandardModed (cccwhd) and AffineBoxToImageCoordinated make of a box."""
    whole = np.vstack([affine, [0, 0, 0, 1]])
    if are_lps:
        # orientation_ras_lps
        whole = np.diag([-1.0, -1, 1, 1]) @ whole
    inverse = np.linalg.inv(whole)
    ends = [np.array([box[k] + side * max(box[k + 3], 0) / 2 for k in range(3)] + [1]) for side in (-1, 1)]
    moved = np.array([inverse @ end for end in ends])[:, :3]
    return [*moved.min(0), *moved.max(0)]


@given(sizes, spacings, st.lists(numbers, min_size=3, max_size=3), quaternions, st.sampled_from([-1, 1]), st.booleans())
@settings(deadline=None, max_examples=40)
def test_headers_say_what_nibabel_says(
    tmp_path_factory: pytest.TempPathFactory,
    size: Any,
    spacing: Any,
    origin: Any,
    quaternion: Any,
    handedness: int,
    has_sform: bool,
) -> None:
    nibabel = pytest.importorskip("nibabel", reason="nibabel is not installed")
    sform = np.column_stack([np.diag(spacing)[[1, 0, 2]], origin]) if has_sform else None
    path = tmp_path_factory.mktemp("volumes") / "a.nii"
    path.write_bytes(
        header(size, spacing, sform=sform, qform=(*quaternion, *origin), handedness=handedness) + bytes(2 * 8)
    )
    image = nibabel.load(path)
    found = read_volume(str(path))
    assert found.size == image.shape
    np.testing.assert_allclose(found.spacing, image.header.get_zooms())
    np.testing.assert_allclose(found.to_voxels, to_voxels(image.affine[:3]), rtol=1e-4, atol=1e-3)


def test_headers_of_each_kind(tmp_path: Path) -> None:
    """Both byte orders, both versions, gzipped or not; sform before qform; half a turn about z is −1, −1, 1."""
    size, spacing = (512, 400, 120), (0.75, 0.5, 2.0)
    sform = [[-0.75, 0, 0, 10], [0, -0.5, 0, 20], [0, 0, 2, -30]]
    turned = (0.0, 0.0, 1.0, 10.0, 20.0, -30.0)
    for number, (content, affine) in enumerate([
        (header(size, spacing, sform=sform), sform),
        (header(size, spacing, sform=sform, order=">"), sform),
        (header(size, spacing, sform=sform, qform=(0.5, 0.5, 0.5, 1, 2, 3)), sform),
        (header(size, spacing, qform=turned), sform),
        (header(size, spacing, qform=turned, handedness=-1), [*sform[:2], [0, 0, -2, -30]]),
        (header(size, spacing), None),
        (header(size, spacing, sform=np.zeros((3, 4))), None),
        (header(size, spacing, sform=np.full((3, 4), np.nan)), None),
    ]):  # fmt: skip
        for suffix, pack in ((".nii", bytes), (".nii.gz", gzip.compress), (".NII.GZ", gzip.compress)):
            path = tmp_path / f"{number}{suffix}"
            path.write_bytes(pack(content))
            found = read_volume(str(path))
            assert (found.size, found.spacing, found.problem) == (size, spacing, "")
            if affine is None:
                assert found.to_voxels is None
            else:
                np.testing.assert_allclose(found.to_voxels, to_voxels(affine), atol=1e-12)
    path = tmp_path / "2.nii"
    path.write_bytes(nifti2((40_000, 5, 6)))
    assert read_volume(str(path)).size == (40_000, 5, 6)
    path.write_bytes(header((7, 8), spacing))
    assert read_volume(str(path)).size == (7, 8, 1)
    path.write_bytes(header((7, 8, 9, 3), spacing))
    assert read_volume(str(path)).size == (7, 8, 9)


def test_only_the_start_of_a_file_is_unpacked(tmp_path: Path) -> None:
    """What follows the header may be torn or no gzip at all."""
    path = tmp_path / "a.nii.gz"
    path.write_bytes(gzip.compress(nifti((5, 6, 7)) + bytes(10**6), compresslevel=0)[:70_000])
    assert read_volume(str(path)).size == (5, 6, 7)


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.nii", b"", "the content is no NIfTI header"),
        ("a.nii", nifti((5, 6, 7))[:300], "the content is no NIfTI header"),
        ("a.nii", b"not a volume" * 100, "the content is no NIfTI header"),
        ("a.nii.gz", nifti((5, 6, 7)), "Not a gzipped file (b'\\\\\\x01')"),
        (
            "a.nii.gz",
            gzip.compress(nifti((5, 6, 7)), mtime=0)[:30],
            "Compressed file ended before the end-of-stream marker",
        ),
        ("a.nii", nifti((5, 0, 7)), "the header says 5 x 0 x 7 voxels"),
        ("a.mhd", b"ObjectType = Image\nNDims = 2\nDimSize = 5 6\n", "no MetaImage header of three dimensions"),
        ("a.mhd", b"DimSize = 5 x 6\n", "could not convert string to float"),
    ],
)
def test_what_is_no_header_is_told(name: str, content: bytes, words: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(content)
    found = read_volume(str(tmp_path / name))
    assert found.size is None
    told = f"{name}: the header cannot be read: "
    assert told in found.problem
    assert words.partition(" (")[0] in found.problem


def test_what_is_no_volume_is_not_opened(tmp_path: Path) -> None:
    assert read_volume(str(tmp_path / "a.npy")) == UNKNOWN
    assert "No such file" in read_volume(str(tmp_path / "a.nii")).problem
    with pytest.raises(ValueError, match="voxels"):
        make_volume(np.array([1, -2, 3]), np.ones(3), np.eye(3, 4))


META = b"""ObjectType = Image
NDims = 3
TransformMatrix = 0 1 0 1 0 0 0 0 1
Offset = -180.5 -170 -300
ElementSpacing = 0.75 0.5 2
DimSize = 512 400 120
ElementDataFile = LOCAL
\xff\xfe"""


def test_metaimages_point_to_the_left_and_back(tmp_path: Path) -> None:
    """A row of the matrix is the direction of an axis."""
    path = tmp_path / "a.mha"
    path.write_bytes(META)
    found = read_volume(str(path))
    assert (found.size, found.spacing) == ((512, 400, 120), (0.75, 0.5, 2))
    lps = np.array([[0, 0.5, 0, -180.5], [0.75, 0, 0, -170], [0, 0, 2, -300]])
    np.testing.assert_allclose(found.to_voxels, to_voxels(lps * [[-1], [-1], [1]]))
    path.write_bytes(META.replace(b"Offset", b"Nothing"))
    assert read_volume(str(path)).to_voxels is None


def checked(folder: Path, **options: Any) -> Any:
    return boxlint.check(folder / "a.json", isolated=True, **options)


def corners(tables: Any) -> Any:
    names = ("x_min", "y_min", "z_min", "x_max", "y_max", "z_max")
    return np.column_stack([tables.cuboids[name] for name in names])


@pytest.mark.parametrize("space", ["auto", "lps", "ras"])
def test_boxes_of_the_world_become_voxels_as_in_monai(space: str, tmp_path: Path) -> None:
    """Also where axes are exchanged, flipped or oblique."""
    turn = np.array([[0.8, -0.6, 0], [0.6, 0.8, 0], [0, 0, 1]])
    for matrix in (np.diag([0.75, 0.5, 2]), np.diag([-0.75, -0.5, 2]), np.eye(3)[[2, 0, 1]] * 1.5, turn * 0.7):
        affine = np.column_stack([matrix, [150, 120, -300]])
        (tmp_path / "a.nii.gz").write_bytes(gzip.compress(header((400, 400, 200), (1, 1, 1), sform=affine)))
        (tmp_path / "a.json").write_bytes(datalist(training=[entry("a.nii.gz", NODULES)]))
        tables = checked(tmp_path, box_space=space).tables
        stored = np.float32(affine).astype(float)
        expected = [monai(box, stored, are_lps=space != "ras") for box in NODULES]
        np.testing.assert_allclose(corners(tables), expected, atol=1e-9)
        sizes = [tables.cuboids[name] for name in ("width", "height", "depth")]
        np.testing.assert_allclose(
            np.column_stack(sizes), np.diff(np.reshape(expected, (-1, 2, 3)), axis=1)[:, 0], atol=1e-9
        )
        assert [tables.images[name][0] for name in ("width", "height", "depth")] == [400, 400, 200]
        assert [tables.images[f"spacing_{axis}"][0] for axis in "xyz"] == [1, 1, 1]


def test_without_a_transform_only_the_spacing_is_known(tmp_path: Path) -> None:
    """Sizes in mm over the spacing are voxels; where they lie nobody knows, so none is outside."""
    (tmp_path / "a.nii").write_bytes(header((40, 40, 20), (0.75, 0.5, 2.0)))
    boxes = [*NODULES, [-100.0, 60, -200, 6, 6, 1.5]]
    (tmp_path / "a.json").write_bytes(datalist(training=[entry("a.nii", boxes)]))
    report = checked(tmp_path)
    images = report.tables.images
    assert [images[f"spacing_{axis}"][0] for axis in "xyz"] == [0.75, 0.5, 2]
    assert np.isnan([images[name][0] for name in ("width", "height", "depth")]).all()
    assert report.summary.by_rule == {"BX702": 1}


def test_voxels_need_no_transform(tmp_path: Path) -> None:
    (tmp_path / "a.nii").write_bytes(header((100, 400, 200), (0.75, 0.5, 2.0)))
    (tmp_path / "a.json").write_bytes(datalist(training=[entry("a.nii", VOXELS)]))
    report = checked(tmp_path)
    assert corners(report.tables).tolist() == VOXELS
    assert report.summary.by_rule == {"BX703": 1}


def test_volumes_are_looked_for_beside_the_list_and_below_folders(tmp_path: Path) -> None:
    lists, images = tmp_path / "lists", tmp_path / "images" / "deep"
    lists.mkdir()
    images.mkdir(parents=True)
    (lists / "a.json").write_bytes(datalist(training=[entry("x/a.nii", VOXELS), entry("b.nii", VOXELS[:2])]))
    assert np.isnan(checked(lists).tables.images["depth"]).all()
    (images / "a.nii").write_bytes(nifti((300, 300, 30)))
    report = checked(lists, images=tmp_path / "images", extend_select="BX207")
    np.testing.assert_array_equal(report.tables.images["depth"], [30, np.nan])
    assert {finding.code for finding in report} == {"BX207", "BX703"}
    (lists / "x").mkdir()
    (lists / "x" / "a.nii").write_bytes(nifti((300, 300, 40)))
    assert checked(lists, images=tmp_path / "images").tables.images["depth"][0] == 40


def test_series_are_files_with_a_suffix(tmp_path: Path) -> None:
    """LUNA16: the scan of a series is SERIES.mhd."""
    (tmp_path / "annotations.csv").write_bytes(page("1.2.3,-100,-80,-250,6", "1.2.4,-100,-80,-250,6"))
    scans = tmp_path / "scans"
    scans.mkdir()
    (scans / "1.2.3.mhd").write_bytes(META.replace(b"0 1 0 1 0 0 0 0 1", b"1 0 0 0 1 0 0 0 1"))
    report = boxlint.check(tmp_path / "annotations.csv", images=scans, isolated=True)
    expected = [(-103 + 180.5) / 0.75, (-83 + 170) / 0.5, (-253 + 300) / 2]
    np.testing.assert_allclose(corners(report.tables)[0, :3], expected)
    assert report.tables.images["is_missing_file"].tolist() == [False, True]
    np.testing.assert_allclose(corners(report.tables)[1, :3], [-103, -83, -253])


def test_one_run_after_another_says_the_same(tmp_path: Path) -> None:
    """With what was read kept, and other settings in between."""
    (tmp_path / "a.nii").write_bytes(nifti((300, 300, 30), (1, 1, 2), (-150, -150, -300)))
    (tmp_path / "a.json").write_bytes(datalist(training=[entry("a.nii", NODULES)]))
    (tmp_path / "boxlint.toml").write_text("", encoding="utf-8")

    def run(**options: Any) -> Any:
        report = boxlint.check(tmp_path / "a.json", config=tmp_path / "boxlint.toml", cache=True, **options)
        return corners(report.tables).tolist(), json.dumps(report.summary.by_rule)

    first, other = run(), run(box_mode="xyzwhd", box_space="lps")
    assert first != other
    assert (run(), run(box_mode="xyzwhd", box_space="lps")) == (first, other)
