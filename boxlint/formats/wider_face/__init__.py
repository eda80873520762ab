"""WIDER FACE: one text file a split: the path of an image, the number of its faces, and a line for each."""
