"""What can be done with an accompaniment: one function per verb."""
