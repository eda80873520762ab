"""roLabelImg: VOC-like XML with centre, size and angle of rotated boxes in `robndbox`."""
