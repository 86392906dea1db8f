"""What pages show of a case: read once, in few queries, ready for a template."""
