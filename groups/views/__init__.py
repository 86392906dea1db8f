"""Pages of the wing of groups."""
