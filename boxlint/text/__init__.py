"""The text of annotation files: its encoding, lines and places, the numbers in it, and edits of them."""
