"""What formats share that are CSV: columns by their header, boxes a record each, and their edits."""
