"""The real settings, with quick passwords only where a browser would wait for nothing."""

from accompaniment.settings import *  # noqa: F403
