"""Reviewed facts: statements in both languages, each proven by verbatim spans."""
