"""UCAS-AOD: one text file an image, a line an object: four corners, an angle and an upright box; no class."""
