"""Text with a box a line, `class x y width height`, which is read where a user names it."""
