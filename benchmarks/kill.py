"""Kill a fixing command at random moments, and look whether every file is the old or the new one."""

from __future__ import annotations

import hashlib
import os
import random
import shlex
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

COMMAND: Final = f"{shlex.quote(sys.executable)} -m boxlint fix {{path}} --unsafe-fixes --drop-invalid"
_POLL: Final = 0.002
_MARGIN: Final = 0.05

Digests = dict[str, str]
"""Path below the dataset → SHA-256 of the content."""


@dataclass(slots=True)
class Timing:
    """A completed run, in seconds from its start: its end, and when it was first and last seen writing."""

    end: float
    first_seen: float
    last_seen: float

    def moments(self, count: int, seed: int) -> Iterator[float]:
        """Random moments: every second one anywhere in the run, the others while it writes, as far as is known."""
        generator = random.Random(seed)
        margin = _MARGIN * self.end
        for number in range(count):
            if number % 2:
                yield generator.uniform(max(self.first_seen - margin, 0), self.last_seen + margin)
            else:
                yield generator.uniform(0, self.end)


@dataclass(slots=True)
class Tally:
    """What was found after the kills, told by the files alone, not by the time of the kill.

    `before`: nothing was changed yet; `after`: everything was; `during`: all else. `torn` names the files that were
    neither old nor new, `strays` what a last, completed run left behind, `wrong` the files that it did not make new.
    """

    files: int
    changed: int
    before: int = 0
    during: int = 0
    after: int = 0
    left_temporary: int = 0
    torn: list[str] = field(default_factory=list)
    strays: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def add(self, old: Digests, new: Digests, found: Digests, *, has_strays: bool) -> None:
        """Count one kill: `found` is what it left, among it files that are neither of the old nor of the new ones."""
        self.left_temporary += has_strays
        self.torn += [name for name in old if found.get(name) not in (old[name], new.get(name))]
        is_new = [found.get(name) == new.get(name) for name in old if new.get(name) != old[name]]
        if has_strays or len(set(is_new)) > 1:
            self.during += 1
        elif is_new[0]:
            self.after += 1
        else:
            self.before += 1

    @property
    def is_sound(self) -> bool:
        """Whether all files were whole at all times, and a completed run tidied up."""
        return not (self.torn or self.strays or self.wrong)

    def as_text(self) -> str:
        """The counts as Markdown, and the names of what is wrong."""
        return "\n".join([
            f"{self.before + self.during + self.after} kills; {self.files:,} files, {self.changed:,} of them changed",
            "",
            "| kills before the writing | during | after | that left a temporary file | files neither old nor new |",
            "|---|---|---|---|---|",
            f"| {self.before} | {self.during} | {self.after} | {self.left_temporary} | {len(self.torn)} |",
            "",
            f"after a last, completed run: {len(self.wrong)} files not as they should be, {len(self.strays)} left over",
            *(f"neither old nor new: {name}" for name in self.torn),
            *(f"not as it should be: {name}" for name in self.wrong),
            *(f"left over: {name}" for name in self.strays),
        ])  # fmt: skip


def kill_often(path: Path, command: str, kills: int, seed: int = 918, scratch: Path | None = None) -> Tally:
    """Run a command on a copy of a file or folder and kill it (SIGKILL, with its children) at random moments.

    `{path}` in the command is the copy, which lies under `scratch` (the system's temporary folder if None). What is
    new is told by completed runs; raises ValueError where two of them differ, or change nothing.
    """
    sources = {path.name: path} if path.is_file() else {_name(file, path): file for file in _files(path)}
    with TemporaryDirectory(dir=scratch) as folder:
        work = Path(folder, "dataset")
        place = str(work / path.name if path.is_file() else work)
        words = [word.replace("{path}", place) for word in shlex.split(command)]
        _restore(sources, work)
        old = _digests(work)
        _complete(words, work, old)
        new = _digests(work)
        changed = [name for name in old if new.get(name) != old[name]]
        if not changed:
            raise ValueError(f"the command changes nothing: {shlex.join(words)}")
        _restore({name: sources[name] for name in changed}, work)
        # the second run finds warm caches, as those that are killed will
        timing = _complete(words, work, old)
        if _digests(work) != new:
            raise ValueError(f"two completed runs of the command differ: {shlex.join(words)}")
        tally = Tally(len(old), len(changed))
        found = new
        for moment in timing.moments(kills, seed):
            _restore({name: sources[name] for name in old if found.get(name) != old[name]}, work)
            earlier = found.keys()
            _kill(words, moment)
            found = _digests(work)
            tally.add(old, new, found, has_strays=bool(found.keys() - earlier - old.keys() - new.keys()))
        _restore({name: sources[name] for name in old if found.get(name) != old[name]}, work)
        _complete(words, work, old)
        last = _digests(work)
    tally.strays = sorted(last.keys() - new.keys())
    tally.wrong = sorted(name for name in new if last.get(name) != new[name])
    return tally


def _complete(words: list[str], work: Path, old: Digests) -> Timing:
    """Let a run come to its end, and see when it writes: by files that come and go, and by the times that files get."""
    start = time.time()
    seen = []
    with _started(words) as process:
        while process.poll() is None:
            if sum(len(names) for _, _, names in os.walk(work)) > len(old):
                seen.append(time.time() - start)
            time.sleep(_POLL)
    end = time.time() - start
    seen += [moment for file in _files(work) if (moment := file.stat().st_mtime - start) > 0]
    return Timing(end, min(seen, default=0), max(seen, default=end))


def _kill(words: list[str], moment: float) -> None:
    """Start a run and kill it, with its children, after so many seconds."""
    with _started(words) as process:
        time.sleep(moment)
        if sys.platform == "win32":
            process.kill()
        elif process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)


def _started(words: list[str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)


def _restore(sources: dict[str, Path], work: Path) -> None:
    """Copy files to their names below `work`; only their content, for datasets may be read-only."""
    for name, source in sources.items():
        place = work / name
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, place)


def _digests(folder: Path) -> Digests:
    digests = {}
    for file in _files(folder):
        with file.open("rb") as content:
            digests[_name(file, folder)] = hashlib.file_digest(content, "sha256").hexdigest()
    return digests


def _files(folder: Path) -> list[Path]:
    return [Path(base, name) for base, _, names in os.walk(folder) for name in names]


def _name(file: Path, folder: Path) -> str:
    return file.relative_to(folder).as_posix()
