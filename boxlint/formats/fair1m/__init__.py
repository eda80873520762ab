"""FAIR1M and the GaoFen challenge: one XML file an image, objects with a closed ring of five points."""
