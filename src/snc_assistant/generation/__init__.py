"""Evidence → draft claims, by composing or by a language model."""
