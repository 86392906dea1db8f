"""The rules of a first contact: pure, without a record."""
