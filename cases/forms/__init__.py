"""What people may send about a case, cleaned and checked before any use case hears of it."""
