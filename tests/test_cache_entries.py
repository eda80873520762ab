"""Entries of the cache: what comes out is to the bit what went in, or nothing."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from hashlib import blake2b
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from boxlint.cache import store as store_module
from boxlint.cache.container import Container, _array, _Piece, pack, unpack
from boxlint.cache.entry import FAULTS, Entry, Reading, SetKey, pack_entry, unpack_entry
from boxlint.cache.listing import Listing
from boxlint.cache.packing import PackedArray, Packer, Unpacker
from boxlint.cache.store import Store
from boxlint.formats import ReadOptions, SourceFile, read_files
from boxlint.schema import SCHEMA
from boxlint.tables import FIRST_TEXT_KEY, MISSING_KEY, Keys, Text, intern, make_table, make_tables
from tests.coco_samples import POLYGON, but, dataset
from tests.table_checks import assert_same_tables as assert_same
from tests.test_merging import TEXTS

FLOATS = st.one_of(st.floats(), st.integers(-(10**6), 10**6).map(lambda number: number / 1000), st.just(-0.0))
INTEGERS = st.integers(-(2**63), 2**63 - 1) | st.integers(-2, 300)
ARRAYS = st.one_of(
    st.lists(FLOATS, max_size=20).map(lambda values: np.array(values, np.float64)),
    st.lists(INTEGERS, max_size=20).map(lambda values: np.array(values, np.int64)),
    st.lists(st.booleans(), max_size=20).map(lambda values: np.array(values, np.bool_)),
    st.builds(lambda value, count: np.broadcast_to(np.float64(value), count), FLOATS, st.integers(0, 20)),
)
KEY = SetKey("coco", "labels", "labels", None, (), None)


@given(ARRAYS)
@settings(deadline=None)
def test_an_array_comes_back_to_the_bit(values: Any) -> None:
    packer = Packer()
    packed = packer.array(values)
    found = Unpacker(packer.pieces).array(packed)
    assert found.dtype == values.dtype
    assert found.tobytes() == values.tobytes()


@given(st.lists(st.text(st.characters(codec=None)), unique=True))
def test_texts_come_back(texts: list[str]) -> None:
    """Names of files may hold bytes of no encoding, and JSON half a character."""
    packer = Packer()
    packed = packer.texts([*texts, "\udcff", "\0"])
    assert Unpacker(packer.pieces).texts(packed) == (*texts, "\udcff", "\0")


def test_arrays_are_small() -> None:
    """One value for a column of one, and the smallest type else."""
    packer = Packer()
    third = np.arange(10) / 3
    for values in (np.full(1000, np.nan), np.arange(200), np.arange(1000) / 4, np.arange(-9, 9) / 10, third):
        packer.array(values)
    assert [(piece.dtype.str[1:], len(piece)) for piece in packer.pieces] == [
        ("f8", 1), ("u1", 200), ("i2", 1000), ("i1", 18), ("f8", 10),
    ]  # fmt: skip


def keep(tmp_path: Path, tables: Any) -> Entry | None:
    """An entry with these tables, written and read again."""
    count = len(tables.files)
    listing = Listing("/".join(map(str, range(count))), np.arange(4 * count).reshape(-1, 4))
    store = Store(tmp_path / ".boxlint_cache", "1")
    store.write("set", pack_entry(Entry(KEY, listing, frozenset({"box"}), "5", Reading(tables))))
    container = store.read("set")
    assert container
    return unpack_entry(container, KEY)


@pytest.mark.parametrize("format", TEXTS)
@settings(max_examples=30, deadline=None)
@given(data=st.data())
def test_tables_come_back(format: str, data: st.DataObject, tmp_path_factory: pytest.TempPathFactory) -> None:
    texts = data.draw(st.lists(TEXTS[format], min_size=1, max_size=4))
    files = [SourceFile(Path(f"a/{place}"), f"a/{place}", format, text.encode()) for place, text in enumerate(texts)]
    tables = read_files(files, ReadOptions())
    entry = keep(tmp_path_factory.mktemp("cache"), tables)
    assert entry
    assert entry.listing.stamps.tolist() == np.arange(4 * len(files)).reshape(-1, 4).tolist()
    assert_same(tables, entry.reading.tables)


def test_tables_of_coco_come_back(tmp_path: Path) -> None:
    everything = frozenset(SCHEMA) | {f"{table}.{name}" for table, columns in SCHEMA.items() for name in columns}
    annotations = [but(id="a", segmentation=POLYGON), but(keypoints=[1, 2, 2], bbox=[float("nan")] * 4), 5]
    content = str(dataset(*annotations)).replace("'", '"').replace("nan", "NaN").encode()
    tables = read_files([SourceFile(Path("a.json"), "a.json", "coco", content)], ReadOptions(wanted=everything))
    assert len(tables.annotations) == 3
    entry = keep(tmp_path, tables)
    assert entry
    assert_same(tables, entry.reading.tables)


def write_one(path: Path) -> bytes:
    arrays = [np.arange(5000), np.array([1.5]), np.zeros(0), np.array([True, False])]
    path.write_bytes(b"".join(map(bytes, pack("about", arrays))))
    return path.read_bytes()


def test_a_container_that_is_not_whole_is_none(tmp_path: Path) -> None:
    path = tmp_path / "one"
    content = write_one(path)
    found = unpack(path)
    assert found
    assert found.about == "about"
    assert [array.tolist() for array in found.arrays] == [list(range(5000)), [1.5], [], [True, False]]
    for end in (*range(0, 200, 7), len(content) // 2, len(content) - 1):
        path.write_bytes(content[:end])
        assert unpack(path) is None, end
    path.write_bytes(content + bytes(1))
    assert unpack(path) is None


def test_a_container_with_other_bytes_is_none_or_the_same(tmp_path: Path) -> None:
    """Bytes between the arrays mean nothing; with any other changed, there is no container."""
    path = tmp_path / "one"
    content = write_one(path)
    expected = unpack(path)
    assert expected
    same = 0
    for place in (*range(700), *range(700, len(content), 97), *range(len(content) - 200, len(content))):
        changed = bytearray(content)
        changed[place] ^= 0x10
        path.write_bytes(changed)
        found = unpack(path)
        same += found is not None
        if found:
            assert [array.tobytes() for array in found.arrays] == [array.tobytes() for array in expected.arrays]
    assert same < 300
    page = len(content) // 2 // 4096 * 4096
    path.write_bytes(content[:page] + bytes(4096) + content[page + 4096 :])
    assert unpack(path) is None


def test_an_array_of_objects_is_none(tmp_path: Path) -> None:
    """Their bytes would be taken for addresses."""
    path = tmp_path / "one"
    for dtype in ("<i8", "|O", "nonsense", "<M8[s]", "|S8"):
        array = np.arange(4)
        content = b"".join(map(bytes, pack("", [array])))
        head, header = content[:32], content[40 : 40 + int.from_bytes(content[32:40], "little")]
        forged = header.replace(b"<i8", dtype.encode())
        start = head[:16] + blake2b(forged, digest_size=16).digest() + len(forged).to_bytes(8, "little") + forged
        path.write_bytes(start + bytes(-len(start) % 64) + array.tobytes() + bytes(32))
        assert (unpack(path) is None) == (dtype != "<i8"), dtype
    with pytest.raises(FAULTS):
        Unpacker([np.arange(4)]).array(PackedArray("|O", 4, 0, 1))


def test_an_entry_of_something_else_is_none(tmp_path: Path) -> None:
    """Links and codes that lead nowhere, another key, other readers, and texts that are no entry."""
    sets = make_table("file_set", 1, {"path": intern(["a"]), "format": intern(["coco"])})
    file = make_table("file", 1, {"file_set": [0]})
    sound = make_tables(file_sets=sets, files=file)
    assert keep(tmp_path, sound)
    for wrong in (
        make_tables(file_sets=sets, files=make_table("file", 1, {"file_set": [1]})),
        make_tables(file_sets=sets, files=make_table("file", 1, {"file_set": [-2]})),
        make_tables(file_sets=sets, files=make_table("file", 1, {"path": Text(np.array([3], np.int32), ("a",))})),
        make_tables(files=file),
        make_tables(
            file_sets=sets, images=make_table("image", 1, {"id": Keys(np.array([FIRST_TEXT_KEY - 1]), ("a",))})
        ),
    ):
        assert keep(tmp_path, wrong) is None
    ids = make_table("image", 2, {"id": Keys(np.array([FIRST_TEXT_KEY, MISSING_KEY]), ("a",))})
    assert keep(tmp_path, make_tables(file_sets=sets, files=file, images=ids))
    container = Store(tmp_path / ".boxlint_cache", "1").read("set")
    assert container
    assert unpack_entry(container, SetKey("voc", "labels", "labels", None, (), None)) is None
    assert unpack_entry(Container("{}", []), KEY) is None
    assert unpack_entry(Container(container.about, container.arrays[:3]), KEY) is None
    assert unpack_entry(Container(container.about.replace('["', '["x', 1), container.arrays), KEY) is None


def test_a_folder_that_cannot_be_written_is_no_fault(tmp_path: Path) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.write_text("")
    store = Store(in_the_way, "1")
    store.write("one", pack("", []))
    assert store.read("one") is None


@pytest.mark.skipif(not hasattr(os, "symlink") or os.name == "nt", reason="links need a privilege on Windows")
def test_a_link_is_not_followed(tmp_path: Path) -> None:
    """A repository of somebody else must not choose where boxlint writes and deletes."""
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / ".boxlint_cache").symlink_to(tmp_path / "elsewhere")
    store = Store(tmp_path / ".boxlint_cache", "1")
    store.write("one", pack("", []))
    assert list((tmp_path / "elsewhere").iterdir()) == []
    assert store.read("one") is None


@pytest.mark.skipif(not hasattr(os, "symlink") or os.name == "nt", reason="links need a privilege on Windows")
def test_links_below_the_folder_are_not_followed(tmp_path: Path) -> None:
    folder, elsewhere = tmp_path / ".boxlint_cache", tmp_path / "elsewhere"
    folder.mkdir()
    elsewhere.mkdir()
    (folder / "x").symlink_to(elsewhere)
    (folder / ".gitignore").symlink_to(elsewhere / "made")
    for name in ("film.part", "film.entry"):
        (elsewhere / name).write_bytes(b"")
        os.utime(elsewhere / name, (0, 0))
    Store(folder, "1").write("one", pack("", []))
    assert sorted(path.name for path in elsewhere.iterdir()) == ["film.entry", "film.part"]
    assert (folder / "1" / "one.entry").exists()


def test_an_entry_is_for_whom_the_folder_is_for(tmp_path: Path) -> None:
    store = Store(tmp_path / ".boxlint_cache", "1")
    store.write("one", pack("", []))
    plain = tmp_path / "plain"
    plain.write_bytes(b"")
    assert (tmp_path / ".boxlint_cache" / "1" / "one.entry").stat().st_mode == plain.stat().st_mode


@pytest.mark.parametrize("dtype", ["(,)i8", "{'names':['a'],'formats':['i8']}", "O", "nothing", "i99"])
def test_an_odd_type_is_no_array(dtype: str) -> None:
    assert _array(np.zeros(24, np.uint8), _Piece(dtype, 3, 0, "")) is None


def test_the_folder_does_not_grow_without_bound(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Entries of all versions go, those first that were not used for longest; others' files stay."""
    monkeypatch.setattr(store_module, "_MOST", 3000)
    folder = tmp_path / ".boxlint_cache"
    (folder / "0").mkdir(parents=True)
    (folder / "0" / "notes.txt").write_text("kept" * 1000)
    for version, name in (("0", "a"), ("0", "b"), ("1", "c")):
        Store(folder, version).write(name, [bytes(1000)])
        for path in folder.glob(f"{version}/{name}.entry"):
            os.utime(path, ns=(ord(name), ord(name)))
    # which makes it the last that was used, though it is no container
    assert Store(folder, "0").read("a") is None
    os.utime(folder / "0" / "a.entry")
    unfinished = folder / "1" / "x.part"
    unfinished.write_bytes(b"")
    os.utime(unfinished, (0, 0))
    Store(folder, "1").write("d", [bytes(1000)])
    assert sorted(path.name for path in folder.glob("*/*")) == ["a.entry", "c.entry", "d.entry", "notes.txt"]
    Store(folder, "1").write("e", [bytes(4000)])
    assert sorted(path.name for path in folder.glob("*/*")) == ["notes.txt"]


def test_writers_and_readers_at_once(tmp_path: Path) -> None:
    """Whoever reads gets one of the entries whole."""
    store = Store(tmp_path / ".boxlint_cache", "1")
    store.write("one", pack("0", [np.zeros(50_000)]))
    faults: list[object] = []

    def work(number: int) -> None:
        for _ in range(20):
            store.write("one", pack(str(number), [np.full(50_000, float(number))]))
            found = store.read("one")
            if found is None or (found.arrays[0] != float(found.about)).any():
                faults.append(found)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not faults
    assert not list(tmp_path.rglob("*.part"))


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no kill signal")
def test_killed_while_writing(tmp_path: Path) -> None:
    """The entry that was there stays."""
    store = Store(tmp_path / ".boxlint_cache", "1")
    store.write("one", pack("old", []))
    program = (
        "import os, signal, sys\n"
        "from pathlib import Path\n"
        "from boxlint.cache.store import Store\n"
        "def content():\n"
        "    yield b'boxlint cache 1\\n' * 100_000\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
        "Store(Path(sys.argv[1]), '1').write('one', content())\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent)}
    killed = subprocess.run([sys.executable, "-c", program, store.folder], check=False, env=environment)
    assert killed.returncode == -9
    found = store.read("one")
    assert found
    assert found.about == "old"
    assert len(list(tmp_path.rglob("*.part"))) == 1
