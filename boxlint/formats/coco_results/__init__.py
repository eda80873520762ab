"""COCO results: one JSON list of detections with their scores, as evaluation tools read them."""
