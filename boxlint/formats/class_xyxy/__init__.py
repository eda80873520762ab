"""Text with a box a line, `class x1 y1 x2 y2`, which is read where a user names it."""
