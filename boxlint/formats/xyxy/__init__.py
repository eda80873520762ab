"""Text with a box a line, `x1 y1 x2 y2 class`, which is read where a user names it."""
