"""Every file that is generated, with the text that it should have."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from boxlint.frameworks.files import load_frameworks
from boxlint.rule_files import load_rules
from docs.generate.drawing import drawing
from docs.generate.fix_tables import fix_tables
from docs.generate.format_page import format_page
from docs.generate.framework_pages import framework_page, matrix_page
from docs.generate.overview import family_summary, overview_page, page_name
from docs.generate.pictures import picture
from docs.generate.rule_page import rule_page
from docs.generate.schemas import schemas, settings_table
from docs.generate.snippets import snippets

ROOT: Final = Path(__file__).parent.parent.parent
DOCS: Final = ROOT / "docs"


def pages() -> dict[Path, str]:
    """Path → text."""
    rules = load_rules()
    frameworks = load_frameworks(rules)
    made = {
        **_with_block(ROOT / "README.md", "families", family_summary(rules)),
        **_with_block(DOCS / "fix-safety.md", "fixes", fix_tables(rules)),
        **_with_block(DOCS / "configuration.md", "settings", settings_table()),
        DOCS / "rules.md": overview_page(rules),
        DOCS / "formats.md": format_page(json.loads((DOCS / "formats" / "measured.json").read_text(encoding="utf-8"))),
        DOCS / "frameworks.md": matrix_page(frameworks, rules),
    }
    made |= {DOCS / "schema" / name: text for name, text in schemas(rules, frameworks).items()}
    for framework in frameworks.values():
        made[DOCS / "frameworks" / f"{framework.name}.md"] = framework_page(framework, rules)
    for rule in rules.values():
        examples = snippets(rule)
        drawn = picture(rule, rules, examples)
        file = DOCS / "rules" / page_name(rule)
        if drawn:
            made[file.with_suffix(".svg")] = drawing(drawn)
        made[file.with_suffix(".md")] = rule_page(rule, rules, frameworks, examples, drawn)
    return made


def stale_files(made: Mapping[Path, str]) -> list[Path]:
    """Files that are absent or have another text, and those beside them that nothing generates any more."""
    stale = [file for file, text in made.items() if not file.is_file() or file.read_text(encoding="utf-8") != text]
    extra = {file for folder in ("rules", "frameworks", "schema") for file in (DOCS / folder).glob("*")} - made.keys()
    return [*stale, *sorted(extra)]


def _with_block(page: Path, name: str, block: str) -> dict[Path, str]:
    """A page with what stands between two marks as it should be."""
    begin, end = f"<!-- {name}: written by docs.generate -->\n", f"<!-- end of {name} -->\n"
    before, rest = page.read_text(encoding="utf-8").split(begin)
    return {page: f"{before}{begin}{block}{end}{rest.split(end)[1]}"}
