"""The pages of a case, a file per noun."""
