"""Where each role goes in the rooms of the house: addresses of pages, by who goes there."""
