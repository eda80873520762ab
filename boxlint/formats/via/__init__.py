"""VGG Image Annotator (VIA): one JSON file a project, images by key, with regions."""
