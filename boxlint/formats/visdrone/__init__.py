"""VisDrone-DET: one text file an image, a line an object: box, score, category number, truncation, occlusion."""
