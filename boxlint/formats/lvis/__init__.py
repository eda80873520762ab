"""LVIS: COCO whose images say which categories were looked for in them, and which not all of."""
