"""The desk at which an instrument is answered: its words, its form, what was kept of it."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accompaniment.staff import access
from accompaniment.staff.views import SignedIn
from accompaniment.templatetags.moments import clock
from cases.actions import instruments
from cases.actions.refusal import Refusal
from cases.actions.scored import Application, texts_of
from cases.forms.fields import plain
from cases.forms.instrument import ApplyForm, fresh, typed
from cases.instruments import Definition, score, shipped
from cases.models import AppliedDraft, Case
from cases.reports import asking
from cases.reports import instruments as report
from cases.views.frame import open_case, posted


def definition_of(code: str) -> Definition:
    """Return an instrument of the house.

    :raises Http404: if there is none.
    """
    it = shipped().get(code)
    if it is None:
        raise Http404
    return it


@dataclass(frozen=True)
class Desk:
    """One instrument about to be answered by someone of a case."""

    case: Case
    it: Definition
    words: asking.Asking
    languages: list[str]
    people: dict[str, str]
    persons: dict[str, Any]
    draft: AppliedDraft | None
    sent: Any

    @property
    def autosave(self) -> str:
        """Return where the answers are kept while they are given."""
        return reverse("cases:instrument_draft", args=[self.case.code, self.it.code])

    def form(self) -> ApplyForm:
        """Return the form: as sent, as kept, or fresh."""
        first = next(iter(self.people), "")
        kept = self.draft.content.reveal() if self.draft and self.draft.content else {}
        return ApplyForm(
            self.sent,
            it=self.it,
            words=self.words,
            people=self.people,
            sessions=report.sessions_of(self.case),
            initial={**fresh(self.words.language, first), **kept, "language": self.words.language},
        )

    def application(self, form: ApplyForm) -> Application:
        """Return what was answered, as the use case hears it."""
        said = form.cleaned_data
        chosen = said["session"]
        session = self.case.sessions.filter(pk=chosen).first() if chosen else None
        return Application(
            instrument=self.it.code,
            person=self.persons[said["person"]],
            answers=form.answers(),
            applied_on=said["applied_on"],
            mode=said["mode"],
            language=self.words.language,
            session=session,
            applied_id=said["applied_id"],
        )


def desk_for(request: SignedIn, case: Case, code: str) -> Desk:
    """Lay out the desk for an instrument, in the language that was chosen."""
    it = definition_of(code)
    texts = texts_of(it.code)
    known = asking.languages(texts)
    chosen = request.POST.get("language") or request.GET.get("language", "")
    language = chosen if chosen in known else asking.usual(texts)
    people = report.people_of(case)
    mine = AppliedDraft.objects.visible_to(request.user).filter(case=case, instrument=it.code)
    return Desk(
        case=case,
        it=it,
        words=asking.asking(it, language, texts),
        languages=known,
        people=report.names_of(people),
        persons={str(each.person.pk): each.person for each in people},
        draft=mine.first() if request.method != "POST" else None,
        sent=posted(request),
    )


@require_POST
def instrument_draft(request: SignedIn, code: str, instrument: str) -> HttpResponse:
    """Keep what has been marked so far, sealed to whoever asks."""
    case = open_case(request, code, "write")
    it = definition_of(instrument)
    content = {name: plain(said) for name, said in typed(request.POST.dict()).items()}
    if not any(name.startswith("item_") for name in content):
        return JsonResponse({"text": _("There is nothing to keep yet.")}, status=422)
    try:
        kept = instruments.keep_applied_draft(
            case=case, instrument=it.code, content=content, by=request.user, at=timezone.now()
        )
    except Refusal as refusal:
        return JsonResponse({"text": str(refusal)}, status=422)
    if alarms(it, content):
        text = _("Kept. One answer speaks of danger: save, and the alert opens.")
    else:
        text = _("Saved %(hour)s") % {"hour": clock(timezone.localtime(kept.saved_at))}
    return JsonResponse({"text": text})


def alarms(it: Definition, content: dict[str, str]) -> bool:
    """Tell whether an answer not yet saved speaks of danger."""
    known = {f"item_{item.number}": item for item in it.items}
    given = {
        known[name].number: int(said)
        for name, said in content.items()
        if name in known and said.isdecimal() and int(said) in it.values(known[name])
    }
    return bool(score(it, given).alarms)


@require_POST
def instrument_draft_discard(request: SignedIn, code: str, instrument: str) -> HttpResponse:
    """Throw away what one had marked and not saved."""
    case = open_case(request, code, "write")
    it = definition_of(instrument)
    rows = AppliedDraft.objects.filter(case=case, instrument=it.code)
    draft: AppliedDraft = access.open_or_404(rows, request.user)
    instruments.discard_applied_draft(draft=draft, by=request.user)
    return redirect("cases:instrument_apply", case.code, it.code)
