"""Pages about people, their roles and their sessions."""
