"""Throw-away secrets and databases, unless the environment names others."""

import base64
import gc
import os
import secrets
import tempfile
from pathlib import Path

gc.set_threshold(100_000, 20, 100)  # thousands of tests are read in, and nothing of it is rubbish
place = Path(tempfile.mkdtemp(prefix="cauce-test-"))


def fresh() -> str:
    return base64.b64encode(secrets.token_bytes(32)).decode()


(place / "static").mkdir()
(place / "broker" / "control").mkdir(parents=True)
os.environ["VAR_DIR"] = str(place)
os.environ.setdefault("PREPARED", str(place))  # of whoever began the run: tests/prepared.py
os.environ["SECRETS_FILE"] = str(place / "secrets.env")
for name in ("SECRET_KEY", "VAULT_INDEX_KEY", "AUDIT_ROW_KEY", "AUDIT_SIGNING_KEY", "MFA_KEY"):
    os.environ.setdefault(name, fresh())
os.environ.setdefault("VAULT_KEKS", f"1={fresh()}")
os.environ.setdefault("AUDIT_CHECKPOINTS", str(place / "checkpoints"))
os.environ.setdefault("DATABASE_URL", f"sqlite:///{place}/main.sqlite3")
os.environ.setdefault("KEYS_DATABASE_URL", f"sqlite:///{place}/keys.sqlite3")
os.environ.setdefault("DEMO", "1")
os.environ.setdefault("REQUIRE_MFA", "0")
os.environ.setdefault("EMAIL_URL", "memorymail://")

from accompaniment.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher", *PASSWORD_HASHERS]  # noqa: F405
STORAGES["staticfiles"] = {  # noqa: F405
    "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
}
CACHES["default"]["KEY_PREFIX"] = place.name  # noqa: F405  # no process counts for another
if isinstance(served := CACHES["default"]["LOCATION"], str) and "redis" in served:  # noqa: F405
    server, _, number = served.rpartition("/")  # tests empty their cache: each process its own
    worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    CACHES["default"]["LOCATION"] = f"{server}/{int(number) - 1 - worker}"  # noqa: F405
    CELERY_BROKER_TRANSPORT_OPTIONS["global_keyprefix"] = place.name  # noqa: F405
for alias, database in DATABASES.items():  # noqa: F405
    if database["ENGINE"].endswith("sqlite3"):  # a file: the canary test reads its bytes
        database["TEST"] = {"NAME": str(place / f"test-{alias}.sqlite3")}
    database["CONN_MAX_AGE"] = 0
