"""VoTT: the JSON export of a project, or of one image, boxes by a corner and their size."""
