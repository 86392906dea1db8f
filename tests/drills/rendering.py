"""The drill of the printing: python -m tests.drills.rendering --kills 50 --broker redis|filesystem

Builds a house of its own, ends its workers with kill -9 at random moments while reports are being
printed, and says how many were lost, doubled or half stored. None is the only good number.
"""

import argparse
import json
import shutil
import sys
import tempfile
from pathlib import Path

from tests import settings  # its secrets and folders are those of the house
from tests.browser.house import House, free_port

NONE = ("lost", "doubled", "half_stored", "without_bytes", "bytes_of_nobody", "untraced")


def drill(broker, *what):
    """Build a house, let a drill run in it, return what it counted."""
    with tempfile.TemporaryDirectory(prefix="cauce-drill-", ignore_cleanup_errors=True) as place:
        house = House(Path(place))
        house.env |= {"DEMO": "False", "PYTHONWARNINGS": "ignore"}
        for name in ("CELERY_BROKER_URL", "CACHE_URL"):
            house.env.pop(name, None)
        if broker == "redis":
            port = str(free_port())
            house.env |= {"DRILL_REDIS_PORT": port}
            house.env |= {"CELERY_BROKER_URL": f"redis://127.0.0.1:{port}/0"}
        try:
            said = house.run("-m", *what)
        finally:
            house.close()
            shutil.rmtree(settings.place, ignore_errors=True)
    return json.loads(said.splitlines()[-1])


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--broker", choices=("redis", "filesystem"), default="filesystem")
    parser.add_argument("--seed")
    parser.add_argument("--hostile", action="store_true", help="an endless report instead")
    said = parser.parse_args()
    what = ["tests.drills.kills", str(said.kills), *([said.seed] if said.seed else [])]
    found = drill(said.broker, *(["tests.drills.hostile"] if said.hostile else what))
    print(json.dumps({"broker": said.broker, **found}, indent=1))
    sys.exit(any(found.get(name) for name in NONE))


if __name__ == "__main__":
    main()
