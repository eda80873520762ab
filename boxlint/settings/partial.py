"""Some files of many, as a pre-commit hook has them: what can be judged of these alone."""

from __future__ import annotations

from msgspec.structs import replace

from boxlint.formats.registry import FORMATS
from boxlint.requirements import judges_sets
from boxlint.settings.overrides import Choice
from boxlint.variation import ByFormat


def of_parts(choice: Choice) -> Choice:
    """The choice for some files of many: off is what needs whole sets, but in formats of which each file is one.

    What guards against misread files stays: what it says of the files that there are is worth knowing, and keeps them
    from being fixed.
    """
    severities = dict(choice.severities)
    off = {format.name: "off" for format in FORMATS if not format.whole_dataset}
    for rule in choice.selected:
        if judges_sets(rule) and not rule.is_guard:
            own = severities.get(rule.code, rule.severity)
            known = own if isinstance(own, ByFormat) else ByFormat(own, {})
            severities[rule.code] = ByFormat(known.default, {**known.by_format, **off})
    return replace(choice, severities=severities)
