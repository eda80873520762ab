"""A file is the old one or the new one, whatever happens, and nothing else is left behind."""

from __future__ import annotations

import errno
import hashlib
import os
import random
import stat as modes
import subprocess
import sys
import tempfile
import threading
import time
import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType, SimpleNamespace
from typing import Any

import pytest

from boxlint.edits import Edit, leftovers, pieces, replacing, stamps, swapping
from boxlint.edits.leftovers import remove_leftovers, temporary_name
from boxlint.edits.replacing import ReplaceError, delete_file, replace_file, write_copy
from boxlint.edits.stamps import stamp

OLD = b'{"area": 0}'
NEW = b'{"area": 12.5}'
EDITS = [Edit(9, 10, b"12.5")]

on_posix = pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes, links, locks or signals")
as_root = pytest.mark.skipif(os.name == "nt" or os.geteuid() != 0, reason="only root may")
on_linux = pytest.mark.skipif(sys.platform != "linux", reason="told by what only Linux shows")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A file to be edited, alone in its folder."""
    folder = tmp_path / "labels"
    folder.mkdir()
    path = folder / "train.json"
    path.write_bytes(OLD)
    return path


def refused(path: Path, reason: str, ask: Callable[[], None] | None = None) -> None:
    """Replacing is refused for a reason, and leaves no temporary file."""
    before = sorted(os.listdir(path.parent))
    with pytest.raises(ReplaceError, match=reason) as caught:
        (ask or (lambda: replace_file(path, EDITS, stamp(path))))()
    assert caught.value.path == path
    assert str(caught.value) == f"{path} {caught.value.reason}"
    assert sorted(os.listdir(path.parent)) == before


def during(monkeypatch: pytest.MonkeyPatch, act: Callable[[], object]) -> None:
    """Have something happen while the new content is written, once."""
    waiting = [act]

    def acting(content: Any, edits: list[Edit]) -> Iterator[bytes]:
        for piece in pieces(content, edits):
            yield piece
            if waiting:
                waiting.pop()()

    monkeypatch.setattr(swapping, "pieces", acting)


def test_edits_are_applied_and_the_time_is_new(path: Path) -> None:
    os.utime(path, (1, 1))
    begun = time.time()
    replace_file(path, EDITS, stamp(path))
    assert path.read_bytes() == NEW
    assert os.listdir(path.parent) == [path.name]
    assert path.stat().st_mtime >= begun - 2


def test_all_is_written_when_the_file_is_replaced(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    replace, sizes = os.replace, []

    def replacing_now(source: str, target: str) -> None:
        sizes.append(os.path.getsize(source))
        replace(source, target)

    monkeypatch.setattr(os, "replace", replacing_now)
    replace_file(path, EDITS, stamp(path))
    assert sizes == [len(NEW)]


def test_without_edits_nothing_is_written(path: Path) -> None:
    before = stamp(path)
    replace_file(path, [], before)
    assert stamp(path) == before


def test_a_file_replaced_twice_takes_two_stamps(path: Path) -> None:
    first = stamp(path)
    replace_file(path, EDITS, first)
    second = stamp(path)
    refused(path, "has changed since it was read", lambda: replace_file(path, EDITS, first))
    replace_file(path, [Edit(9, 13, b"0")], second)
    assert path.read_bytes() == OLD


@on_posix
@pytest.mark.parametrize("mode", [0o644, 0o600, 0o666, 0o755, 0o2664], ids=oct)
def test_the_mode_is_kept(path: Path, mode: int) -> None:
    path.chmod(mode)
    replace_file(path, EDITS, stamp(path))
    assert modes.S_IMODE(path.stat().st_mode) == mode


@as_root
def test_the_owner_is_kept(path: Path) -> None:
    os.chown(path, 1234, 2345)
    path.chmod(0o2640)
    replace_file(path, EDITS, stamp(path))
    found = path.stat()
    assert (found.st_uid, found.st_gid, modes.S_IMODE(found.st_mode)) == (1234, 2345, 0o2640)


@as_root
def test_who_may_not_give_files_away_keeps_the_group_where_possible() -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o777)
        for group, kept in [(2345, 2345), (3456, 65534)]:
            path = Path(folder, f"{group}.json")
            path.write_bytes(OLD)
            os.chown(path, 1234, group)
            path.chmod(0o666)
            groups = os.getgroups()
            os.setgroups([2345])
            os.setegid(65534)
            os.seteuid(65534)
            try:
                replace_file(path, EDITS, stamp(path))
            finally:
                os.seteuid(0)
                os.setegid(0)
                os.setgroups(groups)
            found = path.stat()
            assert (found.st_uid, found.st_gid, modes.S_IMODE(found.st_mode)) == (65534, kept, 0o666)


@on_linux
def test_extended_attributes_are_kept(path: Path) -> None:
    try:
        os.setxattr(path, "user.origin", b"camera 3")
    except OSError as error:
        pytest.skip(f"no extended attributes here: {error}")
    replace_file(path, EDITS, stamp(path))
    assert os.getxattr(path, "user.origin") == b"camera 3"


@on_posix
@pytest.mark.parametrize("kind", ["absolute", "relative", "chain", "folder"])
def test_the_target_of_a_link_is_edited_and_the_link_kept(path: Path, tmp_path: Path, kind: str) -> None:
    (tmp_path / "links").mkdir()
    link = tmp_path / "links" / "link.json"
    if kind == "folder":
        (tmp_path / "links" / "labels").symlink_to("../labels")
        link = tmp_path / "links" / "labels" / path.name
    elif kind == "chain":
        (tmp_path / "links" / "middle.json").symlink_to(path)
        link.symlink_to("middle.json")
    else:
        link.symlink_to(path if kind == "absolute" else "../labels/train.json")
    leads_to = {entry: os.readlink(entry) for entry in (tmp_path / "links").iterdir()}
    replace_file(link, EDITS, stamp(link))
    assert path.read_bytes() == NEW
    assert not path.is_symlink()
    assert {entry: os.readlink(entry) for entry in (tmp_path / "links").iterdir()} == leads_to
    assert os.listdir(path.parent) == [path.name]


@on_posix
def test_links_that_lead_elsewhere_by_now_or_nowhere_are_refused(path: Path, tmp_path: Path) -> None:
    other, link = tmp_path / "other.json", tmp_path / "link.json"
    other.write_bytes(OLD)
    link.symlink_to(path)
    read = stamp(link)
    link.unlink()
    link.symlink_to(other)
    refused(link, "has changed since it was read", lambda: replace_file(link, EDITS, read))
    link.unlink()
    link.symlink_to("nowhere.json")
    refused(link, "is gone since it was read", lambda: replace_file(link, EDITS, read))
    link.unlink()
    link.symlink_to("link.json")
    refused(link, "cannot be written: Too many levels", lambda: replace_file(link, EDITS, read))
    assert path.read_bytes() == other.read_bytes() == OLD


@on_posix
def test_other_names_of_a_hard_link_keep_the_old_content(path: Path, tmp_path: Path) -> None:
    os.link(path, tmp_path / "snapshot.json")
    replace_file(path, EDITS, stamp(path))
    assert (path.read_bytes(), (tmp_path / "snapshot.json").read_bytes()) == (NEW, OLD)
    assert path.stat().st_nlink == 1


@pytest.mark.parametrize("mode", [0o444, 0o400, 0o555], ids=oct)
def test_read_only_files_are_refused_for_root_too(path: Path, mode: int) -> None:
    path.chmod(mode)
    before = stamp(path)
    refused(path, "is read-only and is left as it is; make it writable")
    assert stamp(path) == before
    path.chmod(0o644)


def test_a_file_that_only_others_may_write_is_refused(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda place, mode: Path(place) != path.resolve())
    refused(path, "is read-only")
    assert path.read_bytes() == OLD


def test_a_folder_that_nobody_may_write_into_is_named(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda place, mode: Path(place) == path.resolve())
    refused(path, "is in a folder that is read-only; make the folder writable")
    assert path.read_bytes() == OLD


def appended(path: Path) -> None:
    """A byte more, at the same time."""
    found = path.stat()
    path.write_bytes(path.read_bytes() + b"\n")
    os.utime(path, ns=(found.st_atime_ns, found.st_mtime_ns))


def rewritten(path: Path) -> None:
    """Other bytes of the same size, at another time."""
    found = path.stat()
    path.write_bytes(path.read_bytes().swapcase())
    os.utime(path, ns=(found.st_atime_ns, found.st_mtime_ns + 1_000_000))


def swapped(path: Path) -> None:
    """Another file of the same size and time."""
    found = path.stat()
    other = path.with_name("other")
    other.write_bytes(path.read_bytes().swapcase())
    os.utime(other, ns=(found.st_atime_ns, found.st_mtime_ns))
    os.replace(other, path)


CHANGES = pytest.mark.parametrize("change", [appended, rewritten, swapped], ids=lambda change: change.__name__)


@CHANGES
def test_a_file_that_changed_before_the_writing_is_refused(path: Path, change: Callable[[Path], None]) -> None:
    read = stamp(path)
    change(path)
    content = path.read_bytes()
    refused(path, "has changed since it was read .*; run boxlint fix again", lambda: replace_file(path, EDITS, read))
    assert path.read_bytes() == content


@on_posix
@CHANGES
def test_a_file_that_changes_during_the_writing_is_refused(
    path: Path, change: Callable[[Path], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    during(monkeypatch, lambda: change(path))
    refused(path, "has changed since it was read")
    assert path.read_bytes() not in (OLD, NEW)


@on_posix
@pytest.mark.parametrize("size", [0, 5])
def test_a_file_that_shrinks_just_before_it_is_read_is_refused(
    path: Path, size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its edits lie outside of what is left, which is no mistake of who asked for them."""

    def shrinking(content: Any, edits: list[Edit]) -> Iterator[bytes]:
        os.truncate(path, size)
        return pieces(content, edits)

    monkeypatch.setattr(swapping, "pieces", shrinking)
    refused(path, "has changed since it was read")


@pytest.mark.parametrize("bad", [[Edit(9, 12, b"")], [Edit(2, 4, b""), Edit(3, 5, b"")]], ids=["outside", "overlap"])
def test_edits_that_cannot_be_applied_change_nothing(path: Path, bad: list[Edit]) -> None:
    with pytest.raises(ValueError, match="edits"):
        replace_file(path, bad, stamp(path))
    assert path.read_bytes() == OLD
    assert os.listdir(path.parent) == [path.name]


def test_a_file_that_is_gone_is_not_made_again(path: Path) -> None:
    read = stamp(path)
    path.unlink()
    refused(path, "is gone since it was read", lambda: replace_file(path, EDITS, read))
    assert not path.exists()


@pytest.mark.parametrize("call", ["fsync", "replace", "utime"])
def test_what_the_system_refuses_is_said_in_its_words(path: Path, call: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, call, fail)
        refused(path, "cannot be written: No space left on device; nothing was changed")
    assert path.read_bytes() == OLD


GROW = """
import sys
from pathlib import Path
from boxlint.edits import Edit
from boxlint.edits.replacing import ReplaceError, replace_file
from boxlint.edits.stamps import stamp
path = Path(sys.argv[1])
if len(sys.argv) > 2:
    import resource
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), int(sys.argv[2])))
try:
    replace_file(path, [Edit(0, 0, bytes(2_000_000))], stamp(path))
except ReplaceError as error:
    sys.exit(str(error))
"""


def grow(path: Path, *limit: str) -> str:
    run = subprocess.run(
        [sys.executable, "-c", GROW, str(path), *limit], check=False, capture_output=True, text=True, timeout=60
    )
    assert run.returncode == 1
    return run.stderr.strip()


@on_posix
def test_a_file_that_may_not_grow_is_left_as_it_is(path: Path) -> None:
    reason = os.strerror(errno.EFBIG)
    assert grow(path, "1000000") == f"{path} cannot be written: {reason}; nothing was changed"
    assert path.read_bytes() == OLD
    assert os.listdir(path.parent) == [path.name]


@on_linux
@as_root
def test_a_full_disk_leaves_the_file_as_it_is(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mounting = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(disk)]
    try:
        subprocess.run(mounting, check=True, capture_output=True, timeout=60)
    except (OSError, subprocess.SubprocessError) as error:
        pytest.skip(f"nothing can be mounted here: {error}")
    try:
        path = disk / "train.json"
        path.write_bytes(OLD)
        assert grow(path) == f"{path} cannot be written: No space left on device; nothing was changed"
        assert path.read_bytes() == OLD
        assert os.listdir(disk) == [path.name]
    finally:
        subprocess.run(["umount", str(disk)], check=True, timeout=60)


@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")
def test_an_interrupt_anywhere_leaves_the_old_or_the_new_file(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C at every single instruction of ours, one after another."""
    ours = {module.__file__ for module in (replacing, stamps, swapping, leftovers)}
    monkeypatch.setattr(os, "fsync", lambda _: None)
    point = count = 0

    def trace(frame: FrameType, event: str, _: object) -> Any:
        nonlocal count
        if frame.f_code.co_filename not in ours:
            return None
        frame.f_trace_opcodes = True
        count += event in ("line", "opcode")
        if count == point:
            raise KeyboardInterrupt
        return trace

    seen = set()
    was_interrupted = True
    while was_interrupted:
        path.write_bytes(OLD)
        read = stamp(path)
        point, count, was_interrupted = point + 1, 0, False
        previous = sys.gettrace()
        sys.settrace(trace)
        try:
            replace_file(path, EDITS, read)
        except KeyboardInterrupt:
            was_interrupted = True
        finally:
            sys.settrace(previous)
        seen.add(path.read_bytes())
        assert os.listdir(path.parent) == [path.name], f"after an interrupt at instruction {point}"
    assert point > 200
    assert seen == {OLD, NEW}


def test_an_interrupt_amid_the_writing_leaves_the_old_file(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt() -> None:
        assert len(os.listdir(path.parent)) == 2
        raise KeyboardInterrupt

    during(monkeypatch, interrupt)
    with pytest.raises(KeyboardInterrupt):
        replace_file(path, EDITS, stamp(path))
    assert path.read_bytes() == OLD
    assert os.listdir(path.parent) == [path.name]


LONG_NAMES = ["a" * 245 + ".json", "é" * 122 + ".json", "標" * 81 + ".json", "é" + "標" * 80 + ".json"]


@pytest.mark.parametrize("name", LONG_NAMES, ids=range(4))
def test_long_names_have_temporary_files_too(tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / name
    try:
        path.write_bytes(OLD)
    except OSError as error:
        pytest.skip(f"no file can be called that here: {error}")
    made: list[str] = []
    during(monkeypatch, lambda: made.extend(set(os.listdir(tmp_path)) - {name}))
    replace_file(path, EDITS, stamp(path))
    assert path.read_bytes() == NEW
    assert len(made) == 1
    assert len(os.fsencode(made[0])) <= 255
    made[0].encode("utf-8")
    assert made[0].startswith(f".{name[:30]}")
    # it is known again as ours
    (tmp_path / made[0]).touch()
    assert remove_leftovers(tmp_path) == [tmp_path / made[0]]


@on_linux
def test_names_that_are_no_text_have_temporary_files_too(tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff\xfe"))
    path.write_bytes(OLD)
    replace_file(path, EDITS, stamp(path))
    assert path.read_bytes() == NEW
    left = Path(temporary_name(str(path)))
    left.touch()
    assert remove_leftovers(tmp_path) == [left]


WRITE_FOR_EVER = """
import sys, time
from pathlib import Path
from boxlint.edits import replacing, stamps, swapping
from boxlint.edits import Edit
def pieces(source, edits):
    yield b"half of it"
    print("writing", flush=True)
    time.sleep(60)
swapping.pieces = pieces
path = Path(sys.argv[1])
replacing.replace_file(path, [Edit(0, 1, b"")], stamps.stamp(path))
"""


@on_posix
def test_leftovers_of_killed_runs_go_and_the_work_of_live_ones_stays(path: Path) -> None:
    command = [sys.executable, "-c", WRITE_FOR_EVER, str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as run:
        try:
            assert run.stdout is not None
            assert run.stdout.readline() == b"writing\n"
            (temporary,) = set(path.parent.iterdir()) - {path}
            assert remove_leftovers(path.parent) == []
            assert temporary.exists()
            refused(path, "is being written by another run and is left to it; run boxlint fix again")
        finally:
            run.kill()
    assert temporary.exists()
    assert remove_leftovers(path.parent) == [temporary]
    assert os.listdir(path.parent) == [path.name]
    assert path.read_bytes() == OLD
    replace_file(path, EDITS, stamp(path))
    assert path.read_bytes() == NEW


def test_names_that_only_resemble_those_of_leftovers_stay(tmp_path: Path) -> None:
    genuine = ".train.json.boxlint-0123456789abcdef.tmp"
    for name in [
        "train.json",
        ".train.json.tmp",
        "train.json.boxlint-0123456789abcdef.tmp",
        ".train.json.boxlint-0123456789abcde.tmp",
        ".train.json.boxlint-0123456789abcdef0.tmp",
        ".train.json.boxlint-0123456789abcdeg.tmp",
        ".train.json.boxlint-0123456789abcdef.tmp.json",
        ".train.json.boxlint-0123456789abcdef.json",
        ".train.json.boxlint-.tmp",
        ".boxlint-0123456789abcdef.tmp",
    ]:
        (tmp_path / name).touch()
    (tmp_path / ".folder.boxlint-0123456789abcdef.tmp").mkdir()
    (tmp_path / "below").mkdir()
    (tmp_path / "below" / genuine).touch()
    if os.name != "nt":
        (tmp_path / ".link.boxlint-0123456789abcdef.tmp").symlink_to("train.json")
        os.mkfifo(tmp_path / ".pipe.boxlint-0123456789abcdef.tmp")
    before = set(os.listdir(tmp_path))
    (tmp_path / genuine).touch()
    assert remove_leftovers(tmp_path) == [tmp_path / genuine]
    assert set(os.listdir(tmp_path)) == before
    assert remove_leftovers(tmp_path / "nowhere") == []


@on_posix
def test_where_files_cannot_be_locked_writing_works_and_leftovers_stay(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import fcntl

    def fail(*_: object) -> None:
        raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))

    monkeypatch.setattr(fcntl, "flock", fail)
    replace_file(path, EDITS, stamp(path))
    assert path.read_bytes() == NEW
    left = Path(temporary_name(str(path)))
    left.touch()
    assert remove_leftovers(path.parent) == []
    assert left.exists()


@on_posix
def test_a_temporary_file_taken_for_a_leftover_is_made_again(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another run cleans up between the making of the file and its lock: it holds the lock, or has deleted the file."""
    lost: list[str] = []

    def lock(file: Any) -> bool:
        if file.name.endswith(".tmp") and len(lost) < 2:
            lost.append(file.name)
            if len(lost) == 1:
                return False
            os.unlink(file.name)
        return leftovers.lock(file)

    monkeypatch.setattr(swapping, "lock", lock)
    replace_file(path, EDITS, stamp(path))
    assert len(set(lost)) == 2
    assert path.read_bytes() == NEW
    assert os.listdir(path.parent) == [path.name]


@on_posix
def test_runs_at_the_same_time_lose_no_work(path: Path) -> None:
    """Each adds 1 to a number as often as it can: every replacement that went through is in it."""
    body = b" " * 100_000
    path.write_bytes(b"00000000" + body)
    done: list[int] = []
    refusals: list[str] = []

    def count() -> None:
        for _ in range(150):
            try:
                read = stamp(path)
                number = int(path.read_bytes()[:8])
                replace_file(path, [Edit(0, 8, b"%08d" % (number + 1))], read)
                done.append(number)
            except ReplaceError as error:
                refusals.append(error.reason)

    threads = [threading.Thread(target=count) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert path.read_bytes() == b"%08d" % len(done) + body
    assert sorted(done) == list(range(len(done)))
    assert len(done) + len(refusals) == 600
    assert all("run boxlint fix again" in reason for reason in refusals)
    assert os.listdir(path.parent) == [path.name]


def test_memory_stays_flat(tmp_path: Path) -> None:
    path = tmp_path / "large.json"
    size = 96 << 20
    with path.open("wb") as file:
        file.truncate(size)
    edits = [Edit(place, place + 1, b"xy") for place in range(0, size, size // 1000)]
    tracemalloc.start()
    try:
        replace_file(path, edits, stamp(path))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert path.stat().st_size == size + len(edits)
    assert peak < 24 << 20


def open_files() -> set[str]:
    """What this process has open."""
    found = set()
    for number in os.listdir("/proc/self/fd"):
        try:
            found.add(os.readlink(f"/proc/self/fd/{number}"))
        except OSError:
            continue
    return found


@on_linux
def test_on_windows_nothing_is_open_when_the_file_is_replaced(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And what a virus scanner holds for a moment is tried again, but not over a file that has changed meanwhile."""
    monkeypatch.setattr(swapping, "sys", SimpleNamespace(platform="win32"))
    monkeypatch.setattr(leftovers, "_take_lock", lambda _: True)
    replace, tried = os.replace, []

    def held(source: str, target: str) -> None:
        assert not open_files() & {source, target}
        tried.append(source)
        if len(tried) % 3:
            raise PermissionError(errno.EACCES, "Access is denied")
        replace(source, target)

    monkeypatch.setattr(os, "replace", held)
    replace_file(path, EDITS, stamp(path))
    assert len(tried) == 3
    assert path.read_bytes() == NEW
    monkeypatch.setattr(swapping, "time", SimpleNamespace(sleep=lambda _: appended(path), time_ns=time.time_ns))
    refused(path, "has changed since it was read")
    assert len(tried) == 4
    monkeypatch.setattr(swapping, "_PAUSES", ())
    refused(path, "cannot be written: Access is denied")
    assert path.read_bytes() == NEW + b"\n"


def test_a_copy_is_written_and_its_source_left_alone(path: Path, tmp_path: Path) -> None:
    target = tmp_path / "fixed" / "deep" / "train.json"
    before = stamp(path)
    write_copy(path, target, EDITS, before)
    assert (target.read_bytes(), path.read_bytes()) == (NEW, OLD)
    assert stamp(path) == before
    assert os.listdir(target.parent) == [target.name]
    write_copy(path, target, [])
    assert target.read_bytes() == OLD


@on_posix
@pytest.mark.parametrize(("mode", "copied"), [(0o644, 0o644), (0o600, 0o600), (0o444, 0o644), (0o666, 0o644)])
def test_a_copy_has_the_mode_that_cp_gives_and_can_be_written(path: Path, mode: int, copied: int) -> None:
    path.chmod(mode)
    before = os.umask(0o022)
    try:
        write_copy(path, path.with_name("copy.json"), EDITS)
    finally:
        os.umask(before)
    assert modes.S_IMODE(path.with_name("copy.json").stat().st_mode) == copied


@on_posix
def test_a_copy_over_a_file_keeps_that_files_mode_and_links(path: Path, tmp_path: Path) -> None:
    target, link = tmp_path / "target.json", tmp_path / "link.json"
    target.write_bytes(b"before")
    target.chmod(0o660)
    link.symlink_to(target)
    write_copy(path, link, EDITS)
    assert link.is_symlink()
    assert target.read_bytes() == NEW
    assert modes.S_IMODE(target.stat().st_mode) == 0o660
    target.chmod(0o440)
    refused(link, "is read-only", lambda: write_copy(path, link, []))
    assert target.read_bytes() == NEW


@on_posix
def test_a_copy_replaces_no_pipe_or_device(path: Path) -> None:
    pipe = path.with_name("pipe")
    os.mkfifo(pipe)
    refused(pipe, "is no regular file", lambda: write_copy(path, pipe, EDITS))
    assert pipe.is_fifo()


def test_a_copy_of_a_file_that_changed_is_refused(path: Path, tmp_path: Path) -> None:
    target = tmp_path / "copy.json"
    read = stamp(path)
    appended(path)
    refused(path, "has changed since it was read", lambda: write_copy(path, target, EDITS, read))
    assert not target.exists()


@pytest.mark.parametrize("is_there", [True, False])
def test_a_copy_that_cannot_be_finished_leaves_what_was_there(
    path: Path, tmp_path: Path, is_there: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "copy.json"
    if is_there:
        target.write_bytes(b"before")

    def fail() -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    during(monkeypatch, fail)
    refused(target, "cannot be written from .*: No space left on device", lambda: write_copy(path, target, EDITS))
    assert (target.read_bytes() if is_there else None) == (b"before" if is_there else None)


def test_a_file_is_deleted_only_as_it_was_read(path: Path) -> None:
    read = stamp(path)
    rewritten(path)
    refused(path, "has changed since it was read", lambda: delete_file(path, read))
    path.chmod(0o444)
    refused(path, "is read-only", lambda: delete_file(path, stamp(path)))
    path.chmod(0o644)
    delete_file(path, stamp(path))
    assert os.listdir(path.parent) == []
    refused(path, "is gone since it was read", lambda: delete_file(path, read))


@on_posix
def test_a_link_is_not_deleted(tmp_path: Path) -> None:
    """What it leads to would keep the labels, and nobody would know."""
    target, link = tmp_path / "target.xml", tmp_path / "link.xml"
    target.write_bytes(b"old")
    link.symlink_to(target)
    with pytest.raises(ReplaceError, match="symbolic link"):
        delete_file(link, stamp(link))
    assert link.is_symlink()
    assert target.read_bytes() == b"old"


def test_what_cannot_be_deleted_is_said(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: object) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "unlink", fail)
    refused(path, "cannot be deleted: Operation not permitted", lambda: delete_file(path, stamp(path)))


TOGGLE = """
import itertools, sys
from pathlib import Path
from boxlint.edits import Edit
from boxlint.edits.replacing import replace_file
from boxlint.edits.stamps import stamp
paths = sorted(Path(sys.argv[1]).glob("*.json"))
print("ready", flush=True)
for path in itertools.cycle(paths):
    read = stamp(path)
    old, new = (b"old", b"newer") if path.read_bytes().startswith(b"old") else (b"newer", b"old")
    step = len(old) + 1000
    replace_file(path, [Edit(place, place + len(old), new) for place in range(0, read.size, step)], read)
"""


@on_posix
def test_every_file_of_a_killed_run_is_the_old_or_the_new_one(tmp_path: Path) -> None:
    """15 runs over many small files and a large one, each killed at a random moment."""
    random_moments = random.Random(918)
    lengths = {f"{number:03}.json": 3 for number in range(150)} | {"large.json": 8000}
    known: dict[str, set[str]] = {}
    for name, length in lengths.items():
        old, new = ((word + bytes(1000)) * length for word in (b"old", b"newer"))
        (tmp_path / name).write_bytes(old)
        known[name] = {hashlib.sha256(content).hexdigest() for content in (old, new)}
    caught_writing = 0
    for _ in range(15):
        with subprocess.Popen([sys.executable, "-c", TOGGLE, str(tmp_path)], stdout=subprocess.PIPE) as run:
            assert run.stdout is not None
            assert run.stdout.readline() == b"ready\n"
            time.sleep(random_moments.uniform(0, 0.2))
            assert run.poll() is None
            run.kill()
        for name, digests in known.items():
            assert hashlib.sha256((tmp_path / name).read_bytes()).hexdigest() in digests, name
        caught_writing += len(os.listdir(tmp_path)) > len(known)
        assert len(remove_leftovers(tmp_path)) <= 1
        assert sorted(os.listdir(tmp_path)) == sorted(known)
    assert caught_writing > 0
