"""Strings in, normalised strings out. Knows no document and no record."""
