"""TensorFlow: a CSV file with a box a line, and the size of its image in each of them."""
