"""How the trace calls what lies in this wing: ``KINDS`` of records and sealed ``FIELDS``."""
