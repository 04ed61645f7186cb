"""A question as typed → a question as understood."""
