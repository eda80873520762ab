"""DOTA: one text file an image, a line an object: eight coordinates, the category, the difficulty."""
