"""Make the key file: KEY=VALUE lines, mode 0600, outside the database, never overwritten.

Usage: make_keys.py [PATH]   (default: $SECRETS_FILE, else secrets.env in $VAR_DIR or var)

Whoever loses this file loses every sealed word; whoever copies it opens them. See
docs/operations.md, "Custody of the keys". Needs nothing but Python.
"""

import base64
import os
import secrets
import sys
from pathlib import Path

EACH_ITS_OWN = ("VAULT_INDEX_KEY", "AUDIT_ROW_KEY", "AUDIT_SIGNING_KEY", "MFA_KEY")


def key() -> str:
    """Return 32 random bytes in base64."""
    return base64.b64encode(secrets.token_bytes(32)).decode()


def main(arguments: list[str]) -> int:
    """Write a new key file unless there is one."""
    var = Path(os.environ.get("VAR_DIR") or "var")
    here = os.environ.get("SECRETS_FILE") or var / "secrets.env"
    path = Path(arguments[0] if arguments else here)
    if not arguments and not path.exists() and (var / "keys.sqlite3").exists():
        print(f"{path} is missing, and this house was sealed under it. Put it back.")
        return 1
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    lines = [f"SECRET_KEY={secrets.token_urlsafe(48)}", f"VAULT_KEKS=1={key()}"]
    lines += [f"{name}={key()}" for name in EACH_ITS_OWN]
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    with os.fdopen(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
        file.write("\n".join(lines) + "\n")
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)  # all of it or nothing, and never over an older file
    except FileExistsError:
        return 0
    finally:
        draft.unlink()
    print(f"Keys made: {path} (keep a copy away from this machine)")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
