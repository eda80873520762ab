"""Measures: vectorised quantities of each table, computed on demand from columns and other measures."""
