"""What formats share that are XML: elements that know their places, the records among them, and their edits."""
