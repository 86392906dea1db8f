"""Pages of the wing of expert opinions."""
