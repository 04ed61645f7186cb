"""Adapts the encoder to one corpus: learns a projection from the questions that it holds."""
