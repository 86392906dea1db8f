"""What can be found in a text without asking any record: words that harm, names, works cited."""
