"""What formats share in which a line is a record: its fields, how it is read, and how it is edited."""
