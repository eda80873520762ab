"""What makes the sample data: a module a dataset, and what these share."""
