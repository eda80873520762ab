"""Hugging Face object detection: `metadata.jsonl` beside image files, or Parquet: a row an image, with its objects."""
