"""The evaluation of a commission: its room, her consent, the questions to answer."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accompaniment.staff.views import SignedIn
from cases.enums import MINORS
from cases.forms.plain import EmptyForm
from cases.views.frame import asks, posted, refusals
from expertise.actions.consenting import ConsentAnswer, record_consent
from expertise.actions.posing import add_question, change_question, withdraw_question
from expertise.forms.evaluation import ConsentForm, QuestionForm
from expertise.models import Commission, Question
from expertise.reports import file
from expertise.reports.room import room_of
from expertise.views.frame import done, form_page, open_commission, open_of, room_page

ROOM = "evaluation"


@require_safe
def evaluation(request: SignedIn, folio: str) -> HttpResponse:
    """Show the expert file: consent, questions, sessions, sources, instruments, what was asked."""
    found = open_commission(request, folio, "read")
    told = room_of(found, timezone.localdate())
    return room_page(request, found, ROOM, "expertise/evaluation.html", file=told)


def page(request: SignedIn, form: Any, found: Commission, anchor: str = "", **said: Any) -> Any:
    """Show a form of the evaluation; going back leads to where it came from."""
    back = reverse("expertise:evaluation", args=[found.code]) + anchor
    return form_page(request, form, found, ROOM, **{"back": back, "submit": _("Save"), **said})


@asks
def consent(request: SignedIn, folio: str) -> HttpResponse:
    """Record what she answered when she was asked to be evaluated."""
    found = open_commission(request, folio, "write")
    form = ConsentForm(posted(request), is_child=found.person.age_group in MINORS)
    if form.is_bound and form.is_valid():
        with refusals(form):
            answer = ConsentAnswer(**form.cleaned_data)
            record_consent(commission=found, answer=answer, by=request.user, at=timezone.now())
            return done(request, found, _("Her answer is on record."))
    said = {
        "heading": _("Consent to be evaluated"),
        "lede": _(
            "Tell her in plain words what the report is for and who reads it, before anything else."
        ),
        "back": found.get_absolute_url(),
    }
    return page(request, form, found, **said)


@asks
def question_add(request: SignedIn, folio: str) -> HttpResponse:
    """Add a question to answer."""
    found = open_commission(request, folio, "write")
    form = QuestionForm(posted(request))
    if form.is_bound and form.is_valid():
        with refusals(form):
            facts = {name: form.cleaned_data[name] for name in ("text", "short")}
            add_question(commission=found, **facts, by=request.user, at=timezone.now())
            return done(request, found, _("Saved."), ROOM, "#questions")
    return page(request, form, found, "#questions", heading=_("A question for the expert"))


@asks
def question_edit(request: SignedIn, folio: str, uid: Any) -> HttpResponse:
    """Put the words of a question right."""
    row = open_of(request, folio, Question.objects.all(), uid)
    known = file.question(row)
    initial = {"text": known.text, "short": file.words(row.short), "version": row.version}
    form = QuestionForm(posted(request), initial=initial)
    if form.is_bound and form.is_valid():
        with refusals(form):
            facts = {**form.cleaned_data, "version": form.cleaned_data["version"] or 0}
            change_question(question=row, **facts, by=request.user, at=timezone.now())
            return done(request, row.commission, _("Saved."), ROOM, "#questions")
    now = known.text if getattr(getattr(form, "refusal", None), "conflict", False) else ""
    said = {"heading": _("Change question %(key)s") % {"key": known.key}}
    if now:
        said |= {"warning": _("What stands there now"), "advice": now}
    return page(request, form, row.commission, "#questions", **said)


@asks
def question_withdraw(request: SignedIn, folio: str, uid: Any) -> HttpResponse:
    """Withdraw a question that is no longer asked."""
    row = open_of(request, folio, Question.objects.all(), uid)
    form = EmptyForm(posted(request))
    if form.is_bound and form.is_valid():
        with refusals(form):
            withdraw_question(question=row, by=request.user, at=timezone.now())
            return done(request, row.commission, _("Withdrawn."), ROOM, "#questions")
    known = file.question(row)
    heading = _("Withdraw question %(key)s") % {"key": known.key}
    said = {"heading": heading, "lede": known.text, "submit": _("Withdraw it")}
    return page(request, form, row.commission, "#questions", **said)
