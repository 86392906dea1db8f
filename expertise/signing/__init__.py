"""Signatures on paper that cannot be paper: made, examined, and marked; nothing asks a database."""
