"""KITTI: one text file an image, a line an object: class, attributes, box, and a box in space."""
