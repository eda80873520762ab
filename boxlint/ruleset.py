"""What a rule is: the model of rule files."""

from __future__ import annotations

from functools import cached_property
from itertools import chain
from math import inf
from string import Formatter
from typing import Annotated, Any, Final, Literal

from msgspec import Meta, Struct

from boxlint.expression import Expression, parse
from boxlint.names import is_given
from boxlint.schema import GEOMETRY

Severity = Literal["error", "warning"]
TableName = Annotated[str, Meta(title="table")]
RuleCode = Annotated[str, Meta(title="code")]
Action = Literal[
    "drop", "swap", "clip", "recompute", "renumber", "set", "convert", "unify",
    "reverse", "reorder", "normalise", "keep-one", "remove", "append", "rewrite", "rewrite-size",
    "drop-polygon",
]  # fmt: skip
_ANNOTATED: Final = GEOMETRY | {"annotation"}


class Parameter(Struct, frozen=True, forbid_unknown_fields=True):
    """A threshold of a rule, which the configuration may set."""

    default: float
    help: str
    """What it is for, in a sentence."""
    unit: str = ""
    minimum: float = -inf
    """The least value that the configuration may give it."""
    maximum: float = inf
    """The largest."""


class Fix(Struct, frozen=True, forbid_unknown_fields=True, dict=True):
    """What `fix` would do with a row that the rule hits, or with those of the table `on` or for which `where` holds."""

    action: Action
    safety: Literal["safe", "unsafe", "display"]
    """safe: applied by itself; unsafe: with --unsafe-fixes; display: only a person can judge it."""
    on: str = ""
    """The table to whose rows it applies, where the rule judges several."""
    where: str = ""
    """The rows to which it applies, in the language of `when`. Of several fixes the first that applies is taken."""

    @cached_property
    def expression(self) -> Expression | None:
        """The parsed condition, None where there is none."""
        return parse(self.where) if self.where else None

    def reaches(self, table: str) -> bool:
        """Whether it applies to rows of a table: only annotations are dropped, with their geometry, or get new ids."""
        if self.on and self.on != table:
            return False
        return self.action not in ("drop", "renumber") or table in _ANNOTATED


class Rule(Struct, frozen=True, forbid_unknown_fields=True, dict=True, kw_only=True):
    """One rule file.

    A msgspec model: pydantic would double the time that `boxlint check one.xml` takes.
    """

    code: Annotated[str, Meta(pattern=r"^[A-Z]{1,8}[0-9]{3,4}$")]
    """A prefix of your own (BX is taken) and a number."""
    name: Annotated[str, Meta(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
    """States the problem, and reads well after "ignore"."""
    on: tuple[TableName, ...]
    """The table whose rows are judged, or several that share the names that are read."""
    severity: Severity
    summary: str
    """The problem in one sentence."""
    when: str
    """The condition: names, numbers, strings, + - * /, comparisons, and, or, not, parentheses."""
    message: str
    """What is said of a row, with {names} and number formats such as {width:g}."""
    why: str
    """What training does with such a row, in the first sentence."""
    enabled: bool = True
    """false for a rule that must be selected."""
    targets_only: bool = True
    """false to judge crowd and ignore regions too."""
    in_pixels: bool = False
    """true where lengths in pixels decide: labels that are fractions of an image of unknown size are not judged."""
    requires: tuple[RuleCode, ...] = ()
    """Rules; the rows that they hit are not judged again."""
    replaces: tuple[RuleCode, ...] = ()
    """Rules whose findings are counted under this one; for rules on files and file sets."""
    related: str = ""
    """A measure that names the related row, such as the first of two duplicates."""
    once: str = ""
    """A parent table, for each row of which the rule speaks only once."""
    identity: str = ""
    """A parent table, whose row a finding is known by instead of its own; what `once` names, unless it is given."""
    prevalent: str = ""
    """The likely cause, said once where more than half of all rows are hit."""
    worst: str = ""
    """How bad a row is, in the language of `when`: reports show the rows with the largest values first."""
    sources: tuple[str, ...] = ()
    """How it is known, as links."""
    parameters: dict[str, Parameter] = {}
    """Thresholds by the names that `when` reads; the configuration may set them."""
    fix: tuple[Fix, ...] = ()
    """What `boxlint fix` does with a row, or several of which the first that applies is taken."""
    bad: tuple[dict[str, Any], ...] = ()
    """Examples that fire; with `after`, what the fix makes of them."""
    good: tuple[dict[str, Any], ...] = ()
    """Examples that do not fire."""

    @cached_property
    def expression(self) -> Expression:
        """The parsed condition."""
        return parse(self.when)

    @cached_property
    def badness(self) -> Expression | None:
        """The parsed measure by which its hits are ordered where few are shown, largest first; None: file order."""
        return parse(self.worst) if self.worst else None

    @cached_property
    def message_fields(self) -> tuple[str, ...]:
        """The names that the message shows."""
        fields = (field for _, field, _, _ in Formatter().parse(self.message) if field is not None)
        return tuple(dict.fromkeys(fields))

    @cached_property
    def speaks_of_pixels(self) -> bool:
        """Whether its message shows lengths in pixels."""
        return " px" in self.message

    @property
    def fixing(self) -> str:
        """Its fixes in words, empty where only a person can mend it."""
        return " or ".join(f"{fix.action} ({fix.safety})" for fix in self.fix)

    @property
    def names(self) -> tuple[str, ...]:
        """What the rule reads: in its condition, its message, the conditions of its fixes, and to order its hits."""
        others = [
            expression.names for expression in (*(fix.expression for fix in self.fix), self.badness) if expression
        ]
        return tuple(dict.fromkeys(chain(self.expression.names, self.message_fields, *others)))

    @cached_property
    def judges_verdicts(self) -> bool:
        """Whether it reads what the linter counts of other rules' hits, and so comes in the second round."""
        return any(is_given(table, name) for table in self.on for name in self.names)

    @property
    def is_guard(self) -> bool:
        """Whether it says that whole file sets are misread, so that what it replaces must not be fixed row by row."""
        return "file_set" in self.on and bool(self.replaces)

    def judges_targets_only(self, table: str) -> bool:
        """Whether rows of this table that are no training target are left out."""
        return self.targets_only and table in _ANNOTATED
