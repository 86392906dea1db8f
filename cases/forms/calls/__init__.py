"""Forms about first contacts."""
