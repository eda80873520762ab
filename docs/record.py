"""Runs the commands and sessions that the pages show, and writes what they print: `python -m docs.record`.

Look at the difference before committing it: it is what users will see change.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from code import InteractiveInterpreter
from contextlib import chdir, redirect_stdout
from doctest import DocTestParser
from io import StringIO
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parent.parent
PAGES: Final = ("README.md", "CONTRIBUTING.md", *sorted(f"docs/{page.name}" for page in ROOT.glob("docs/*.md")))


def fence(language: str) -> re.Pattern[str]:
    """Fenced blocks in a language; group 1 is what is inside."""
    return re.compile(rf"^```{language}\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def page_text(page: str) -> str:
    """The text of a page of the project."""
    return (ROOT / page).read_text(encoding="utf-8")


def run(command: str, folder: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """A boxlint command as it stands in a page, a comment behind it allowed, run by this Python on this checkout."""
    program, *arguments = shlex.split(command, comments=True)
    if program != "boxlint":
        raise ValueError(f"{command}: expected a boxlint command")
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "NO_COLOR": "1"}
    return subprocess.run(  # noqa: S603
        [sys.executable, "-m", "boxlint", *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def commands(block: str) -> list[tuple[str, str]]:
    """The commands of a console block, each with the output that the page shows."""
    parts = re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]
    return [(part.partition("\n")[0], part.partition("\n")[2]) for part in parts]


def timeless(text: str) -> str:
    """Output without the time that the run took."""
    return re.sub(r"\b\d+\.\d+ s\b", "… s", text).strip()


def recorded(page: str) -> str:
    """A page with the output of its commands and sessions as it is now."""
    text = fence("console").sub(_console, (ROOT / page).read_text(encoding="utf-8"))
    interpreter = InteractiveInterpreter()
    return fence("pycon").sub(lambda match: _session(match[1], interpreter), text)


def _console(match: re.Match[str]) -> str:
    shown = []
    for command, output in commands(match[1]):
        done = run(command)
        printed = (done.stdout + done.stderr).strip()
        if done.returncode not in (0, 1):
            raise RuntimeError(f"{command}: {printed}")
        # the time alone is no reason to change a page
        shown.append(f"$ {command}\n{output.strip() if timeless(output) == timeless(printed) else printed}\n")
    return f"```console\n{''.join(shown)}```"


def _session(block: str, interpreter: InteractiveInterpreter) -> str:
    shown = []
    for example in DocTestParser().get_examples(block):
        first, *rest = example.source.splitlines()
        printed = StringIO()
        if not example.exc_msg:
            with redirect_stdout(printed), chdir(ROOT):
                interpreter.runsource(example.source, symbol="single")
        shown += [
            f">>> {first}\n",
            *(f"... {line}\n" for line in rest),
            example.want if example.exc_msg else printed.getvalue(),
        ]
    return f"```pycon\n{''.join(shown)}```"


if __name__ == "__main__":
    for page in PAGES:
        text = recorded(page)
        if text != (ROOT / page).read_text(encoding="utf-8"):
            (ROOT / page).write_text(text, encoding="utf-8", newline="\n")
            print(f"{page} written")
