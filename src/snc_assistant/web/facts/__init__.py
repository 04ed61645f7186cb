"""The facts as data: offers, criteria, stages and what changed, as JSON and as CSV."""
