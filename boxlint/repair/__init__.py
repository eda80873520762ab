"""Findings → fixes → changes of records → edits of files → the same files, a few bytes changed."""
