"""The real settings; on a Redis shared with other houses, a corner of its own."""

import os

from accompaniment.settings import *  # noqa: F403

CACHES["default"]["KEY_PREFIX"] = os.environ["HOUSE"]  # noqa: F405
if CELERY_BROKER_URL.startswith("redis"):  # noqa: F405
    CELERY_BROKER_TRANSPORT_OPTIONS["global_keyprefix"] = os.environ["HOUSE"]  # noqa: F405
