"""The public page that tells whether a signed report is authentic, and nothing else."""

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from accompaniment.counted import counted_as, too_many
from accompaniment.files.arriving import from_anybody
from expertise.forms.sign import VerifyForm
from expertise.reports import verifying

LIMIT = "verify"
asks = require_http_methods(["GET", "HEAD", "POST"])
takes = from_anybody(settings.VERIFY_MAX_MB)


@login_not_required
@counted_as(LIMIT)
@takes
@asks
def verify(request: HttpRequest) -> HttpResponse:
    """Look at a file somebody doubts."""
    return answer(request)


@login_not_required
@counted_as(LIMIT)
@takes
@asks
def verify_key(request: HttpRequest, key: str) -> HttpResponse:
    """Look at the key of a QR code, and at a file that claims to be that very copy."""
    if request.method != "POST" and (refused := too_many(request, LIMIT)):
        return refused
    return answer(request, key)


def answer(request: HttpRequest, key: str = "") -> HttpResponse:
    """Say authentic or altered."""
    posting = request.method == "POST"
    form = VerifyForm(request.POST, request.FILES) if posting else VerifyForm()
    context: dict[str, Any] = {"form": form, "key": key}
    if posting and form.is_valid():
        context["verdict"] = verifying.of_file(form.cleaned_data["file"].whole(), key)
    elif key and not posting:
        context["known"] = verifying.of_key(key)
    status = 422 if form.errors else 200
    return render(request, "expertise/verify.html", context, status=status)
