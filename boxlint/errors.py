"""The error that is the user's to mend."""

from __future__ import annotations


class UserError(Exception):
    """What the user asked for cannot be done; the message is one sentence for the terminal, with the next step."""
