"""Ask our own health page; exit 0 when it says 200."""

import os
import sys
from urllib.error import URLError
from urllib.request import urlopen


def main() -> int:
    """Return 0 when the health page says that everything works."""
    try:
        with urlopen(f"http://localhost:{os.environ.get('PORT', '8000')}/healthz", timeout=5):
            return 0
    except (URLError, OSError):
        return 1


if __name__ == "__main__":
    sys.exit(main())
