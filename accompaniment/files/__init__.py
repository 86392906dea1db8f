"""Files from outside: how they arrive, what they may be, and what is taken out of them."""
