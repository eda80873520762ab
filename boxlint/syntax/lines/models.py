"""What the record models of the line formats share: the fields of a line, and a fault in the user's words."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, ValidationError

from boxlint.syntax.lines.record import LineRecord
from boxlint.text.quoting import quote


class LineModel(BaseModel):
    """The fields of a line, in their order."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def explain_with(model: type[LineModel], record: LineRecord, place: str, expected: str, text: str) -> str:
    """What is wrong with a line at `place`, as one sentence; blank where nothing is.

    `expected` is what a line should be, `text` what it is.
    """
    if record.is_malformed:
        return f"{place}: expected {expected}, got {quote(text.strip())}"
    try:
        model.model_validate(dict(record.written))
    except ValidationError as error:
        found = error.errors(include_url=False)
        first = next((fault for fault in found if fault["type"] == "missing"), found[0])
        name = " ".join(str(part) for part in first["loc"])
        return f"{place}: {name} is missing" if first["type"] == "missing" else f"{place}: {name}: {first['msg']}"
    return ""
