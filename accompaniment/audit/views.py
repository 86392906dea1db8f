"""The audit page: who did what, when, with which record. Reading it is on record too."""

import hashlib
import json
import uuid
from collections.abc import Callable, Iterator
from dataclasses import asdict
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from kombu.exceptions import OperationalError

from accompaniment.audit import lines, log, progress, queries
from accompaniment.audit.enums import READERS, Outcome, Verb
from accompaniment.audit.forms import ExportForm, FilterForm, is_code
from accompaniment.audit.models import Event
from accompaniment.audit.queries import Filters
from accompaniment.audit.querysets import EventQuerySet
from accompaniment.audit.tasks import verify_trace

View = Callable[..., HttpResponseBase]
LONGEST = 18  # digits of a place in the trace
KIND = "audit.event"


def for_readers(view: View) -> View:
    """Let in administrators and auditors only; the refusal of others is traced."""

    @wraps(view)
    def guarded(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        trace = log.current()
        if trace is None or not trace.holds(*READERS):
            log.deny(KIND, None)
            raise PermissionDenied
        return view(request, **kwargs)

    return guarded


def _traced(verb: str, filters: Filters, count: int | None, content_hash: str = "") -> None:
    """Write down that the trace was read: by which filters, and how many rows were shown."""
    asked = {name: str(value) for name, value in asdict(filters).items() if value}
    digest = hashlib.sha256(json.dumps(asked, sort_keys=True).encode()).hexdigest()
    log.collect(
        verb,
        KIND,
        None,
        [filters.person] if filters.person else [],
        code=filters.code,
        fields=sorted(asked),
        count=count,
        content_hash=content_hash or digest,
    )


def _seq(request: HttpRequest, name: str) -> int | None:
    """Return where a page begins, if there is such an event."""
    text = request.GET.get(name, "")
    seq = int(text) if text.isdecimal() and len(text) <= LONGEST else 0
    return seq if seq and Event.objects.filter(pk=seq).exists() else None


def _listed(
    request: HttpRequest, branches: list[EventQuerySet], names: dict[str, str], filters: Filters
) -> dict[str, Any]:
    """Return one page of events for a template, and write down that it was shown."""
    page = queries.page(branches, after=_seq(request, "after"), before=_seq(request, "before"))
    _traced(Verb.LIST, filters, len(page.rows))
    return {
        "page": page,
        "lines": [lines.line(row, names) for row in page.rows],
    }


def _export_url(query: str) -> str:
    return f"{reverse('audit:export')}?{query}" if query else reverse("audit:export")


@require_GET
@for_readers
def event_list(request: HttpRequest) -> HttpResponse:
    """Show the trace, newest first, and how its chain stands."""
    names = queries.names()
    form = FilterForm(request.GET, names=names)
    form.is_valid()
    filters = form.filters()
    shown = _listed(request, [filters.events()], names, filters)
    standing = queries.chain()
    facts = {
        "form": form,
        "active": filters != Filters() or bool(form.errors),
        "chain": standing,
        "running": progress.running(),
        "checks": [lines.check(row) for row in standing.checks],
        "export_url": _export_url(request.GET.urlencode()),
    }
    return render(request, "audit/event_list.html", shown | facts)


@require_GET
@for_readers
def person(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Show what one person of the team did."""
    names = queries.names()
    if f"user:{uid}" not in names:
        raise Http404
    filters = Filters(person=uid)
    shown = _listed(request, [filters.events()], names, filters)
    facts = {"name": names[f"user:{uid}"], "export_url": _export_url(f"person={uid}")}
    return render(request, "audit/person.html", shown | facts)


@require_GET
@for_readers
def record(request: HttpRequest, code: str) -> HttpResponse:
    """Show everything that was done with one record, refusals without a code too."""
    if not is_code(code):
        raise Http404
    filters = Filters(code=code.upper())
    branches = queries.of_record(filters.code)
    shown = _listed(request, branches, queries.names(), filters)
    facts = {"code": filters.code, "export_url": _export_url(f"code={filters.code}")}
    return render(request, "audit/record.html", shown | facts)


@require_http_methods(["GET", "POST"])
@for_readers
def export(request: HttpRequest) -> HttpResponseBase:
    """Ask for a reason, then send the events that fit as a file."""
    names = queries.names()
    form = ExportForm(request.POST or None, initial=request.GET.dict(), names=names)
    if request.method == "GET" or not form.is_valid():
        return render(request, "audit/export.html", {"form": form})
    if trace := log.current():
        trace.purpose = form.cleaned_data["reason"]
    response = StreamingHttpResponse(_file(form.filters(), names), content_type="text/csv")
    name = f"{timezone.localdate():%Y-%m-%d}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _file(filters: Filters, names: dict[str, str]) -> Iterator[bytes]:
    """Send the file; at its end write down how many lines left, and their hash."""
    branches = queries.of_record(filters.code) if _only_code(filters) else [filters.events()]
    file = lines.File(queries.every(branches), names)
    yield from file
    _traced(Verb.EXPORT, filters, file.count, file.content_hash)


def _only_code(filters: Filters) -> bool:
    return bool(filters.code) and filters == Filters(code=filters.code)


@require_POST
@for_readers
def check(request: HttpRequest) -> HttpResponse:
    """Ask the worker for a check of the whole trace."""
    if not progress.begin():
        messages.info(request, _("A check is already under way. Reload to see how far it is."))
        return redirect("audit:event_list")
    try:
        verify_trace.delay(whole=True)
    except (OperationalError, OSError):
        progress.end()
        log.collect(Verb.VERIFY, "audit.chain", None, outcome=Outcome.FAILED)
        messages.error(
            request, _("The worker cannot be reached, so nothing was checked. Try again later.")
        )
        return redirect("audit:event_list")
    log.collect(Verb.VERIFY, "audit.chain", None)
    messages.success(request, _("The check has been asked for. Reload to see how far it is."))
    return redirect("audit:event_list")
