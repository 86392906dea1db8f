"""The wing of expert opinions."""
