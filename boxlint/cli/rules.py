"""`boxlint rules`: list them, start one, test one's own."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from boxlint.errors import UserError

if TYPE_CHECKING:
    from boxlint.ruleset import Rule

_SKELETON: Final = '''code = "{code}"
name = "{name}"                # states the problem; read after "ignore"
on = "box"                     # the table whose rows are judged
severity = "warning"           # or "error"
summary = "The box is narrower than our smallest object."
when = "width < min_width"     # names, numbers, + - * /, comparisons, and, or, not
message = "box is {{width:g}} x {{height:g}} px"
requires = ["BX001"]           # rows that these rules hit are not judged again
why = """
Say what training does with such a row, and how you know.
"""

[parameters.min_width]         # may be set in boxlint.toml, also by category
default = 4
unit = "px"
help = "Boxes narrower than this are reported."

# examples are the tests: `boxlint rules test {folder}`; x, y, width, height in pixels
[[bad]]
box = [10, 10, 3.9, 20]

[[good]]
box = [10, 10, 4, 20]
'''


def known_rules(config: Path | None = None) -> dict[str, Rule]:
    """The shipped rules and those of the configuration for the working directory."""
    from boxlint.rule_files import load_rules

    return load_rules(own_rules(config))


def own_rules(config: Path | None = None) -> list[Path]:
    """The folders of rules and frameworks that the configuration for the working directory names."""
    from boxlint.settings.files import find_settings

    return [Path(folder) for folder in find_settings([Path()], config).rules]


@click.group(invoke_without_command=True)
@click.option("--output-format", type=click.Choice(["text", "json"]), default="text", help="Default: text.")
@click.option("--config", type=click.Path(path_type=Path), metavar="FILE", help="Use this configuration file.")
@click.pass_context
def command(ctx: click.Context, output_format: str, config: Path | None) -> None:
    """List all rules, start a new one, or test your own."""
    if ctx.invoked_subcommand is not None:
        return
    from boxlint.cli.output import print_text, print_utf8

    rules = known_rules(config)
    if output_format == "json":
        print_utf8([json.dumps([_described(rule) for rule in rules.values()], indent=2, ensure_ascii=False) + "\n"])
    else:
        print_text(_listed(rules))


def _listed(rules: Mapping[str, Rule]) -> Iterator[str]:
    width = max(len(rule.name) for rule in rules.values())
    for rule in rules.values():
        level = rule.severity if rule.enabled else "off"
        yield f"{rule.code}  {level:<7}  {rule.name:<{width}}  {rule.summary}\n"


def _described(rule: Rule) -> dict[str, Any]:
    from msgspec import to_builtins

    values: dict[str, Any] = to_builtins(rule)
    return {name: value for name, value in values.items() if name not in ("bad", "good")}


@command.command()
@click.argument("name")
@click.option("--code", metavar="CODE", help="Default: the first free code from MY001 on.")
@click.option(
    "--directory",
    type=click.Path(path_type=Path),
    default=Path(),
    metavar="DIR",
    help="Default: the working directory.",
)
def new(name: str, code: str | None, directory: Path) -> None:
    """Write the skeleton of a rule called NAME, such as `narrow-ship`."""
    from boxlint.rule_files import load_rules

    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name):
        raise UserError(f"{name}: expected a name in lower case with hyphens, such as narrow-ship")
    taken = load_rules(examples=False)
    codes, names = set(taken), {rule.name for rule in taken.values()}
    for file in directory.glob("*.toml"):
        own_code, _, own_name = file.stem.partition("-")
        codes.add(own_code)
        names.add(own_name)
    code = code or next(free for number in range(1, 1000) if (free := f"MY{number:03}") not in codes)
    if not re.fullmatch(r"[A-Z]{2,8}[0-9]{3,4}", code):
        raise UserError(f"--code {code}: expected capital letters and three or four digits, such as MY001")
    if code.startswith("BX"):
        raise UserError(f"--code {code}: BX is the prefix of the shipped rules; choose another, such as MY")
    if code in codes or name in names:
        raise UserError(f"{code} {name}: there is a rule of this code or name already; choose another")
    file = directory / f"{code}-{name}.toml"
    try:
        directory.mkdir(parents=True, exist_ok=True)
        file.write_text(_SKELETON.format(code=code, name=name, folder=directory.as_posix()), encoding="utf-8")
    except OSError as error:
        raise UserError(f"{file}: cannot be written: {error.strerror}") from None
    click.echo(
        f'Wrote {file}. Edit it, then: boxlint rules test {directory}, and rules = ["{directory}"] in boxlint.toml'
    )


@command.command()
@click.argument("directory", type=click.Path(path_type=Path), required=False)
@click.pass_context
def test(ctx: click.Context, directory: Path | None) -> None:
    """Run the examples of the rules in DIRECTORY; by default those of the configuration, else the shipped ones.

    Frameworks in its folder `frameworks` are read too: what they name must exist.
    """
    from boxlint.examples import failures
    from boxlint.frameworks.files import load_frameworks

    assert ctx.parent is not None
    config = ctx.parent.params["config"]
    rules, tested = _tested(directory, config)
    folders = own_rules(config) if directory is None else [directory]
    count = len(load_frameworks(rules, folders)) - len(load_frameworks(rules))
    if not tested and not count:
        raise UserError(f"{directory}: no rule files there; `boxlint rules new NAME` writes one")
    faults = []
    for rule in tested:
        try:
            faults += list(failures(rule, rules))
        except UserError as error:
            faults.append(f"{rule.code} {rule.name}: {error}")
    for fault in faults:
        click.echo(fault)
    frameworks = f" Frameworks read: {count}." if count else ""
    click.echo(f"Rules tested: {len(tested)}. Examples that failed: {len(faults)}.{frameworks}")
    sys.exit(1 if faults else 0)


def _tested(directory: Path | None, config: Path | None) -> tuple[Mapping[str, Rule], list[Rule]]:
    """All rules, and those whose examples are run."""
    from boxlint.rule_files import load_rules, shipped_rules

    shipped = load_rules()
    if directory is None:
        rules = known_rules(config)
        return rules, [rule for code, rule in rules.items() if code not in shipped] or list(rules.values())
    if directory.resolve() == Path(str(shipped_rules())).resolve():
        return shipped, list(shipped.values())
    rules = load_rules([directory])
    return rules, [rule for code, rule in rules.items() if code not in shipped]
