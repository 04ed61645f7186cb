"""snc-assistant: cited answers about SecNumCloud, in French and in English."""

__version__ = "0.1.0"
