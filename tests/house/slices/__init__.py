"""What the tests about the house know of each room: its addresses, its records, its canaries."""
