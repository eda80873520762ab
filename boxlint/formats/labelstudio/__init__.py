"""Label Studio: one JSON file a project, whose tasks hold what annotators drew, in percent of the image."""
