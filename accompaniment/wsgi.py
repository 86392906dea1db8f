"""The door for the web server."""

import os
import sys

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "accompaniment.settings")

application = get_wsgi_application()

from accompaniment.vault import keys  # noqa: E402  # the rooms are built now

try:
    keys.check()
except keys.WrongKey as wrong:
    sys.exit(str(wrong))
