"""What counts PostgreSQL's pages is collected only where PostgreSQL is the database."""

import os

collect_ignore_glob = (
    [] if os.environ.get("DATABASE_URL", "").startswith("postgres") else ["test_*.py"]
)
