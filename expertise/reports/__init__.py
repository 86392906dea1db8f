"""What pages show, gathered in a few questions."""
