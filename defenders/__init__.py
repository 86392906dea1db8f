"""The wing of human-rights defenders at risk."""
