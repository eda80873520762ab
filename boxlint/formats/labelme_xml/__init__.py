"""LabelMe XML of the old web tool: one file an image, objects with polygons."""
