"""labelme: one JSON file an image, with a list of shapes; X-AnyLabeling and AnyLabeling write it too."""
