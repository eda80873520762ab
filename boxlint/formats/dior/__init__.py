"""DIOR-R: VOC-like XML with the four corners of oriented boxes in `robndbox`."""
