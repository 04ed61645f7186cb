"""Doors to other ecosystems; each imports its library only when it is used."""
