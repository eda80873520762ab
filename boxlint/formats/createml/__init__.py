"""Create ML: one JSON file a folder of images, boxes by their centres."""
