"""What only PostgreSQL can do is collected only where DATABASE_URL names a PostgreSQL.

``.ci/run`` runs the suite on both databases, so these tests are never passed over there.
"""

from django.conf import settings

if not settings.DATABASES["default"]["ENGINE"].endswith("postgresql"):
    collect_ignore_glob = ["test_*.py"]
