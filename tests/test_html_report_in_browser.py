"""The HTML report in a real Chromium: it sorts, filters and darkens, and neither fails nor asks for anything."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import re
import shutil
import subprocess
from collections.abc import Callable
from html import unescape
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import pytest

import boxlint
from boxlint.reports.html import Layout, write
from boxlint.reports.values import printable
from boxlint.settings import Settings
from tests.hostile_dataset import HOSTILE, write_hostile

BROWSERS: Final = ("chromium", "chromium-browser", "google-chrome", "chrome", "msedge")
Ask = Callable[..., Any]

PROBE: Final = """
const rows = () => [...document.querySelectorAll("#rules tbody tr")];
const heads = () => [...document.querySelectorAll("#rules thead th")];
const numbers = (column) => rows().map((row) => Number(row.cells[column].dataset.key));
const seen = (selector) => [...document.querySelectorAll(selector)].filter((one) => one.checkVisibility());
const type = (text) => {
  document.getElementById("filter").value = text;
  document.getElementById("filter").dispatchEvent(new Event("input", {bubbles: true}));
};
const answer = (value) => {
  const place = document.createElement("pre");
  place.id = "answer";
  place.textContent = JSON.stringify(value);
  document.body.append(place);
};
"""


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A Chromium; skips where there is none that opens an empty page."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        pytest.skip(f"none of {', '.join(BROWSERS)} is installed")
    done = start(found, tmp_path_factory.mktemp("blank"), "--dump-dom", "about:blank")
    if done.returncode:
        pytest.skip(f"{found} does not run here: {done.stderr[-300:]}")
    return found


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The report on a dataset with hostile names."""
    folder = write_hostile(tmp_path_factory.mktemp("hostile") / "data").parent
    report = boxlint.check(folder, images=folder / "images", isolated=True)
    return "".join(write(report, Layout(("data",), Settings(images=(str(folder / "images"),)))))


@pytest.fixture
def ask(browser: str, page: str, tmp_path: Path) -> Ask:
    """What a script finds in the page: it is added at the end, with its hash in the policy."""

    def ask(script: str, *options: str) -> Any:
        script = f"{PROBE}{script}"
        digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
        probed = page.replace("script-src '", f"script-src 'sha256-{digest}' '", 1)
        file = tmp_path / "page.html"
        file.write_text(probed.replace("</body>", f"<script>{script}</script></body>"), encoding="utf-8")
        shown, told = run(browser, tmp_path, "--dump-dom", *options, file.as_uri())
        assert "CONSOLE" not in told
        (found,) = re.findall('<pre id="answer">(.*?)</pre>', shown, re.DOTALL)
        return json.loads(unescape(found))

    return ask


def run(browser: str, folder: Path, *options: str) -> tuple[str, str]:
    """What the browser prints, and what it and the page's console say."""
    done = start(browser, folder, *options)
    assert done.returncode == 0, done.stderr[-300:]
    return done.stdout, done.stderr


def start(browser: str, folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """The browser without a window, and with nothing of its own to ask for."""
    quiet = [
        "--headless",
        "--disable-gpu",
        "--disable-background-networking",
        "--no-first-run",
        "--disable-dev-shm-usage",
    ]
    # it refuses to run as root otherwise
    quiet += ["--no-sandbox"] if getattr(os, "geteuid", lambda: 1)() == 0 else []
    profile = f"--user-data-dir={folder / 'profile'}"
    command = [browser, *quiet, profile, "--enable-logging=stderr", "--virtual-time-budget=5000", *options]
    return subprocess.run(command, capture_output=True, encoding="utf-8", errors="replace", timeout=120, check=False)


def test_it_asks_nobody_for_anything(ask: Ask) -> None:
    """And hostile names are text: no element of theirs, no error, no dialog (which would stop the browser)."""
    found = ask("""answer({
        resources: performance.getEntriesByType("resource").map((entry) => entry.name),
        scripts: document.querySelectorAll("script").length,
        handlers: [...document.querySelectorAll("*")].filter(
            (one) => one.getAttributeNames().some((name) => name.startsWith("on"))).length,
        pictures: document.querySelectorAll("img").length,
        text: document.body.textContent,
    });""")
    assert found["resources"] == []
    assert (found["scripts"], found["handlers"], found["pictures"]) == (2, 0, 0)
    for name in HOSTILE:
        assert printable(name) in found["text"]


def test_a_script_of_a_stranger_would_not_run(browser: str, page: str, tmp_path: Path) -> None:
    """The policy stands even if a name were not escaped, and the console says so."""
    file = tmp_path / "page.html"
    file.write_text(page.replace("<h1>", "<script>document.title = 'taken'</script><h1>", 1), encoding="utf-8")
    shown, told = run(browser, tmp_path, "--dump-dom", file.as_uri())
    assert "<title>taken" not in shown
    assert "CONSOLE" in told


def test_the_table_sorts_by_a_click(ask: Ask) -> None:
    found = ask("""
    const states = [];
    for (const column of [2, 2, 1, 1, 0]) {
      heads()[column].querySelector("button").click();
      states.push([column, heads().map((head) => head.getAttribute("aria-sort")), numbers(column)]);
    }
    answer(states);""")
    directions = ["descending", "ascending", "ascending", "descending", "ascending"]
    for (column, states, keys), direction in zip(found, directions, strict=True):
        assert [state for state in states if state] == [direction]
        assert states[column] == direction
        assert keys == sorted(keys, reverse=direction == "descending")
        assert len(set(keys)) > 1


def test_rules_are_filtered_by_text_and_severity(ask: Ask) -> None:
    found = ask("""
    const state = () => [
      seen("#rules tbody tr").map((row) => row.dataset.section), seen("section.rule").map((section) => section.id),
      document.getElementById("matching").textContent];
    const states = [state()];
    type("zero AREA");
    states.push(state());
    type("");
    document.querySelector('[name="severity"][value="error"]').click();
    states.push(state());
    type("no such rule");
    states.push(state());
    answer(states);""")
    (every, _, none_said), (one, one_section, one_said), (errors, error_sections, _), (nothing, no_section, _) = found
    assert none_said == ""
    assert (one, one_section) == (["BX101-error"], ["BX101-error"])
    assert one_said == f"1 of {len(every)} rules"
    assert errors == error_sections == [name for name in every if name.endswith("-error")]
    assert (nothing, no_section) == ([], [])


def test_the_page_stands_without_its_script(browser: str, page: str, tmp_path: Path) -> None:
    """All is there, only the controls are not."""
    file = tmp_path / "page.html"
    file.write_text(re.sub("<script>.*?</script>", "", page, flags=re.DOTALL), encoding="utf-8")
    shown, told = run(browser, tmp_path, "--dump-dom", file.as_uri())
    assert 'id="controls" class="controls" hidden' in shown
    assert shown.count("<figcaption>") == page.count("<figcaption>")
    assert "CONSOLE" not in told


def test_it_is_dark_where_the_reader_wants_that(ask: Ask) -> None:
    script = """answer({
        is_dark: matchMedia("(prefers-color-scheme: dark)").matches,
        paper: getComputedStyle(document.body).backgroundColor, ink: getComputedStyle(document.body).color,
    });"""
    light, dark = ask(script), ask(script, "--blink-settings=preferredColorScheme=0")
    if light["is_dark"] or not dark["is_dark"]:
        pytest.skip("this browser cannot be told which colours its reader wants")
    assert brightness(light["paper"]) - brightness(light["ink"]) > 150
    assert brightness(dark["ink"]) - brightness(dark["paper"]) > 150


def brightness(colour: str) -> float:
    """The mean of the channels of `rgb(r, g, b)`."""
    channels = [int(value) for value in re.findall(r"\d+", colour)[:3]]
    return sum(channels) / 3


def test_nothing_is_wider_than_a_telephone(ask: Ask) -> None:
    """But for the table, which scrolls by itself."""
    found = ask("answer([document.documentElement.scrollWidth, innerWidth]);", "--window-size=420,900")
    assert found[0] <= max(found[1], 500)


def test_it_can_be_worked_by_keyboard(ask: Ask) -> None:
    """What can be clicked can be focused, and has a name."""
    found = ask("""answer(seen("button, input, a[href], summary, [tabindex]").map((one) =>
        [one.tabIndex, (one.ariaLabel || one.textContent || one.labels?.[0]?.textContent || "").trim()]));
    """)
    assert len(found) > 20
    assert all(index >= 0 and name for index, name in found)


def test_headings_go_down_step_by_step(ask: Ask) -> None:
    levels = ask("""answer([...document.querySelectorAll("h1, h2, h3, h4")].map((one) => Number(one.tagName[1])));""")
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_every_picture_has_a_name(ask: Ask) -> None:
    found = ask("""answer([...document.querySelectorAll("svg")].map((one) =>
        one.ariaHidden || (one.role === "img" && one.querySelector("title")?.textContent)));
    """)
    assert len(found) > 10
    assert all(found)


def test_it_prints_with_everything_opened(ask: Ask) -> None:
    """And closes again what was closed."""
    closed, printed, after = ask("""
    const closed = () => document.querySelectorAll("details:not([open])").length;
    const counts = [closed()];
    for (const name of ["beforeprint", "afterprint"]) {
      dispatchEvent(new Event(name));
      counts.push(closed());
    }
    answer(counts);""")
    assert closed == after > printed == 0
