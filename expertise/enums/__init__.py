"""Words with codes. Codes are lasting: never translated, never deleted."""
