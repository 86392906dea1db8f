"""Where each role goes in the demonstration: addresses of pages, found in the house itself."""

from django.urls import reverse
from django.utils import timezone

from accompaniment import gathering
from accompaniment.desk.demo.people import STAFF, email_of
from accompaniment.staff.acting import acting
from accompaniment.staff.models import Team, User
from cases.actions.consents import current
from cases.actions.drafts import keep_draft
from cases.actions.people import accompanied
from cases.enums import CaseState, SessionStatus
from cases.models import Assignment, Case, ContactChannel, Note, Session
from tests.browser import tours

CASE = (
    *("detail", "timeline", "steps", "urgency", "close", "session_schedule", "session_record"),
    *("participant_add", "consent_give", "member_add", "hand_over", "viewed"),
)
READER = ("detail", "timeline")
ACCOUNT = (
    *("staff:account", "account_change_password", "mfa_index", "usersessions_list"),
    *("account_logout", "account_reauthenticate"),
)


def of_case(case, *names):
    """Return addresses of a case."""
    return [reverse(f"cases:{name}", args=[case.code]) for name in names]


def of(case, uid, *names):
    """Return addresses of something in a case."""
    return [reverse(f"cases:{name}", args=[case.code, uid]) for name in names]


def whole_case(case, person):
    """Return every page around one open case."""
    planned = Session.objects.filter(case=case, status=SessionStatus.SCHEDULED).first()
    contact = ContactChannel.objects.filter(person=person, is_active=True).first()
    consent = current(case, timezone.localdate()).first()
    helper = Assignment.objects.filter(case=case, until=None).exclude(user=case.responsible)
    found = of_case(case, *CASE)
    found += of(case, person.pk, "person_edit", "contact_add")
    found += [reverse("cases:step", args=[case.code, CaseState.EN_PAUSA])]
    if contact:
        names = ("contact_edit", "contact_number", "contact_verify", "contact_retire")
        found += of(case, contact.pk, *names)
    if planned:
        names = ("session_hold", "session_not_held", "session_move", "note_new")
        found += of(case, planned.pk, *names)
    if consent:
        found += of(case, consent.pk, "consent_revoke")
    if assignment := helper.first():
        found += of(case, assignment.pk, "assignment_end")
    return found


def notes_of(me):
    """Return the pages of a signed note, of one being written, and of two texts of one note."""
    mine = Note.objects.filter(author=me, case__responsible=me).select_related("case")
    signed = mine.exclude(signed_at=None).order_by("-written_at").first()
    found = of(signed.case, signed.pk, "note", "note_versions", "note_print")
    if being := mine.filter(signed_at=None).order_by("written_at").first():
        content = {"template": being.template, "como_llega": "Otra vez el mismo sueño."}
        with acting(me, "test"):
            keep_draft(
                case=being.case,
                note_id=being.pk,
                content=content,
                base_version=being.version + 1,
                by=me,
                at=timezone.now(),
            )
        editor, *others = of(being.case, being.pk, "note", "note_sign")
        found += [editor, f"{editor}?stored", f"{editor}?compare", *others]
    return found


def psychologist(me):
    """Return every page of a psychologist."""
    mine = Case.objects.filter(responsible=me)
    open_ones = mine.filter(state=CaseState.EN_PROCESO)
    richest = open_ones.filter(sessions__status=SessionStatus.SCHEDULED).distinct()
    with acting(me, "test"):
        case = richest.order_by("opened_at").first()
        person = accompanied(case)
        found = whole_case(case, person) + notes_of(me)
    for other in mine.exclude(state=CaseState.EN_PROCESO).order_by("state"):
        found += of_case(other, "detail")
        if other.state == CaseState.CERRADO:
            found += of_case(other, "reopen")
    lists = [reverse(name) for name in ("desk:home", "cases:case_list", "cases:open")]
    return [*lists, reverse("cases:search"), f"{lists[1]}?state=CERRADO", *found]


def beside(me):
    """Return what those see who read no notes."""
    lists = [reverse(name) for name in ("desk:home", "cases:case_list")]
    case = Case.objects.visible_to(me).exclude(state=CaseState.CERRADO).order_by("pk").first()
    return [*lists, *(of_case(case, *READER) if case else [])]


def auditor(_me):
    """Return the pages of the trace."""
    code = Case.objects.order_by("pk").first().code
    someone = User.objects.get(email=email_of("ofelia"))
    lists = [reverse(name) for name in ("desk:home", "audit:event_list", "audit:export")]
    filtered = f"{lists[1]}?outcome=denied"
    return [
        *lists,
        filtered,
        reverse("audit:record", args=[code]),
        reverse("audit:person", args=[someone.pk]),
    ]


def administrator(_me):
    """Return the pages of accounts and teams."""
    someone = User.objects.get(email=email_of("ofelia"))
    names = ("desk:home", "staff:person_list", "staff:person_invite", "staff:team_list")
    return [
        *[reverse(name) for name in names],
        reverse("staff:person_detail", args=[someone.pk]),
        reverse("staff:person_deactivate", args=[someone.pk]),
        reverse("staff:team_rename", args=[Team.objects.order_by("name").first().pk]),
        reverse("audit:event_list"),
    ]


ROLES = {
    "ofelia": psychologist,
    "teresa": beside,
    "norma": beside,
    "karla": beside,
    "aurora": beside,
    "socorro": beside,
    "fabiola": lambda _me: [reverse("desk:home")],
    "ulises": auditor,
    "hortensia": administrator,
}


def tour():
    """Return addresses by the name of who goes there."""
    found = {name: go(User.objects.get(email=email_of(name))) for name, go in ROLES.items()}
    found["graciela"] = [reverse(name) for name in ACCOUNT]
    for more in gathering.offered(tours, "TOURS"):
        for name, go in more.items():
            me = User.objects.get(email=email_of(name))
            with acting(me, "test"):
                found[name] = [*found[name], *go(me)]
    return {"pages": found, "emails": {name: email_of(name) for name in STAFF}}
