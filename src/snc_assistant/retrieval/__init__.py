"""Question → hits: dense and sparse retrieval over passages, statements and their questions."""
