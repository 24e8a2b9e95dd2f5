"""Tokens of a line -> the names in it, by head noun, list, civility, announcing noun, or as a model found them."""
