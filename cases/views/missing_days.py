"""The calendar of dates that hurt."""

from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accompaniment.staff import access
from accompaniment.staff.views import SignedIn
from cases.actions import missing_dates as use
from cases.enums.missing import Hurting
from cases.forms.missing_trail import DateForm
from cases.forms.plain import EmptyForm
from cases.models import FamilyDate, MissingDate
from cases.reports import missing as report
from cases.reports import missing_days
from cases.views.frame import asks, form_page, open_case, posted, refusals
from cases.views.missing_frame import kept, open_missing, open_part
from cases.views.rooms import room_page


@require_safe
def dates(request: SignedIn, code: str) -> HttpResponse:
    """Show the year of a family: the dates that hurt, drawn and in words."""
    case = open_case(request, code, "read")
    rows = report.searched(case, known=True, reads=False)
    today = timezone.localdate()
    days = missing_days.of_case(case, {each.missing.pk: each.name for each in rows}, today)
    context: dict[str, Any] = {
        "days": days,
        "months": missing_days.year_of(days),
        "drawn": missing_days.drawn(days, today),
        "writes": case.is_open and access.allows(request.user, "write", case),
    }
    return room_page(request, case, "missing", "cases/missing_dates.html", **context)


@asks
def date_add(request: SignedIn, code: str) -> HttpResponse:
    """Keep a date that hurts, of this family or of someone it searches for."""
    case = open_case(request, code, "write")
    rows = report.searched(case, known=True, reads=False)
    searched = [(str(each.missing.pk), each.name) for each in rows]
    wanted = request.GET.get("why", "")
    initial = {"why": wanted if wanted in Hurting.values else Hurting.PROPIA}
    form = DateForm(posted(request), searched=searched, initial=initial)
    if form.is_bound and form.is_valid():
        with refusals(form):
            _keep(request, case, form)
            return kept(request, case, _("The date is in the calendar."), anchor="#dates")
    lede = _("The family chooses. The team is told two weeks before, every year.")
    facts = {"lede": lede, "submit": _("Save"), "back": _back(case)}
    return form_page(request, form, case, heading=_("A date that hurts"), needs_open=True, **facts)


def _keep(request: SignedIn, case: Any, form: DateForm) -> None:
    """Keep a date where it belongs."""
    told: dict[str, Any] = {"case": case, "facts": form.facts(), "by": request.user}
    if uid := form.cleaned_data["missing"]:
        _case, missing = open_missing(request, case.code, uid, "write")
        use.add_missing_date(missing=missing, **told, at=timezone.now())
    else:
        use.add_family_date(**told, at=timezone.now())


def _back(case: Any) -> str:
    return f"{case.get_absolute_url()}missing/dates/"


@asks
def family_date_retire(request: SignedIn, code: str, uid: Any) -> HttpResponse:
    """Take a date of the family's own out of the calendar."""
    case = open_case(request, code, "write")
    date = access.open_or_404(FamilyDate.objects.filter(case=case), request.user, pk=uid)
    return _retire(request, case, date)


@asks
def missing_date_retire(request: SignedIn, code: str, uid: Any) -> HttpResponse:
    """Take a date all families of a missing person share out of the calendar."""
    case, date = open_part(request, code, MissingDate.objects.all(), uid)
    return _retire(request, case, date)


def _retire(request: SignedIn, case: Any, date: Any) -> HttpResponse:
    form = EmptyForm(posted(request))
    if form.is_bound and form.is_valid():
        with refusals(form):
            use.retire_date(date=date, case=case, by=request.user, at=timezone.now())
            return kept(request, case, _("The date is no longer in the calendar."), anchor="#dates")
    lede = _("The team will no longer be told of it. A date of the record goes for every family.")
    facts = {"lede": lede, "submit": _("Take it out"), "back": _back(case)}
    return form_page(request, form, case, heading=_("Take a date out"), **facts)
