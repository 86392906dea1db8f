"""Everything the page of one case shows beside its timeline, in a constant number of queries."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accompaniment.staff import access
from accompaniment.templatetags.moments import moment
from cases.enums import TAKES_NO_PART, Consent, Function, ParticipationRole, Pronouns
from cases.reports.contact import SafeContact, safe_contacts


@dataclass(frozen=True, slots=True)
class Someone:
    """A person of the case, as the reader may know her."""

    person: Any
    participation: Any
    name: str
    line: str
    pronouns: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer to one question of the consent matrix."""

    consent: Any
    label: str
    kind: str
    icon: str
    whose: str


def age_said(person: Any, today: dt.date) -> str:
    """Say an age as well as it is known."""
    if person.birth_date:
        born = dt.date.fromisoformat(person.birth_date.reveal())
        age = today.year - born.year - ((today.month, today.day) < (born.month, born.day))
        return ngettext("%(n)s year old", "%(n)s years old", age) % {"n": age}
    if person.birth_year:
        age = today.year - int(person.birth_year.reveal())
        return _("about %(n)s years old") % {"n": age}
    return str(person.get_age_group_display())


def someone(participation: Any, pseudonym: str, *, known: bool) -> Someone:
    """Say who takes part; without leave to identify, only as what."""
    person, label = participation.person, str(participation.get_role_display())
    if not known:
        own = participation.role == ParticipationRole.PA
        return Someone(person, participation, pseudonym if own else label, label)
    pronouns = person.pronouns.reveal() if person.pronouns else ""
    called = person.called.reveal() if person.called else label
    facts = [label, age_said(person, timezone.localdate()), *speech(person)]
    said = str(dict(Pronouns.choices).get(pronouns, pronouns))
    said = "" if pronouns == Pronouns.NO_SE_PREGUNTO else said
    return Someone(person, participation, called, " · ".join(facts), said)


def speech(person: Any) -> list[str]:
    """Say in which language, and through whom."""
    language = person.language.reveal() if person.language else ""
    named = person.interpreter.reveal() if person.interpreter else ""
    interpreter = _("interpreter: %(name)s") % {"name": named} if named else ""
    return [said for said in (language, interpreter) if said]


def people(case: Any, *, known: bool) -> list[Someone]:
    """Return who takes part, the accompanied person first."""
    rows = list(
        case.participations.filter(ended_at=None)
        .exclude(role__in=TAKES_NO_PART)
        .select_related("person")
        .order_by("since", "id")
    )
    rows.sort(key=lambda row: row.role != ParticipationRole.PA)
    access.let_in([row.person for row in rows], code=case.code)
    return [someone(row, case.pseudonym, known=known) for row in rows]


def contacts(taking_part: list[Someone], at: dt.datetime) -> list[SafeContact]:
    """Return the rules of all ways of contact, those of the accompanied person first."""
    return safe_contacts({each.person.pk: each.name for each in taking_part}, at)


def answers(case: Any, taking_part: list[Someone], today: dt.date) -> list[Answer]:
    """Return the answers in force and those taken back, in the order of the matrix."""
    names = {each.person.pk: each.name for each in taking_part}
    latest: dict[tuple[Any, str], Any] = {}
    for row in case.consents.order_by("given_on", "id"):
        held = latest.get((row.person_id, row.kind))
        if held is None or row.revoked_at is None or held.revoked_at:
            latest[row.person_id, row.kind] = row
    order = list(Consent.values)
    rows = sorted(latest.values(), key=lambda row: order.index(row.kind))
    return [answer(row, names.get(row.person_id, ""), today) for row in rows]


def answer(row: Any, whose: str, today: dt.date) -> Answer:
    """Say one answer as a pill."""
    label = str(row.get_kind_display())
    if row.revoked_at:
        return Answer(row, _("%(what)s: taken back") % {"what": label}, "danger", "close", whose)
    if row.expires_on and row.expires_on < today:
        return Answer(row, _("%(what)s: expired") % {"what": label}, "warn", "clock", whose)
    if not row.granted:
        return Answer(row, _("%(what)s: no") % {"what": label}, "none", "close", whose)
    return Answer(row, label, "ok", "check", whose)


@dataclass(frozen=True, slots=True)
class Member:
    """Someone let into the case."""

    assignment: Any
    name: str
    line: str
    is_responsible: bool
    since: dt.date


def team(case: Any) -> list[Member]:
    """Return who is let in at present."""
    rows = case.assignments.filter(until=None).select_related("user").defer("reason")
    return [member(row) for row in rows.order_by("since", "id")]


def member(row: Any) -> Member:
    """Say what a colleague is to the case, and since when."""
    since = timezone.localdate(row.since)
    words = {"what": row.get_function_display(), "day": moment(since, "short")}
    return Member(
        assignment=row,
        name=row.user.full_name,
        line=_("%(what)s · since %(day)s") % words,
        is_responsible=row.function == Function.RESPONSIBLE,
        since=since,
    )


def reason(case: Any) -> str:
    """Return what she asks for, in her words."""
    return case.reason.reveal() if case.reason else ""
