"""Open Images: a CSV file of boxes, in fractions of the sides of images that are known by an id."""
