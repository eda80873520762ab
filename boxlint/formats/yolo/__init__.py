"""YOLO: one text file an image, a line an object: the number of its class, then fractions of the sides of the image."""
