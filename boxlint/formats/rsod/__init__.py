"""RSOD: one text file an image, a line an object: the image, the class and a box, between tabs."""
