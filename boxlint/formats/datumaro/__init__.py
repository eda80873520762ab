"""Datumaro: one JSON file a subset, with its classes, and items with annotations of many types."""
