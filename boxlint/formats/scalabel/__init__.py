"""Scalabel, which BDD100K is in: a list of frames, or an object with one, boxes by two corners."""
