"""What readers gather of the files of a set, row by row or many rows at once, and the tables that it becomes."""
