"""Pages rendered here and served to a real Chromium, without a house behind them."""

import mimetypes
from types import SimpleNamespace
from urllib.parse import urlsplit

from accompaniment.context import Entry
from tests.house import source

ORIGIN = "http://house.test"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; "
    "base-uri 'none'; manifest-src 'self'"
)
HTML = {"Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": POLICY}


def shell(**facts):
    """Stand for the frame of someone who is signed in."""
    return SimpleNamespace(
        **{
            "signed_in": True,
            "demo": True,
            "organisation": "Centro Ejemplo",
            "session_url": "/session/",
            "session_left": 1200,
            "who": "mine",
            "exit_url": "/exit/",
            "search_url": "/cases/search/",
            "account_url": "/account/",
            "sign_out_url": "/out/",
            "role_labels": "Acompañamiento psicosocial",
            "user": SimpleNamespace(full_name="Ofelia Rascón"),
            "menu": [Entry("/", "Mi día", "day", True), Entry("/cases/", "Casos", "file", False)],
            **facts,
        }
    )


def static(route):
    """Answer for a static file; tell whether it was one."""
    path = urlsplit(route.request.url).path
    if not path.startswith("/static/"):
        return False
    file = source.ROOT / path.lstrip("/")
    if file.exists():
        kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
        route.fulfill(body=file.read_bytes(), content_type=kind)
    else:
        route.fulfill(status=404)
    return True
