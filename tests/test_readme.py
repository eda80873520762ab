"""The README and the documentation: every command, example and setting in them runs, and shows what they say."""

from __future__ import annotations

import doctest
import re
import shlex
import shutil
import tomllib
from pathlib import Path
from typing import Any

import pytest

from boxlint.frameworks.files import load_frameworks
from boxlint.rule_files import load_rules, read_rule
from boxlint.settings.files import load_settings
from boxlint.settings.overrides import choose_rules
from docs.generate import pages, stale_files
from docs.record import PAGES, ROOT, commands, fence, page_text, run, timeless


def blocks(page: str, language: str) -> list[str]:
    """The fenced blocks of a page in one language."""
    return fence(language).findall(page_text(page))


def each(language: str) -> list[Any]:
    """All blocks of one language with their page."""
    found = [(page, number, block) for page in PAGES for number, block in enumerate(blocks(page, language), 1)]
    return [pytest.param(page, block, id=f"{page}-{number}") for page, number, block in found]


@pytest.mark.parametrize(("page", "block"), each("console"))
def test_console_blocks_show_what_the_command_prints(page: str, block: str) -> None:
    """Each `$` line is run; what follows it is its output, standard error after standard output."""
    assert commands(block)
    for command, expected in commands(block):
        done = run(command)
        assert "Traceback" not in done.stderr
        assert timeless(done.stdout + done.stderr) == timeless(expected), f"{page}: {command}"


@pytest.mark.parametrize(("page", "block"), each("pycon"))
def test_python_examples_run(page: str, block: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Sessions give what they say; those of one page run on from one another."""
    monkeypatch.chdir(ROOT)
    earlier = blocks(page, "pycon")
    session = "\n".join(earlier[: earlier.index(block) + 1])
    example = doctest.DocTestParser().get_doctest(session, {}, page, page, 0)
    log: list[str] = []
    results = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS).run(example, out=log.append)
    assert results.attempted > 0
    assert not results.failed, "".join(log)


@pytest.mark.parametrize(("page", "block"), each("toml"))
def test_settings_and_rules_in_examples_are_valid(page: str, block: str, tmp_path: Path) -> None:
    """A block with a code is a rule, one with a title a framework; any other is a configuration with known keys."""
    table = tomllib.loads(block)
    if "code" in table:
        file = tmp_path / f"{table['code']}-{table['name']}.toml"
        file.write_text(block, encoding="utf-8")
        assert read_rule(file).code == table["code"]
        assert run(f"boxlint rules test {shlex.quote(tmp_path.as_posix())}").returncode == 0
        return
    if "title" in table:
        file = tmp_path / "frameworks" / f"{table['name']}.toml"
        file.parent.mkdir()
        file.write_text(block, encoding="utf-8")
        assert table["name"] in load_frameworks(load_rules(), [tmp_path])
        return
    file = tmp_path / "nested" / "boxlint.toml"
    file.parent.mkdir()
    file.write_text(block, encoding="utf-8")
    (tmp_path / "boxlint.toml").write_text("", encoding="utf-8")
    choose_rules(load_settings(file), load_rules())


def test_the_readme_begins_with_the_two_commands() -> None:
    """One line installs and checks the sample data with exit code 0, the other installs and tests."""
    install, test = (block.strip() for block in blocks("README.md", "sh")[:2])
    assert install.startswith("pip install . && ")
    assert test == 'pip install -e ".[test]" && pytest'
    done = run(install.removeprefix("pip install . && "))
    assert done.returncode == 0
    assert "BX101 zero-area-box" in done.stdout


def test_a_new_user_can_follow_the_readme(tmp_path: Path) -> None:
    """Every command of it but those that install, one after the other, in a folder with the sample data."""
    shutil.copytree(ROOT / "sample_data", tmp_path / "sample_data")
    lines = [line for block in blocks("README.md", "sh")[2:] for line in block.strip().splitlines()]
    assert len(lines) > 5
    for command in lines:
        done = run(command, tmp_path)
        assert done.returncode in (0, 1), f"{command}\n{done.stdout}{done.stderr}"
        assert "Traceback" not in done.stderr
    assert len(list(tmp_path.glob("my_rules/*.toml"))) == 1
    assert run("boxlint check sample_data/coco/dirty/boxes.json --fail-on error", tmp_path).returncode == 0, "fixed"


@pytest.mark.parametrize("page", ["docs/ci.md", "docs/editors.md"])
def test_commands_within_scripts_run(page: str, tmp_path: Path) -> None:
    """What the settings of other programs call, and what goes to a file, in a folder with annotations."""
    for name in ("train", "val"):
        shutil.copytree(ROOT / "sample_data" / "voc" / "dirty", tmp_path / "annotations" / name)
    scripts = [block for language in ("sh", "yaml", "groovy") for block in blocks(page, language)]
    found = [match for block in scripts for match in re.findall(r"boxlint (?:check|schema)[^'\n>#]*", block)]
    assert found
    for command in found:
        done = run(command, tmp_path)
        assert done.returncode in (0, 1), f"{command}\n{done.stdout}{done.stderr}"


def test_generated_pages_are_fresh() -> None:
    """`python -m docs.generate` was run after the last change of a rule or framework, and nothing stale was left."""
    made = pages()
    assert [file.relative_to(ROOT).as_posix() for file in stale_files(made)] == []
    names = ("README.md", "docs/fix-safety.md", "docs/configuration.md", "docs/rules.md", "docs/frameworks.md")
    assert {ROOT / name for name in names} < made.keys()


def prose(text: str) -> str:
    """A page without its code, in which brackets are no links and `#` begins no heading."""
    return re.sub(r"`[^`\n]*`", "code", re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL))


def anchors(text: str) -> set[str]:
    """The anchors of a page's headings."""
    headings = re.findall(r"^#+ (.+)$", re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL), re.MULTILINE)
    found = [re.sub(r"[^\w-]", "", heading.lower().replace(" ", "-")) for heading in headings]
    assert len(set(found)) == len(found), f"two headings have one anchor: {found}"
    return set(found)


def links(page: Path) -> list[str]:
    """The relative links of a page, pictures among them, as they are written."""
    text = prose(page.read_text(encoding="utf-8"))
    return re.findall(r"\]\((?!https?://)([^)]+)\)", text)


def test_links_lead_somewhere() -> None:
    """Every relative link names a file, and a heading in it."""
    known: dict[Path, set[str]] = {}
    dead = []
    all_pages = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
    for page in all_pages:
        for target in links(page):
            file, _, anchor = target.partition("#")
            path = (page.parent / file).resolve() if file else page.resolve()
            if anchor and path.is_file() and path not in known:
                known[path] = anchors(path.read_text(encoding="utf-8"))
            if not path.exists() or (anchor and anchor not in known.get(path, ())):
                dead.append(f"{page.relative_to(ROOT)}: {target}")
    assert dead == []
    assert sum(len(links(page)) for page in all_pages) > len(all_pages)
