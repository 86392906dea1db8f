"""The wing of reflection groups and community work."""
