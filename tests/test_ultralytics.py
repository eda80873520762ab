"""The images that boxlint says ultralytics throws away, against ultralytics itself: its verification of label files.

On real labels (`BOXLINT_REAL_DATA`), and on invented and real ones with faults by the thousand; skipped where
ultralytics is not installed. What it verifies is a file of labels, so that one small picture serves all.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from random import Random
from typing import Any, Final

import numpy as np
import pytest
from PIL import Image

from boxlint.api import check
from boxlint.formats.yolo.dataset import find_dataset
from boxlint.report import Report
from tests.yolo_faults import CLASSES, TASKS, Task, with_faults

FILES: Final = 1000
"""Label files with faults, of each task."""
MANY: Final = 10**6
"""Classes, where no list says how many there are."""
IDS: Final = [f"{task.format}-{task.keypoints[1]}" if task.keypoints[0] else task.format for task in TASKS]
INFINITE: Final = {"inf", "infinity", "1e400", "1e39", "1e38"}
"""Values that are, or whose pixels are, beyond float32."""

Verify = Callable[[Path, Task, int], Any]
"""Labels, their task and the number of classes → the boxes that are kept, None where the image is ignored."""


@pytest.fixture(scope="module")
def verify(tmp_path_factory: pytest.TempPathFactory) -> Verify:
    """The verification of ultralytics."""
    folder = tmp_path_factory.mktemp("ultralytics")
    # it writes settings, and looks for a newer version of itself
    os.environ["YOLO_CONFIG_DIR"], os.environ["YOLO_OFFLINE"] = str(folder), "True"
    utils = pytest.importorskip("ultralytics.data.utils", reason="ultralytics is not installed")
    picture = folder / "picture.png"
    Image.new("RGB", (64, 48)).save(picture)

    def verified(labels: Path, task: Task, classes: int) -> Any:
        arguments = (str(picture), str(labels), "", task.format == "yolo-pose", classes, *task.keypoints, False)
        # a number beyond float32 is infinite, which is refused; here the warning would be an error
        with np.errstate(over="ignore"):
            return utils.verify_image_label(arguments)[1]

    return verified


def write_dataset(root: Path, task: Task, classes: int, contents: Sequence[bytes]) -> list[Path]:
    """A dataset with these label files, and as many sound ones, so that it is known what the rows are."""
    random, labels = Random(1), root / "labels"
    labels.mkdir(parents=True)
    keypoints = f"kpt_shape: [{task.keypoints[0]}, {task.keypoints[1]}]\n" if task.keypoints[0] else ""
    (root / "data.yaml").write_text(f"names: [{', '.join(f'c{n}' for n in range(classes))}]\n{keypoints}")
    paths = []
    for number, content in enumerate(contents):
        (labels / f"sound{number}.txt").write_text(" ".join(task.row(random)) + "\n")
        paths.append(labels / f"label{number}.txt")
        paths[-1].write_bytes(content)
    return paths


def lost_images(report: Report) -> dict[Path, int]:
    """The label files whose image is reported as lost, with how many good rows go with it."""
    return {
        Path(finding.location.file).resolve(): int(finding.values["annotations_lost"])
        for finding in report.findings
        if finding.code == "BX903"
    }


def require_agreement(paths: Iterable[Path], task: Task, classes: int, verify: Verify, report: Report) -> int:
    """Fail unless the images of these label files that are ignored are those that are reported; how many they are."""
    refused = {path.resolve() for path in paths if verify(path, task, classes) is None}
    lost = lost_images(report).keys() & {path.resolve() for path in paths}
    differing = {path for path in refused ^ lost if not (path in lost and is_kept_with_infinity(path, task))}
    assert not differing, sorted((path.name, path in refused, path.read_bytes()[:2900]) for path in differing)[:3]
    return len(refused)


def is_kept_with_infinity(labels: Path, task: Task) -> bool:
    """Whether the file is of poses, of whose boxes and visibilities ultralytics lets infinite ones pass."""
    words = labels.read_text(encoding="utf-8-sig").lower().split()
    return task.format == "yolo-pose" and not INFINITE.isdisjoint(words)


def kept_without_faults(labels: Path, task: Task, classes: int, verify: Verify, scratch: Path) -> int | None:
    """How many boxes with a size ultralytics would keep if the rows that it refuses were gone.

    None where rows of another kind are among them: whose file that is, is a matter of opinion.
    """
    kept = []
    for row in labels.read_text(encoding="utf-8-sig").splitlines():
        scratch.write_text(row, encoding="utf-8")
        if row.strip() and verify(scratch, task, classes) is not None:
            kept.append(row)
    if not all(task.has_kind(row.split()) for row in kept):
        return None
    scratch.write_text("\n".join(kept), encoding="utf-8")
    return int((verify(scratch, task, classes)[:, 3:5] > 0).all(1).sum())


@pytest.mark.parametrize("task", TASKS, ids=IDS)
def test_images_that_it_ignores_are_reported_as_lost(task: Task, verify: Verify, tmp_path: Path) -> None:
    """To a file, with faults of all kinds; and with each go as many good rows as it would else have kept."""
    random = Random(task.format)
    rows = ([task.row(random) for _ in range(random.randrange(1, 5))] for _ in range(FILES))
    paths = write_dataset(tmp_path, task, CLASSES, [with_faults(some, random) for some in rows])
    report = check(tmp_path / "labels", frameworks=task.name, isolated=True, format=task.format)
    refused = require_agreement(paths, task, CLASSES, verify, report)
    assert 0.3 * FILES < refused < 0.8 * FILES
    compared = 0
    for path, good in lost_images(report).items():
        kept = kept_without_faults(path, task, CLASSES, verify, tmp_path / "rows.txt")
        if kept is not None and not is_kept_with_infinity(path, task):
            compared += 1
            assert good == kept, path.read_bytes()
    assert compared > 0.2 * FILES


def real_files(report: Report) -> dict[str, list[Path]]:
    """The real label files by their format."""
    files: dict[str, list[Path]] = {}
    column, paths = (report.tables.files[name] for name in ("format", "path"))
    for row in range(len(report.tables.files)):
        files.setdefault(column.at(row), []).append(Path(paths.at(row)))
    return {task.format: files[task.format] for task in TASKS if task.format in files}


@pytest.fixture(scope="module")
def real_report() -> Report:
    """What is found in all real label files of lines."""
    folder = os.environ.get("BOXLINT_REAL_DATA")
    if not folder:
        pytest.skip("BOXLINT_REAL_DATA names no folder of real annotation files")
    sources = [source for source in sorted(Path(folder).iterdir()) if any(source.rglob("*.txt"))]
    return check(sources, isolated=True, skip_unknown=True, extend_select="BX903")


@pytest.mark.parametrize("format", [task.format for task in TASKS[:4]])
def test_real_images_that_it_ignores(format: str, real_report: Report, verify: Verify) -> None:
    """Without --for: it is what these files are written for."""
    files = real_files(real_report).get(format)
    if not files:
        pytest.skip(f"no real files of {format}")
    for folder in {path.parent for path in files}:
        found = find_dataset(str(folder.resolve()))
        task = Task("", format, found.keypoint_shape or (0, 0))
        own = [path for path in files if path.parent == folder]
        require_agreement(own, task, len(found.classes or range(MANY)), verify, real_report)


@pytest.mark.parametrize("task", TASKS[:3], ids=IDS[:3])
def test_real_labels_with_faults(task: Task, real_report: Report, verify: Verify, tmp_path: Path) -> None:
    """The same faults put into what people labelled."""
    random, contents, classes = Random(task.name), [], CLASSES
    files = real_files(real_report).get(task.format, [])
    for path in random.choices(files, k=FILES) if files else ():
        rows = [line.split() for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
        if all(map(task.has_kind, rows)):
            classes = max([classes, *(int(float(row[0])) + 1 for row in rows)])
            contents.append(with_faults(rows, random))
    if not contents:
        pytest.skip(f"no real files of {task.format}")
    paths = write_dataset(tmp_path, task, classes, contents)
    report = check(tmp_path / "labels", frameworks=task.name, isolated=True, format=task.format)
    require_agreement(paths, task, classes, verify, report)
