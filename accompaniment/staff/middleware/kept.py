"""Nothing typed is lost: what arrives after the session has ended goes back to who typed it."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.db import Error
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware import csrf
from django.shortcuts import redirect, render

from accompaniment.fetch import HEADER
from accompaniment.staff import sessions

SHORT = 60  # characters; longer texts are shown, shorter values travel hidden
NEVER = ("csrfmiddlewaretoken", "credential")
TROUBLE = (500, 503)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Refuse a form without a fresh token; give its words back if they came from our own page."""
    if is_from_script(request):
        return JsonResponse(state(request), status=403)
    if kept := words_of(request):
        context = {"kept": kept, "signed_in": request.user.is_authenticated}
        return render(request, "staff/words_kept.html", context, status=403)
    return render(request, "403_csrf.html", status=403)


class SignedInMiddleware(LoginRequiredMiddleware):
    """Ask for a session, and keep the words of a form whose session has ended."""

    def handle_no_permission(self, request: HttpRequest, view_func: Any) -> Any:
        """Answer 401 with the words, 401 to scripts, or lead to the sign-in page."""
        if is_from_script(request):
            return JsonResponse(state(request), status=401)
        if kept := words_of(request):
            return render(request, "staff/words_kept.html", {"kept": kept}, status=401)
        if request.method not in {"GET", "HEAD"}:
            return redirect(settings.LOGIN_URL)  # what was asked cannot be opened as a page
        return super().handle_no_permission(request, view_func)

    def process_response(self, request: HttpRequest, response: Any) -> Any:
        """Give the words of a form back when something failed on our side."""
        if response.status_code not in TROUBLE or is_from_script(request):
            return response
        kept = words_of(request)
        if not any(shown for _name, _value, shown in kept):
            return response
        context = {"kept": kept, "trouble": True}
        try:
            return render(request, "staff/words_kept.html", context, status=response.status_code)
        except Error:  # not even the page around the words can be made
            return response


def is_from_script(request: HttpRequest) -> bool:
    """Tell whether one of our scripts asks, which keeps the words on its page by itself."""
    return HEADER in request.headers or "HX-Request" in request.headers


def state(request: HttpRequest) -> dict[str, Any]:
    """Say how long the session lasts, for scripts: with a token, and a mark of who it is."""
    known = request.user.is_authenticated
    return {
        "left": sessions.seconds_left(request) if known else None,
        "csrf": csrf.get_token(request),
        "who": sessions.mark_of(request.user) if known else "",
    }


def words_of(request: HttpRequest) -> list[tuple[str, str, bool]]:
    """Return name, value and whether to show it, of a form sent from one of our own pages."""
    if request.method != "POST" or not is_same_origin(request) or _is_too_large(request):
        return []
    if any("password" in name for name in request.POST):
        return []
    kept = [
        (name, value, len(value) > SHORT or "\n" in value)
        for name, values in request.POST.lists()
        if name not in NEVER
        for value in values
    ]
    return kept if any(value.strip() for _name, value, _shown in kept) else []


def is_same_origin(request: HttpRequest) -> bool:
    """Tell whether the browser says that the form stood on one of our own pages."""
    if site := request.headers.get("Sec-Fetch-Site"):
        return site == "same-origin"
    origin = request.headers.get("Origin") or request.headers.get("Referer", "")
    came = urlsplit(origin)
    return (came.scheme, came.netloc) == (request.scheme, request.get_host())


def _is_too_large(request: HttpRequest) -> bool:
    length = request.headers.get("Content-Length") or "0"
    return not length.isdigit() or int(length) > (settings.DATA_UPLOAD_MAX_MEMORY_SIZE or 0)
