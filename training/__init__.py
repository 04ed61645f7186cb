"""Trains the bundled bilingual static encoder. Not part of the installed package."""
