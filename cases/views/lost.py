"""When access ends while someone is writing: only their own words come back."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import render

from accompaniment.staff.views import SignedIn
from accompaniment.vault import gate
from cases import skeletons
from cases.actions.refusal import KeyLost

View = Callable[..., HttpResponse]


def words_of(request: SignedIn) -> list[tuple[Any, str]]:
    """Return what was typed, by the label of each section."""
    named = [(section.label, name) for name, section in skeletons.ALL.items()]
    return [
        (label, request.POST[name])
        for label, name in [*named, ("", "body")]
        if request.POST.get(name)
    ]


def why(refused: Exception) -> Any:
    """Return the sentence for a key that is missing; the page has one for everything else."""
    return KeyLost.sentence if isinstance(refused, gate.LOST) else ""


def status_of(refused: Exception) -> int:
    """Return the status of a refusal."""
    if isinstance(refused, gate.LOST):
        return 503
    return 404 if isinstance(refused, Http404) else 403


def hands_words_back(view: View) -> View:
    """Keep the status of a refusal, and give back what the person had typed."""

    @wraps(view)
    def guarded(request: SignedIn, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except (Http404, PermissionDenied, *gate.LOST) as refused:
            words = words_of(request) if request.method == "POST" else []
            if not words:
                raise
            context = {"words": words, "why": why(refused)}
            return render(request, "cases/note_lost.html", context, status=status_of(refused))

    return guarded
