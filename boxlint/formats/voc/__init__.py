"""Pascal VOC: one XML file an image, axis-aligned boxes (or four corners) in `bndbox`."""
