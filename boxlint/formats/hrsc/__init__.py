"""HRSC2016: one XML file an image, ships with an upright and a rotated box side by side."""
