"""The day of one person who works here: a constant number of queries, nothing sealed."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accompaniment.audit import log
from accompaniment.audit.enums import Verb
from accompaniment.desk import todo
from accompaniment.desk.week import trace_groups
from accompaniment.staff import access, pages
from accompaniment.staff.enums import CLINICAL, Role
from accompaniment.staff.standing import Standing
from accompaniment.templatetags.moments import clock, moment
from cases.enums import CaseState, Consent, ParticipationRole, SessionStatus
from cases.models import Case, ConsentGiven, ContactChannel, Draft, Note, Session, Transition
from cases.reports.calls.lists import ringing
from cases.reports.encounters import Together, together, whose
from cases.reports.rows import Row, listed, rows, sees_agenda
from cases.reports.tasks import ToDo
from expertise.reports.due import Waiting, waiting
from expertise.reports.due_court import in_court
from groups.reports.hours import GroupHour
from groups.reports.hours import hours as group_hours
from groups.reports.notices import Waiting as Notice
from groups.reports.notices import waiting as notices

MANY, FEW = 50, 10
SOON, LATELY = dt.timedelta(days=7), dt.timedelta(days=30)
NOON, EVENING = 12, 19
CASE = "person__participations__case"


@dataclass(frozen=True, slots=True)
class Meeting:
    """One session of today."""

    hour: str
    pseudonym: str
    url: str
    line: str
    who: str
    contact_ok: bool
    state: str
    case: UUID
    of_many: bool = False


@dataclass(frozen=True, slots=True)
class Task:
    """Something to finish or to look at."""

    title: str
    url: str
    note: str
    icon: str
    case: UUID
    when: str = ""
    kind: str = ""


@dataclass(slots=True)
class Day:
    """Everything the page shows."""

    date: dt.date
    greeting: str
    lede: str = ""
    meetings: list[Meeting] = field(default_factory=list)
    agenda: list[Meeting] = field(default_factory=list)
    writing: list[Task] = field(default_factory=list)
    due: list[Task] = field(default_factory=list)
    to_do: list[ToDo] = field(default_factory=list)
    expertise: list[Waiting] = field(default_factory=list)
    groups: list[tuple[str, GroupHour]] = field(default_factory=list)  # hour, session
    notices: list[Notice] = field(default_factory=list)  # of groups
    supervision: list[tuple[str, str, str]] = field(default_factory=list)
    calls: list[tuple[str, str]] = field(default_factory=list)
    urgent: list[Row] = field(default_factory=list)
    recent: list[Row] = field(default_factory=list)
    roles: set[str] = field(default_factory=set)

    @property
    def is_clinical(self) -> bool:
        """Tell whether this person works with records."""
        return bool(self.roles & CLINICAL)

    def trace(self) -> None:
        """Keep for the trace which cases the page names."""
        shown: list[Meeting | Task | ToDo] = [*self.meetings, *self.agenda, *self.writing]
        shown += [*self.due, *self.to_do]
        ids = sorted({str(each.case) for each in shown})
        if ids:
            log.collect(Verb.LIST, "cases.case", None, ids, count=len(ids))


def greeting(user: Any, now: dt.datetime) -> str:
    """Greet by the hour and by name."""
    name, hour = user.get_short_name(), now.hour
    if hour < NOON:
        return _("Good morning, %(name)s") % {"name": name}
    if hour < EVENING:
        return _("Good afternoon, %(name)s") % {"name": name}
    return _("Good evening, %(name)s") % {"name": name}


def of(user: Any, here: Standing, at: dt.datetime) -> Day:
    """Return the day of one person."""
    now = timezone.localtime(at)
    day = Day(now.date(), greeting(user, now), roles=here.roles)
    if not day.is_clinical:
        return day
    start = now.replace(hour=0, minute=0, second=0, microsecond=0)
    end = start + dt.timedelta(days=1)
    today = Session.objects.visible_to(user).of_day(start, end)
    mine = whose({user.pk}, start, end)
    day.meetings = meetings(today.filter(mine), now.date())
    day.groups = groups_of(user, start)
    day.lede = said(day.meetings)
    if here.holds(Role.PSYCHOLOGIST, Role.COORDINATOR, Role.FACILITATOR):
        day.writing = [*drafts(user), *unsigned(user), *unwritten(user, at)]
        day.due = [*contacts(user, now.date()), *consents(user), *pauses(user, now.date())]
    day.to_do = todo.soon(user, here, now.date())
    day.expertise = [*waiting(user, here, at), *in_court(user, here, at)]
    day.notices = notices(user, here)
    day.supervision = todo.supervision(user, now.date())
    day.calls = ringing(user, here, at)
    if here.holds(Role.COORDINATOR, Role.RECEPTION):
        day.agenda = meetings(today.exclude(mine), now.date())
    if here.holds(Role.COORDINATOR):
        day.urgent = rows(pages.page(listed(), user, limit=FEW, is_open=True, urgency=1).records)
    if here.holds(Role.LAWYER, Role.FACILITATOR, Role.RECEPTION):
        recent = pages.page(listed(), user, limit=FEW, is_open=True).records
        day.recent = rows(recent, agenda=sees_agenda(user))
    day.trace()
    return day


def groups_of(user: Any, start: dt.datetime) -> list[tuple[str, GroupHour]]:
    """Return the sessions of groups somebody facilitates on one day."""
    found = group_hours(user, start, start + dt.timedelta(days=1), who=user.pk)
    trace_groups(found)
    return [(each.begins, each) for each in found]


def said(found: list[Meeting]) -> str:
    """Say how many sessions today holds."""
    if not found:
        return _("You have no sessions today.")
    number = len(found)
    return ngettext("Today you have %(n)s session.", "Today you have %(n)s sessions.", number) % {
        "n": number
    }


# --- sessions --------------------------------------------------------------------------------


def meetings(sessions: Any, today: dt.date) -> list[Meeting]:
    """Return sessions of one day in words, with whether the contact has been verified."""
    found = list(
        sessions.select_related("case", "accompanist").defer("place", "case__reason")[:MANY]
    )
    access.let_in([session.case for session in found])
    verified = verified_cases([session.case_id for session in found], today)
    known = together(found)
    return [meeting(each, each.case_id in verified, known.get(each.pk)) for each in found]


def verified_cases(ids: list[UUID], today: dt.date) -> set[UUID]:
    """Return the cases whose accompanied person has a contact verified and not expired."""
    good = ContactChannel.objects.filter(
        is_active=True,
        expires_on__gte=today,
        person__participations__role=ParticipationRole.PA,
        person__participations__ended_at=None,
        person__participations__case__in=ids,
    )
    return set(good.values_list("person__participations__case", flat=True))


def meeting(session: Any, contact_ok: bool, it: Together | None) -> Meeting:  # noqa: FBT001
    """Say one session; an encounter of many says what it is, and asks for nobody's contact."""
    planned = session.status == SessionStatus.SCHEDULED
    number = session.number or session.case.sessions_held + 1
    parts = [
        session.case.code,
        (it.said if it else "") or _("Session %(number)s") % {"number": number},
        str(session.get_modality_display()),
    ]
    return Meeting(
        hour=clock(timezone.localtime(session.starts_at)),
        pseudonym=session.case.pseudonym,
        url=it.url if it else session.case.get_absolute_url(),
        line=" · ".join(parts),
        who=session.accompanist.get_short_name(),
        contact_ok=contact_ok,
        state="" if planned else str(session.get_status_display()),
        case=session.case_id,
        of_many=it is not None,
    )


# --- what waits ------------------------------------------------------------------------------


def drafts(user: Any) -> list[Task]:
    """Return what this person was still typing."""
    found = Draft.objects.visible_to(user).select_related("case", "session").defer("content")
    return [
        Task(
            title=draft.case.pseudonym,
            url=draft_url(draft),
            note=_("%(code)s · draft kept %(moment)s")
            % {"code": draft.case.code, "moment": moment(draft.saved_at, "near")},
            icon="pen",
            case=draft.case_id,
        )
        for draft in found.order_by("-saved_at")[:FEW]
    ]


def draft_url(draft: Any) -> str:
    """Return where a draft is taken up again."""
    if draft.session_id and not draft.base_version:
        return reverse("cases:note_new", args=[draft.case.code, draft.session_id])
    return reverse("cases:note", args=[draft.case.code, draft.note])


def unsigned(user: Any) -> list[Task]:
    """Return the notes this person has still to sign."""
    mine = Note.objects.visible_to(user).filter(author=user).unsigned()
    mine = mine.exclude(pk__in=Draft.objects.filter(author=user).values("note"))
    found = mine.select_related("case", "session").defer("sections").order_by("written_at")
    return [
        Task(
            title=note.case.pseudonym,
            url=reverse("cases:note", args=[note.case.code, note.pk]),
            note=_("%(code)s · session of %(day)s · to be signed")
            % {
                "code": note.case.code,
                "day": moment(timezone.localtime(note.session.starts_at).date(), "short"),
            },
            icon="lock",
            case=note.case_id,
        )
        for note in found[:FEW]
    ]


def unwritten(user: Any, at: dt.datetime) -> list[Task]:
    """Return the sessions this person held lately and has written nothing about."""
    typed = Draft.objects.filter(author=user, session__isnull=False).values("session")
    held = Session.objects.visible_to(user).filter(
        accompanist=user, status=SessionStatus.HELD, notes=None, starts_at__gte=at - LATELY
    )
    found = held.exclude(pk__in=typed).select_related("case").defer("place", "case__reason")
    return [
        Task(
            title=session.case.pseudonym,
            url=reverse("cases:note_new", args=[session.case.code, session.pk]),
            note=_("%(code)s · session of %(day)s · without a note")
            % {
                "code": session.case.code,
                "day": moment(timezone.localtime(session.starts_at).date(), "short"),
            },
            icon="pen",
            case=session.case_id,
        )
        for session in found.order_by("starts_at", "id")[:FEW]
    ]


def mine(user: Any) -> Any:
    """Return the open cases this person is responsible for."""
    return Case.objects.visible_to(user).filter(responsible=user, is_open=True)


def contacts(user: Any, today: dt.date) -> list[Task]:
    """Return the contacts to verify again soon."""
    found = ContactChannel.objects.filter(
        is_active=True,
        expires_on__lte=today + SOON,
        person__participations__ended_at=None,
        person__participations__case__in=mine(user),
    ).values_list("expires_on", *(f"{CASE}__{name}" for name in ("pk", "code", "pseudonym")))
    return [
        Task(
            title=_("Verify the contact again"),
            url=reverse("cases:detail", args=[code]),
            note=f"{pseudonym} · {code}",
            icon="phone",
            case=case,
            when=moment(expires_on, "left"),
            kind="warn" if expires_on < today else "",
        )
        for expires_on, case, code, pseudonym in found.order_by("expires_on")[:FEW]
    ]


def consents(user: Any) -> list[Task]:
    """Return the cases that cannot go on because an answer is missing."""
    given = ConsentGiven.objects.filter(granted=True, revoked_at=None)
    agreed = given.filter(kind=Consent.PROCESO).values("case")
    with_both = given.filter(kind=Consent.DATOS_SENS, case__in=agreed)
    waiting = mine(user).filter(state=CaseState.PROPUESTO).exclude(pk__in=with_both.values("case"))
    return [
        Task(
            title=_("Consents are missing"),
            url=reverse("cases:steps", args=[case.code]),
            note=f"{case.pseudonym} · {case.code}",
            icon="check",
            case=case.pk,
        )
        for case in waiting.defer("reason").order_by("opened_at")[:FEW]
    ]


def pauses(user: Any, today: dt.date) -> list[Task]:
    """Return the pauses that end soon."""
    found = Transition.objects.filter(
        case__in=mine(user).filter(state=CaseState.EN_PAUSA),
        after=CaseState.EN_PAUSA,
        until_on__lte=today + SOON,
    )
    latest = {
        step.case_id: step
        for step in found.select_related("case").defer("reason").order_by("at")[:MANY]
    }
    return [
        Task(
            title=_("A pause ends"),
            url=reverse("cases:steps", args=[step.case.code]),
            note=f"{step.case.pseudonym} · {step.case.code}",
            icon="clock",
            case=step.case_id,
            when=moment(step.until_on, "left"),
            kind="accent",
        )
        for step in latest.values()
    ]
