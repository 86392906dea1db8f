"""The other service lines of the demonstration: each module says ``tell(cast)``."""
