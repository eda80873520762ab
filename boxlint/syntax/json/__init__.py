"""What formats share that are JSON: values that know their places, shapes at paths in records, and their edits."""
