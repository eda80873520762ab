"""What formats are written in: JSON, XML, CSV, and lines of fields. Read with the place of each value, and edited."""
