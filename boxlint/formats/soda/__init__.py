"""SODA-A: one JSON file an image, whose objects are quadrilaterals in `poly`."""
