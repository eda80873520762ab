"""What findings are known by: one name each, and the same one in the next run."""

from __future__ import annotations

import json
import pickle
from collections.abc import Mapping, Sequence
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import boxlint
from boxlint.reports import full
from tests.dirty_dataset import VOC, annotation, coco, write_dirty

NAN = float("nan")
KEYPOINTS = {"keypoints": [NAN, 5, 2, 30, NAN, 2, 30, 60, 7], "num_keypoints": 3}
RICH: dict[str, Any] = {
    **coco(
        annotation(1, 1, [10, 20, 30, 0]),
        annotation(2, 1, [50, 60, 20, NAN]),
        annotation(3, 1, [780, 20, 60, 40]),
        # the same object twice, and thrice
        annotation(4, 1, [100, 100, 40, 40]),
        annotation(15, 1, [100, 100, 40, 40]),
        annotation(6, 2, [200, 200, 40, 40]),
        annotation(7, 2, [200, 200, 40, 40]),
        annotation(8, 2, [200, 200, 40, 40]),
        # almost the same, and the same in two categories
        annotation(9, 2, [300, 300, 100, 100]),
        annotation(10, 2, [301, 300, 100, 100]),
        annotation(11, 1, [400, 300, 80, 70]),
        annotation(12, 1, [400, 300, 80, 70], category_id=2),
        # ids: one twice, none, a list, a float, too large, a text
        annotation(13, 1, [10, 300, 80, 0]),
        annotation(13, 2, [10, 310, 80, 0]),
        {**annotation(0, 1, [10, 400, 80, 0]), "id": None},
        {**annotation(0, 1, [10, 400, 80, 0]), "id": None},
        {**annotation(0, 1, [10, 400, -0.0, NAN]), "id": None},
        {**annotation(0, 1, [10, 410, 80, 0]), "id": [1]},
        {**annotation(0, 1, [10, 420, 80, 0]), "id": 20.5},
        {**annotation(0, 1, [10, 430, 80, 0]), "id": 21.0},
        {**annotation(0, 1, [10, 430, 85, 0]), "id": 22.0},
        {**annotation(0, 1, [10, 440, 80, 0]), "id": 10**30},
        {**annotation(0, 1, [10, 450, 80, 0]), "id": "a\x00b\ud800"},
        annotation(30, 2, [10, 20, 60, 80], **KEYPOINTS),
        annotation(31, 9, [10, 20, 60, 80]),
    ),
    "images": [
        {"id": 1, "file_name": "harbour.jpg", "width": 800, "height": 600},
        {"id": 2, "file_name": "\ud800.jpg", "width": 640, "height": 480},
        {"id": 3, "file_name": "harbour.jpg", "width": 800, "height": 600},
        {"id": 3, "file_name": "quay.jpg", "width": 0, "height": 600},
    ],
    "categories": [{"id": 1, "name": "ship"}, {"id": 2, "name": "bridge"}, {"id": 3, "name": "Ship"}],
}


def fingerprints(file: Path, **options: Any) -> list[str]:
    """The fingerprints of all findings, sorted."""
    return sorted(finding.fingerprint for finding in boxlint.check(file, select="ALL", **options))


def shuffled(random: Random, records: Sequence[Any]) -> list[Any]:
    return random.sample(records, len(records))


def rewritten(random: Random, document: Mapping[str, Any]) -> str:
    """A COCO dataset in another order and another layout."""
    document = {name: shuffled(random, records) if records else records for name, records in document.items()}
    document = {name: document[name] for name in shuffled(random, list(document))}
    separators = random.choice([(",", ":"), (", ", ": "), (" , ", " :\r\n ")])
    return json.dumps(document, indent=random.choice([None, 0, 2, "\t"]), separators=separators)


@given(st.randoms(use_true_random=False))
@settings(deadline=None, max_examples=20)
def test_order_and_layout_do_not_matter(tmp_path_factory: pytest.TempPathFactory, random: Random) -> None:
    folder = tmp_path_factory.mktemp("data")
    (folder / "boxlint.toml").write_text("", encoding="utf-8")
    file = folder / "instances.json"
    file.write_text(json.dumps(RICH), encoding="utf-8")
    before = fingerprints(file)
    assert len(before) == len(set(before)) > 30
    file.write_text(rewritten(random, RICH), encoding="utf-8")
    assert fingerprints(file) == before


def test_every_finding_has_its_own(tmp_path: Path) -> None:
    """Also two keypoints of one annotation, and two objects without ids that are equal."""
    write_dirty(tmp_path)
    thing = VOC[VOC.index("<object>") : VOC.index("</object>") + 9]
    (tmp_path / "voc" / "quay.xml").write_text(VOC.replace(thing, thing * 3), encoding="utf-8")
    (tmp_path / "keypoints.json").write_text(json.dumps(RICH), encoding="utf-8")
    found = fingerprints(tmp_path)
    assert len(found) == len(set(found)) == len(boxlint.check(tmp_path, select="ALL"))
    assert all(len(bytes.fromhex(fingerprint)) == 8 for fingerprint in found)


def test_neither_the_working_directory_nor_the_place_of_the_project_matters(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = tmp_path / "project"
    write_dirty(project / "data")
    (project / "boxlint.toml").write_text("", encoding="utf-8")
    found = []
    for folder, path in ((tmp_path, "project/data"), (project, "data"), (project / "data", "."), (project, project)):
        monkeypatch.chdir(folder)
        found.append(fingerprints(Path(path)))
    project.rename(tmp_path / "elsewhere")
    found.append(fingerprints(tmp_path / "elsewhere" / "data"))
    assert found == [found[0]] * 5
    monkeypatch.chdir(tmp_path)
    assert fingerprints(tmp_path / "elsewhere", isolated=True) != found[0]


def test_severity_selection_and_other_files_do_not_matter(tmp_path: Path) -> None:
    write_dirty(tmp_path)
    everything = {finding.fingerprint: finding.code for finding in boxlint.check(tmp_path)}
    file = tmp_path / "instances.json"
    alone = boxlint.check(file, select=["BX101"], severity={"BX101": "warning"}, frameworks=["mmdet-coco"])
    assert {finding.fingerprint for finding in alone} < everything.keys()
    assert {everything[finding.fingerprint] for finding in alone} == {"BX101"}


def test_another_value_is_the_same_finding_where_there_is_an_id(tmp_path: Path) -> None:
    file = tmp_path / "a.json"
    found = []
    for width in (30, 31):
        file.write_text(json.dumps(coco(annotation(7, 1, [10, 20, width, 0]))), encoding="utf-8")
        found.append([finding.fingerprint for finding in boxlint.check(file, select=["BX101"])])
    assert found[0] == found[1]


def test_objects_without_ids_are_known_by_what_they_are(tmp_path: Path) -> None:
    file = tmp_path / "quay.xml"
    found = []
    for text in (VOC, VOC.replace("<xmax>80<", "<xmax>80.0<"), VOC.replace("<xmax>80<", "<xmax>81<")):
        file.write_text(text, encoding="utf-8")
        found.append([finding.fingerprint for finding in boxlint.check(file, select=["BX101"])])
    assert found[0] == found[1] != found[2]


def test_findings_can_be_sent_and_compared(tmp_path: Path) -> None:
    write_dirty(tmp_path)
    findings, again = (list(boxlint.check(tmp_path, ignore="BX0")) for _ in range(2))
    assert findings == again
    assert len(set(map(str, findings))) == len(findings)
    sent = pickle.dumps(findings)
    assert len(sent) < 1000 * len(findings)
    assert pickle.loads(sent) == findings


def test_the_report_for_people_asks_for_no_identity(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_dirty(tmp_path)
    report = boxlint.check(tmp_path)
    monkeypatch.setattr("boxlint.identities.Identities.of", lambda *_: pytest.fail("it was asked for"))
    assert "".join(full.write(report, full.Layout()))
