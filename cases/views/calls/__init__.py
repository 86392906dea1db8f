"""The pages of first contacts."""
