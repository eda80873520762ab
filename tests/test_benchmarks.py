"""The benchmarks generate what they say, measure what happens, and show what they measured."""

from __future__ import annotations

import hashlib
import json
import platform
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import msgspec
import pytest

import boxlint
from benchmarks.compare import Comparison
from benchmarks.data import Dataset, coco, folders, prepare
from benchmarks.gpu import compare_pairs, copy_bandwidth, evaluate, make_boxes
from benchmarks.machine import Machine, describe
from benchmarks.memory import IS_AVAILABLE, descendants
from benchmarks.plot import draw, seconds
from benchmarks.processes import CommandError, Measurement, measure
from benchmarks.programs import Programs, find_programs
from benchmarks.results import Absence, Evaluation, Record, Run, append, load, summarize
from benchmarks.tables import as_markdown
from benchmarks.workloads import WORKLOADS, Command, Workload

posix_only = pytest.mark.skipif(sys.platform == "win32", reason="nothing to measure with")
known_mathematics = pytest.mark.skipif(sys.platform != "linux", reason="logarithms differ in their last bit")
linux_only = pytest.mark.skipif(not IS_AVAILABLE, reason="proportional set sizes are told by Linux only")


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("generated") / "train.json"
    coco.generate(path, 50, 800)
    return path


def test_the_same_arguments_give_the_same_bytes(generated: Path, tmp_path: Path) -> None:
    coco.generate(tmp_path / "again.json", 50, 800)
    assert (tmp_path / "again.json").read_bytes() == generated.read_bytes()


@known_mathematics
def test_the_bytes_are_those_of_the_published_figures(generated: Path) -> None:
    assert hashlib.sha256(generated.read_bytes()).hexdigest()[:16] == "426f75917daf85ab"


def test_two_boxes_are_flat_and_all_others_lie_inside_their_images(generated: Path) -> None:
    value = json.loads(generated.read_bytes())
    assert (len(value["images"]), len(value["annotations"])) == (50, 800)
    sizes = {image["id"]: (image["width"], image["height"]) for image in value["images"]}
    assert len(sizes) == 50
    assert len({annotation["id"] for annotation in value["annotations"]}) == 800
    flat = {}
    for annotation in value["annotations"]:
        x, y, width, height = annotation["bbox"]
        if height == 0:
            flat[annotation["id"]] = tuple(round(number * 100) for number in annotation["bbox"])
        else:
            assert min(width, height) >= 7
        image_width, image_height = sizes[annotation["image_id"]]
        assert x + width <= image_width + 0.01
        assert y + height <= image_height + 0.01
        if isinstance(annotation["segmentation"], dict):
            mask = annotation["segmentation"]
            assert sum(mask["counts"]) == image_width * image_height == mask["size"][0] * mask["size"][1]
            assert min(mask["counts"]) >= 0
        else:
            polygon = annotation["segmentation"][0]
            extent = [min(polygon[0::2]), min(polygon[1::2]), max(polygon[0::2]), max(polygon[1::2])]
            assert extent == pytest.approx([x, y, x + width, y + height], abs=1e-6)
    assert flat == coco.FLAT_BOXES


def test_a_larger_file_begins_with_the_smaller_one_and_repeats_no_id(generated: Path, tmp_path: Path) -> None:
    coco.generate(tmp_path / "three.json", 50, 800, 3)
    small, large = json.loads(generated.read_bytes()), json.loads((tmp_path / "three.json").read_bytes())
    assert large["categories"] == small["categories"]
    for records in ("images", "annotations"):
        count = len(small[records])
        assert large[records][:count] == small[records]
        assert len({record["id"] for record in large[records]}) == len(large[records]) == 3 * count
    known = {image["id"] for image in large["images"]}
    assert all(annotation["image_id"] in known for annotation in large["annotations"])
    boxes = [annotation["bbox"] for annotation in large["annotations"]]
    assert boxes[800:1600] != boxes[:800] != boxes[1600:]


def contents(folder: Path) -> Iterator[tuple[str, bytes]]:
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield path.relative_to(folder).as_posix(), path.read_bytes()


@pytest.mark.parametrize("format", folders.LAYOUTS)
def test_folders_are_the_same_each_time(format: str, tmp_path: Path) -> None:
    for name, count in (("few", 12), ("again", 12), ("more", 1003)):
        folders.generate(tmp_path / name, format, count)
    few, more = dict(contents(tmp_path / "few")), dict(contents(tmp_path / "more"))
    assert dict(contents(tmp_path / "again")) == few
    annotations = sorted(name for name in more if name.endswith((".txt", ".xml", ".json")))
    assert len(annotations) == 1003
    # what is drawn anew for each block of files differs
    assert more[annotations[0]] != more[annotations[1000]]


@known_mathematics
@pytest.mark.parametrize(
    ("format", "digest"), [("dota", "8aa1ed5f4973ee66"), ("voc", "5ea285a372747810"), ("yolo", "017cb4fa17b79fbd")]
)
def test_folders_are_those_of_the_published_figures(format: str, digest: str, tmp_path: Path) -> None:
    folders.generate(tmp_path / format, format, 12)
    texts = [data for name, data in contents(tmp_path / format) if name.endswith((".txt", ".xml"))]
    assert hashlib.sha256(b"".join(texts)).hexdigest()[:16] == digest


@pytest.mark.parametrize(("format", "mean"), [("dota", 10), ("voc", 3)])
def test_folders_are_clean_and_of_the_size_that_is_told(format: str, mean: int, tmp_path: Path) -> None:
    folders.generate(tmp_path / format, format, 300)
    report = boxlint.check(tmp_path / format, isolated=True, workers=1)
    assert report.summary.by_rule == {}
    assert report.summary.files == 300
    assert report.summary.annotations == pytest.approx(300 * mean, rel=0.1)
    assert set(report.tables.files["format"].values) == {format}


def test_yolo_labels_are_shares_of_images_that_are_there(tmp_path: Path) -> None:
    folders.generate(tmp_path / "yolo", "yolo", 30)
    for label in (tmp_path / "yolo/labels").glob("*.txt"):
        header = (tmp_path / "yolo/images" / label.with_suffix(".png").name).read_bytes()[16:24]
        assert header == folders.SIDE.to_bytes(4) * 2
        for line in label.read_text().splitlines():
            category, *box = line.split()
            assert int(category) in range(len(folders.CLASSES))
            x, y, width, height = map(float, box)
            assert 0 <= x - width / 2 < x + width / 2 <= 1
            assert 0 <= y - height / 2 < y + height / 2 <= 1


def test_data_is_generated_once_and_never_left_half_done(tmp_path: Path) -> None:
    dataset = Dataset("coco", 860_001, 118_287, 2).scaled(0.0001)
    assert (dataset.count, dataset.images, dataset.total, dataset.unit) == (86, 12, 172, "annotation")
    interrupted = tmp_path / f"{dataset.name}.part"
    (interrupted / "images").mkdir(parents=True)
    path = prepare(dataset, tmp_path)
    assert len(json.loads(path.read_bytes())["annotations"]) == 172
    path.write_text("changed")
    assert prepare(dataset, tmp_path).read_text() == "changed"
    voc = prepare(Dataset("voc", 20_000).scaled(0.0005), tmp_path)
    assert len(list((voc / "Annotations").iterdir())) == 10
    assert not list(tmp_path.glob("*.part"))


GRANDCHILD = """
import subprocess, sys, time
code = "import time; data = bytearray(50 * 2**20); data[::4096] = b'x' * len(data[::4096]); time.sleep(0.5)"
if len(sys.argv) > 1:
    subprocess.run([sys.executable, "-c", code], check=True)
else:
    subprocess.run([sys.executable, __file__, "again"], check=True)
"""


@linux_only
def test_memory_of_a_grandchild_is_seen(tmp_path: Path) -> None:
    script = tmp_path / "starts.py"
    script.write_text(GRANDCHILD)
    run = measure([sys.executable, str(script)], is_sampled=True)
    alone = measure([sys.executable, "-c", "import subprocess, time; time.sleep(0.3)"], is_sampled=True)
    assert run.samples > 1
    # two more interpreters and the 50 MiB, but nothing near twice that
    assert 50 * 2**20 < run.proportional - alone.proportional < 90 * 2**20


FORKS = """
import os, time
data = bytearray(60 * 2**20)
data[::4096] = b"x" * len(data[::4096])
children = [os.fork() for _ in range(3)]
time.sleep(0.6)
if all(children):
    for child in children:
        os.waitpid(child, 0)
"""


@linux_only
def test_memory_that_processes_share_counts_once() -> None:
    code = FORKS.replace("children = [os.fork() for _ in range(3)]", FORK_THREE)
    run = measure([sys.executable, "-c", code], is_sampled=True)
    assert 60 * 2**20 < run.proportional < 120 * 2**20


FORK_THREE = """children = []
for _ in range(3):
    children.append(os.fork())
    if not children[-1]:
        break"""


@linux_only
def test_descendants_are_found_from_process_to_process() -> None:
    nested = "import subprocess, sys; subprocess.run([sys.executable, '-c', 'input()'])"
    with subprocess.Popen([sys.executable, "-c", nested], stdin=subprocess.PIPE) as process:
        while len(descendants(process.pid)) < 2:
            assert process.poll() is None
        process.communicate(b"\n")
    assert descendants(process.pid) == [process.pid]


@posix_only
def test_a_run_that_did_not_do_its_work_is_no_measurement() -> None:
    quick = [sys.executable, "-c", "import sys; print('refused: no such layout'); sys.exit(3)"]
    with pytest.raises(CommandError, match="exit code 3: refused: no such layout"):
        measure(quick)
    with pytest.raises(CommandError, match="no such layout"):
        measure(quick, accepts=(0, 3), says="checked 800")
    assert measure(quick, accepts=(3,), says="layout").wall > 0


@posix_only
def test_time_and_memory_of_one_process_are_counted() -> None:
    run = measure([sys.executable, "-c", "data = bytearray(50_000_000); data[::4096] = b'x' * len(data[::4096])"])
    assert run.resident > 50_000_000
    assert (run.proportional, run.samples) == (0, 0)
    assert run.wall > 0
    assert run.processor > 0


COUNT = Command("count", ("{own}", "-c", "import os; print(len(os.listdir({path!r} + '/Annotations')))"))
REMEMBER = (
    "import os; known = os.path.exists('.boxlint_cache'); os.makedirs('.boxlint_cache', exist_ok=True); print({})"
)
TINY = Workload(
    "Twenty files",
    tuple(
        (command, Dataset("voc", 200))
        for command in (
            COUNT,
            Command(
                "first", ("{own}", "-c", REMEMBER.format("'{total}' if not known else 'remembered'")), forgets=True
            ),
            Command("again", ("{own}", "-c", REMEMBER.format("'{total}' if known else 'forgotten'"))),
            Command("fails", ("{own}", "-c", "raise SystemExit('first\\non purpose: ' + {path!r})")),
            Command("absent", ("{peers}", "-c", ""), needs="no-such-distribution"),
            Command("no program", ("no-such-program", "{path}")),
        )
    ),
)


@posix_only
def test_commands_run_by_turns_and_what_cannot_is_told(tmp_path: Path) -> None:
    programs = find_programs(sys.executable)
    replaced = tuple(
        (msgspec.structs.replace(command, words=tuple(word.replace("{total}", "20") for word in command.words)), data)
        for command, data in TINY.commands
    )
    comparison = Comparison("voc", Workload("Twenty", replaced), programs, tmp_path, 0.1)
    records = list(comparison.run(rounds=2, sampled=1))
    absent = {record.command: record.reason for record in records if isinstance(record, Absence)}
    assert absent == {
        "absent": "no-such-distribution is not installed",
        "no program": "there is no program no-such-program",
        "fails": "exit code 1: on purpose: DATA/voc-20",
    }
    runs = [record for record in records if isinstance(record, Run)]
    rounds = 3 if IS_AVAILABLE else 2
    assert [(run.round, run.command) for run in runs] == [
        (number, name) for number in range(rounds) for name in ("count", "first", "again")
    ]
    assert {run.total for run in runs} == {20}
    assert [bool(run.measured.samples) for run in runs] == [IS_AVAILABLE and run.round == 0 for run in runs]
    assert len(list(comparison.run(rounds=1, sampled=0, only=["count"]))) == 1


def test_programs_are_found_beside_their_interpreter(tmp_path: Path) -> None:
    interpreter = tmp_path / "bin" / "python"
    interpreter.parent.mkdir()
    program = tmp_path / "bin" / "panlabel"
    for file in (interpreter, program, program.with_suffix(".exe")):
        file.write_text("")
        file.chmod(0o755)
    programs = Programs(str(interpreter), {"numpy": "2", "unrelated": "1"}, {"numpy": "1", "panlabel": "0.7.0"})
    panlabel = WORKLOADS["voc"].commands[1][0]
    assert programs.missing(panlabel) is None
    assert Path(programs.words(panlabel, Path("data"), Path("root"))[0]).parent == interpreter.parent
    assert programs.versions == {"numpy": "2", "panlabel": "0.7.0"}


def test_every_workload_has_commands_that_can_be_written_out() -> None:
    programs = Programs("python", {}, {})
    for workload in WORKLOADS.values():
        names = [command.name for command, _ in workload.commands]
        assert len(set(names)) == len(names)
        for command, dataset in workload.commands:
            words = programs.words(command, Path("/data/x"), Path("/data"))
            assert any("/data" in word for word in words)
            assert command.says
            assert not any("{path" in word or "{root" in word for word in words)
            command.says.format(total=dataset.total, unit=dataset.unit, path="")
            if words[1] == "-c":
                compile(words[2], command.name, "exec")


MACHINE = Machine(2, "Some Processor", 8 * 2**30, "Linux 6", "3.11", {"boxlint": "1"})
MIB = 2**20


def run(command: str, number: int, wall: float, memory: int, samples: int = 0) -> Run:
    measured = Measurement(wall, 2 * wall, memory, memory if samples else 0, samples)
    return Run("coco", command, number, 1000, "annotation", measured)


RECORDS: list[Record] = [
    MACHINE,
    run("boxlint check", 0, 9.0, 500 * MIB, samples=7),
    run("hotcoco <load>", 0, 9.0, 1000 * MIB, samples=7),
    *(run("boxlint check", number, wall, 700 * MIB) for number, wall in ((1, 1.0), (2, 2.0), (3, 30.0))),
    *(run("hotcoco <load>", number, wall, 700 * MIB) for number, wall in ((1, 5.0), (2, 4.0), (3, 3.0))),
    Absence("coco", "panlabel validate", "panlabel is not\ninstalled"),
    Evaluation("rules", "numpy", 100, 0, 0.0, 8.0, 0.0, 10**9, 10**10),
    Evaluation("rules", "torch cuda", 100, 0, 0.25, 0.5, 0.25, 10**9, 10**11),
]


def test_results_are_kept_and_shown(tmp_path: Path) -> None:
    for record in RECORDS:
        append(tmp_path / "results.jsonl", record)
    assert load(tmp_path / "results.jsonl") == RECORDS
    text = as_markdown(load(tmp_path / "results.jsonl"))
    assert "2 cores of Some Processor, 8 GiB, Linux 6, Python 3.11. boxlint 1." in text
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines() if line[:1] == "|"]
    # times are those of the rounds without sampling, memory that of the sampled one
    assert ["boxlint check", "1,000", "2.00", "4.00", "500", "1.00", "1.00", "2,000.00", "4,000.00"] in rows
    assert ["hotcoco <load>", "1,000", "4.00", "8.00", "1,000", "0.50", "0.50", "4,000.00", "8,000.00"] in rows
    assert "peak memory (all processes), MiB" in rows[0]
    assert "Not measured: panlabel validate (panlabel is not installed)." in text
    assert ["rules", "torch cuda", "100", "0.250", "0.500", "0.250", "1.000", "8.0", "2.0", "2.0%"] in rows


def test_where_nothing_is_sampled_the_table_says_so() -> None:
    text = as_markdown([run("boxlint check", 0, 1.0, 700 * MIB)])
    assert "peak memory (largest process only), MiB" in text
    assert "| 700 |" in text


def test_a_plot_has_a_bar_for_each_value_to_one_scale() -> None:
    picture = draw("COCO & more", "A note.", list(summarize(record for record in RECORDS if isinstance(record, Run))))
    root = ElementTree.fromstring(picture)
    names = {"svg": "http://www.w3.org/2000/svg"}
    bars = root.findall("svg:rect", names)
    widths = [float(bar.attrib["width"]) for bar in bars]
    assert len(widths) == 4
    assert widths[0] == pytest.approx(widths[1] / 2, abs=0.1)
    assert widths[2] == pytest.approx(widths[3] / 2, abs=0.1)
    assert [bar.attrib["class"] for bar in bars] == ["bar own", "bar peer"] * 2
    texts = [text.text for text in root.findall("svg:text", names)]
    assert {"COCO & more", "hotcoco <load>", "2.0 s", "4.0 s", "500 MiB", "1000 MiB", "A note."} <= set(texts)
    assert "prefers-color-scheme: dark" in picture
    edge = float(root.attrib["width"])
    assert all(float(bar.attrib["x"]) + float(bar.attrib["width"]) < edge for bar in bars)


def test_a_plot_writes_all_sizes_in_one_unit_and_the_quickest_first() -> None:
    runs = [run("slow", 0, 3.0, 2048 * MIB, samples=1), run("boxlint check", 0, 1.0, 512 * MIB, samples=1)]
    texts = [text.text for text in ElementTree.fromstring(draw("Title", "Note", list(summarize(runs)))).iter()]
    assert [text for text in texts if text in ("slow", "boxlint check")] == ["boxlint check", "slow"]
    assert {"0.50 GiB", "2.00 GiB"} <= set(texts)


def test_times_of_a_plot_are_short() -> None:
    assert [seconds(value) for value in (0.034, 1.26, 95.4)] == ["0.03 s", "1.3 s", "95 s"]


def test_the_machine_is_described() -> None:
    machine = describe({"boxlint": "1"}, "Some GPU")
    assert machine.cores >= 1
    assert machine.processor
    assert machine.as_text().endswith(f", Some GPU, {machine.system}, Python {platform.python_version()}. boxlint 1.")


def test_evaluations_are_split_and_are_of_sound_boxes() -> None:
    machine, *records = evaluate("cpu", 3000, 5000, 1)
    assert isinstance(machine, Machine)
    found = [record for record in records if isinstance(record, Evaluation)]
    assert [(one.device, one.total) for one in found] == [
        ("numpy", 3000), ("numpy", 5000), ("torch cpu", 3000), ("torch cpu", 5000),
    ]  # fmt: skip
    for one in found:
        assert (one.transfer > 0) == (one.device != "numpy")
        # only what hits is fetched
        assert one.fetch >= 0
        assert one.evaluate > 0
        assert one.bandwidth > 0
    # four corners, two sides and the link are read at least, and a flag written for each rule
    assert found[0].needed_bytes > 3000 * 8 * 7
    assert found[1].needed_bytes == 5000 * 9 * 8


def test_pairs_are_limited_by_the_boxes() -> None:
    tables = make_boxes(10)
    compare_pairs(tables, 45, None)
    with pytest.raises(ValueError, match="not as many pairs"):
        compare_pairs(tables, 46, None)
    assert copy_bandwidth(None, 1000) > 0
