"""Documents → sections and passages, with exact character offsets."""
