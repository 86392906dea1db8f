"""The wing of donations; it never sees a person accompanied."""
