"""Make every secret of docker-compose.yml under ./secrets, mode 0600; nothing is overwritten.

Files are given to the users inside the containers, so run it as root (or with sudo).
"""

import os
import secrets
import sys
from pathlib import Path

import make_keys

FOLDER = Path("secrets")
APP, SERVICE = 10001, 999  # the users inside the containers


def password() -> str:
    """Return 32 random letters that no file format needs to quote."""
    return secrets.token_urlsafe(24)


def put(name: str, text: str, owner: int) -> None:
    """Write one new file that only its reader may read."""
    path = FOLDER / name
    handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(text)
    if os.geteuid() == 0:
        os.chown(path, owner, owner)


def main() -> int:
    """Make the folder and all its files, or refuse when it is there."""
    if FOLDER.exists():
        print("secrets/ is already there; nothing was changed.")
        return 1
    FOLDER.mkdir(mode=0o711)
    make_keys.main([str(FOLDER / "keys")])
    owner, app, redis = password(), password(), password()
    services = f"CELERY_BROKER_URL=redis://:{redis}@redis:6379/0\n"
    services += f"CACHE_URL=rediscache://:{redis}@redis:6379/1\n"
    services += "EMAIL_URL=consolemail://\n"  # smtp+ssl://user:password@host:465 sends real letters
    made = FOLDER / "keys"
    put("cauce_keys", made.read_text() + services, APP)
    made.unlink()
    put("pgpass_app", f"*:*:*:cauce_app:{app}\n", APP)
    put("pgpass_owner", f"*:*:*:cauce_owner:{owner}\n", APP)
    put("postgres_password", password(), SERVICE)
    put("owner_password", owner, SERVICE)
    put("app_password", app, SERVICE)
    put("redis_conf", f'requirepass {redis}\nsave ""\nappendonly no\ndir /data\n', SERVICE)
    if os.geteuid() != 0:
        print("Not root: give cauce_keys and pgpass_* to user 10001 and the others to 999.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
