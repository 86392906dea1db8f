"""First contacts in words: what is opened of them, and the lists they stand in."""
