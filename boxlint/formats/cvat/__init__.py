"""CVAT XML 1.1: one file a dataset, with the shapes of its images or, for videos, of its tracks."""
