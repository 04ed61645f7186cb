"""The API and the page. The only package that imports FastAPI."""
