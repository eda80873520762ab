"""Datalists of MONAI detection: volumes in lists named by their split, each with its 3-D boxes and their labels."""
