"""JSON Schemas for the files that people write: configurations, rules, frameworks. Editors check and complete by them.

They are made of the code's own models. What stands below a field there is its description; the title of a type says
which names belong there.
"""

from __future__ import annotations

import ast
import inspect
import json
import sys
from collections.abc import Mapping
from math import isfinite
from typing import Any, Final

import msgspec

from boxlint import rule_files
from boxlint import settings as configuration
from boxlint.formats.registry import FORMATS
from boxlint.frameworks import Framework
from boxlint.frameworks.files import FRAMEWORK_FORMATS
from boxlint.outputs import WRITERS
from boxlint.ruleset import Parameter, Rule
from boxlint.schema import SCHEMA
from boxlint.settings import Settings
from docs.generate.markdown import table

Schema = dict[str, Any]
_DIALECT: Final = "http://json-schema.org/draft-07/schema#"
_OWN: Final[Schema] = {"type": "string", "minLength": 1, "not": {"pattern": "^BX"}}
"""A rule of the user's own, which no schema can know."""
_NUMBERS: Final[Schema] = {"type": "object", "additionalProperties": {"type": "number"}}


def schemas(rules: Mapping[str, Rule], frameworks: Mapping[str, Framework]) -> dict[str, str]:
    """File name → JSON."""
    settings = _schema(Settings, "boxlint.toml", rules, frameworks)
    settings["properties"]["parameters"] |= {"properties": _parameters(rules)}
    rule = _schema(Rule, "A rule of boxlint", rules, frameworks)
    for schema, singles in ((settings, configuration.SINGLE), (rule, rule_files.SINGLE)):
        for name in singles:
            _allow_single(schema["properties"], name)
    made = {
        "config": settings,
        "rule": rule,
        "framework": _schema(Framework, "A training framework", rules, frameworks),
    }
    return {
        f"{name}.schema.json": json.dumps(schema, indent=1, ensure_ascii=False) + "\n" for name, schema in made.items()
    }


def _allow_single(properties: Schema, name: str) -> None:
    """Let the only entry of a list stand by itself."""
    several = properties[name]
    kept = {key: several.pop(key) for key in ("description", "default") if key in several}
    properties[name] = kept | {"anyOf": [several["items"], several]}


def settings_table() -> str:
    """Every setting for docs/configuration.md: its name, what holds where it is not set, and what it is."""
    described = field_descriptions(Settings)
    rows = (
        (f"`{setting.encode_name}`", _default(setting), described.get(setting.encode_name, ""))
        for setting in sorted(msgspec.structs.fields(Settings), key=lambda setting: setting.encode_name)
    )
    return table(("setting", "default", "meaning"), rows)


def _default(setting: msgspec.structs.FieldInfo) -> str:
    value = setting.default_factory() if setting.default is msgspec.NODEFAULT else setting.default
    return "" if _is_empty(value) else f"`{json.dumps(value)}`"


def field_descriptions(model: type[msgspec.Struct]) -> dict[str, str]:
    """The text below each field of a model, on one line, by the field's name in files."""
    (tree,) = ast.parse(inspect.getsource(model)).body
    assert isinstance(tree, ast.ClassDef)
    texts: dict[str, str] = {}
    for field, below in zip(tree.body, tree.body[1:], strict=False):
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name) and isinstance(below, ast.Expr):
            texts[field.target.id] = " ".join(str(ast.literal_eval(below.value)).split())
    names = {field.name: field.encode_name for field in msgspec.structs.fields(model)}
    return {names[name]: text for name, text in texts.items()}


def _schema(
    model: type[msgspec.Struct], title: str, rules: Mapping[str, Rule], frameworks: Mapping[str, Framework]
) -> Schema:
    made = _plain(msgspec.json.schema(model))
    definitions = made["$defs"]
    for name, definition in definitions.items():
        own = getattr(sys.modules[model.__module__], name)
        definition["description"] = inspect.cleandoc(own.__doc__).partition("\n\n")[0].replace("\n", " ")
        for key, text in field_descriptions(own).items():
            field = definition["properties"][key]
            # beside a reference, draft 7 reads nothing
            definition["properties"][key] = {"description": text} | ({"allOf": [field]} if "$ref" in field else field)
    root = definitions.pop(model.__name__)
    titled = {name: found for name, found in _names(rules, frameworks).items() if _refers(root, definitions, name)}
    return {"$schema": _DIALECT, **root, "title": title, "$defs": {**definitions, **titled}}


def _plain(node: Any) -> Any:
    """A schema as msgspec makes it, without what TOML cannot say, and with references for the types that have names."""
    if isinstance(node, list):
        return [_plain(entry) for entry in node]
    if not isinstance(node, dict):
        return node
    if node.get("title") in _TITLES:
        return {"$ref": f"#/$defs/{node['title']}"}
    kept = {key: _plain(value) for key, value in node.items() if not (key == "default" and _is_empty(value))}
    if "anyOf" in kept:
        kinds = [kind for kind in kept.pop("anyOf") if kind != {"type": "null"}]
        return kept | (kinds[0] if len(kinds) == 1 else {"anyOf": kinds})
    return kept


def _is_empty(value: Any) -> bool:
    return value in (None, "", (), [], {}) or (isinstance(value, float) and not isfinite(value))


_TITLES: Final = ("selector", "code", "table", "framework", "format", "framework-format", "output")


def _names(rules: Mapping[str, Rule], frameworks: Mapping[str, Framework]) -> dict[str, Schema]:
    """What the types with names stand for."""
    prefixes = {code[:length] for code in rules for length in range(2, len(code))}
    selectors = [*rules, *(rule.name for rule in rules.values()), *sorted(prefixes), "ALL"]
    known = ([*rules], selectors)
    code, selector = ({"anyOf": [{"enum": words}, _OWN]} for words in known)
    return {
        "selector": {"description": "The code of a rule, the beginning of one, a name, or ALL.", **selector},
        "code": {"description": "The code of a rule.", **code},
        "table": {"enum": [*SCHEMA]},
        "framework": {"anyOf": [{"enum": [*frameworks]}, {"type": "string", "minLength": 1}]},
        "format": {"enum": [format.name for format in FORMATS]},
        "output": {"anyOf": [{"enum": [*WRITERS]}, {"type": "string", "pattern": f"^({'|'.join(WRITERS)}):."}]},
        "framework-format": {"enum": [*FRAMEWORK_FORMATS]},
    }


def _refers(*schemas_and_name: Any) -> bool:
    *found, name = schemas_and_name
    return f'"#/$defs/{name}"' in json.dumps(found)


def _parameters(rules: Mapping[str, Rule]) -> dict[str, Schema]:
    """What may be set of each rule that has parameters, by its name and its code."""
    having = [rule for rule in rules.values() if rule.parameters]
    by_rule = {rule.name: _of_rule(rule) for rule in having}
    by_code = {rule.code: {"$ref": f"#/properties/parameters/properties/{rule.name}"} for rule in having}
    return by_rule | by_code


def _of_rule(rule: Rule) -> Schema:
    each = {name: _parameter(parameter) for name, parameter in rule.parameters.items()}
    nested = {"type": "object", "properties": dict.fromkeys(each, _NUMBERS), "additionalProperties": False}
    of_category = {"anyOf": [_NUMBERS, nested] if len(each) == 1 else [nested]}
    return {
        "description": f"{rule.code} {rule.name}: {rule.summary}",
        "type": "object",
        "properties": {**each, "by_category": {"description": "Values for single categories.", **of_category}},
        "additionalProperties": False,
    }


def _parameter(parameter: Parameter) -> Schema:
    unit = f" In {parameter.unit}." if parameter.unit else ""
    limits = {"minimum": parameter.minimum, "maximum": parameter.maximum, "default": parameter.default}
    finite = {name: value for name, value in limits.items() if isfinite(value)}
    return {"description": f"{parameter.help}{unit}", "type": "number", **finite}
