"""How the trace calls what lies in this house: ``KINDS`` of records and sealed ``FIELDS``."""
