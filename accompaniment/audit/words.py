"""The words of the trace for people: kinds, fields, purposes, actors and roles.

The trace holds codes of ours and nothing else. Whatever has no word here is shown as its code, if
it looks like one, and not at all otherwise.
"""

import re
from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accompaniment.audit.enums import Outcome, Reason, Verb

CODE = re.compile(r"[A-Za-z0-9_.:, -]{1,60}")

KINDS: dict[str, Any] = {
    "cases.case": _("Case"),
    "cases.assignment": _("Assignment"),
    "cases.transition": _("Step of the accompaniment"),
    "cases.triage": _("Urgency"),
    "cases.person": _("Person"),
    "cases.participation": _("Participation"),
    "cases.consentgiven": _("Consent"),
    "cases.contactchannel": _("Contact channel"),
    "cases.session": _("Session"),
    "cases.note": _("Note"),
    "cases.addendum": _("Addendum"),
    "cases.draft": _("Draft"),
    "sealed": _("Sealed fields"),
    "staff.user": _("Account"),
    "staff.membership": _("Role or team of someone"),
    "staff.team": _("Team"),
    "staff.invitation": _("Invitation"),
    "audit.event": _("Access log"),
    "audit.chain": _("Chain of the log"),
    "audit:export": _("Export of the log"),
    "vault.datakey": _("Keys"),
    "demo": _("Demonstration"),
}

FIELDS: dict[str, Any] = {
    "addendum.body": pgettext_lazy("field", "text of the addendum"),
    "assignment.reason": pgettext_lazy("field", "why it was assigned"),
    "case.reason": pgettext_lazy("field", "reason for the accompaniment"),
    "consent.exception_reason": pgettext_lazy("field", "reason of the exception"),
    "consent.signed_by": pgettext_lazy("field", "who signed the consent"),
    "contact.hours": pgettext_lazy("field", "hours of contact"),
    "contact.introduce_as": pgettext_lazy("field", "how to introduce oneself"),
    "contact.pretext": pgettext_lazy("field", "pretext"),
    "contact.value": pgettext_lazy("field", "number or address"),
    "contact.who_may_answer": pgettext_lazy("field", "who may answer"),
    "contact.word_cannot_talk": pgettext_lazy("field", "word for “I cannot talk”"),
    "contact.word_help": pgettext_lazy("field", "word for “I need help”"),
    "contact.word_safe": pgettext_lazy("field", "word for “I am safe”"),
    "draft.content": pgettext_lazy("field", "draft"),
    "note.sections": pgettext_lazy("field", "text of the note"),
    "person.birth_date": pgettext_lazy("field", "birth date"),
    "person.birth_year": pgettext_lazy("field", "year of birth"),
    "person.called": pgettext_lazy("field", "how she wants to be called"),
    "person.interpreter": pgettext_lazy("field", "interpreter"),
    "person.language": pgettext_lazy("of a person", "language"),
    "person.legal_name": pgettext_lazy("field", "legal name"),
    "person.municipality": pgettext_lazy("field", "municipality"),
    "person.nickname": pgettext_lazy("field", "nickname"),
    "person.pronouns": pgettext_lazy("field", "pronouns"),
    "session.place": pgettext_lazy("field", "place of the session"),
    "transition.reason": pgettext_lazy("field", "reason of the step"),
    "triage.reason": pgettext_lazy("field", "reason of the urgency"),
    # plain columns, as use cases name them
    "status": pgettext_lazy("field", "status"),
    "starts_at": pgettext_lazy("field", "date and hour"),
    "minutes": pgettext_lazy("field", "length"),
    "attendance": pgettext_lazy("field", "attendance"),
    "number": pgettext_lazy("field", "number"),
    "responsible": pgettext_lazy("field", "responsible person"),
    "accompanist": pgettext_lazy("field", "who accompanies"),
    "role": pgettext_lazy("field", "role"),
    "person": pgettext_lazy("field", "person"),
    "ended_at": pgettext_lazy("field", "end"),
    "granted": pgettext_lazy("field", "answer"),
    "method": pgettext_lazy("field", "how it was given"),
    "revoked_at": pgettext_lazy("field", "withdrawal"),
    "verified_on": pgettext_lazy("field", "verified"),
    "expires_on": pgettext_lazy("field", "expiry"),
    "is_active": pgettext_lazy("field", "active"),
    "state": pgettext_lazy("field", "state"),
    "closing_reason": pgettext_lazy("field", "reason of the step"),
    "urgency": pgettext_lazy("field", "urgency"),
    "team": pgettext_lazy("field", "team"),
    "reason": pgettext_lazy("field", "reason"),
    "signed_at": pgettext_lazy("field", "signing"),
    "signed_by": pgettext_lazy("field", "who signed"),
    "template": pgettext_lazy("field", "template"),
    "visibility": pgettext_lazy("field", "who may read it"),
    "age_group": pgettext_lazy("field", "age group"),
    "aggressor_access": pgettext_lazy("field", "whether the aggressor has access"),
    "calls": pgettext_lazy("field", "whether one may call"),
    "channel": pgettext_lazy("field", "way of contact"),
    "hide_number": pgettext_lazy("field", "hiding our number"),
    "if_another": pgettext_lazy("field", "what to do if somebody else answers"),
    "ownership": pgettext_lazy("field", "whose telephone it is"),
    "safety_checked": pgettext_lazy("field", "safety plan gone over"),
    "texts": pgettext_lazy("field", "text messages"),
    "time_zone": pgettext_lazy("field", "time zone"),
    "voicemail": pgettext_lazy("field", "voice messages"),
    # the steps of an accompaniment
    "PROPUESTO": pgettext_lazy("state", "Proposed"),
    "ENCUADRE": _("Setting agreements"),
    "VALORACION_PSICOSOCIAL": _("Psychosocial assessment"),
    "PLAN_ACORDADO": _("Plan agreed"),
    "EN_PROCESO": _("Under way"),
    "EN_PAUSA": _("Paused"),
    "INTERRUMPIDO": _("Interrupted"),
    "PREPARACION_CIERRE": pgettext_lazy("state", "Preparing to close"),
    "CERRADO": pgettext_lazy("state", "Closed"),
    # actions of the door
    "view": pgettext_lazy("action", "see that it exists"),
    "identify": pgettext_lazy("action", "see who it is"),
    "read": pgettext_lazy("action", "read"),
    "write": pgettext_lazy("action", "write"),
    "supervise": pgettext_lazy("action", "supervise"),
    "close": pgettext_lazy("action", "close"),
    "assign": pgettext_lazy("action", "assign"),
    "erase": pgettext_lazy("action", "erase"),
    "password": pgettext_lazy("field", "password"),
    "code": pgettext_lazy("field", "code"),
    "totp": pgettext_lazy("field", "code of an app"),
    "webauthn": pgettext_lazy("field", "passkey"),
    "recovery_codes": pgettext_lazy("field", "recovery codes"),
    # filters of a list
    "verb": pgettext_lazy("filter", "action"),
    "kind": pgettext_lazy("filter", "kind"),
    "outcome": pgettext_lazy("filter", "outcome"),
    "start": pgettext_lazy("filter", "from"),
    "end": pgettext_lazy("filter", "until"),
}

# a use case may name a sealed field without its record
PLAIN: dict[str, Any] = {label.rpartition(".")[2]: said for label, said in FIELDS.items()} | FIELDS


def teach(
    kinds: dict[str, Any], fields: dict[str, Any], purposes: dict[str, Any] | None = None
) -> None:
    """Learn the words of a room for its kinds of records, its fields and its purposes."""
    KINDS.update(kinds)
    PURPOSES.update(purposes or {})
    FIELDS.update(fields)
    PLAIN.update({label.rpartition(".")[2]: said for label, said in fields.items()} | fields)


PURPOSES: dict[str, Any] = {
    "care": _("Accompaniment"),
    "audit": _("Audit"),
    "administration": _("Administration"),
    "coordination": _("Coordination"),
    "maintenance": _("Maintenance"),
    "sign in": _("Signing in"),
    "demonstration": _("Demonstration"),
    **{str(value): label for value, label in Reason.choices},
}

SERVICES = {
    "service:audit_verify": _("Verifier of the log"),
    "service:scanner": _("Virus scanner"),
    "service:printer": _("Printing of reports"),
    "service:file_keeper": _("Keeper of files"),
    "service:rotate_keys": _("Rotation of keys"),
    "service:demo": _("Demonstration"),
    "service:calendar": _("Calendar"),
    "service:group_messenger": _("Messages from groups"),
    "service:room_calendar": _("Calendar of a room"),
    "anonymous": _("Someone who has not signed in"),
}


def _said(words: dict[str, object], code: str) -> str:
    if code in words:
        return str(words[code])
    return code if CODE.fullmatch(code) else "·"


def kind(code: str) -> str:
    """Say what was touched; a refusal may carry the action before the kind."""
    return _said(KINDS, code.rpartition(" ")[2] or code)


def fields(codes: Iterable[str]) -> str:
    """Say which fields, filters or actions."""
    return ", ".join(_said(PLAIN, str(code)).replace("_", " ") for code in codes)


def purpose(code: str) -> str:
    """Say what it was for."""
    return _said(PURPOSES, code)


def verb(code: str) -> str:
    """Say what was done."""
    return str(Verb(code).label) if code in Verb.values else _said({}, code)


def outcome(code: str) -> str:
    """Say how it ended."""
    return str(Outcome(code).label) if code in Outcome.values else _said({}, code)


def actor(name: str, names: dict[str, str]) -> str:
    """Say who it was: someone who works here, a service, or nobody we know."""
    if name in names:
        return names[name]
    if name.startswith("user:"):
        return str(_("Account that no longer exists"))
    return _said(SERVICES, name)  # type: ignore[arg-type]


def roles(codes: str) -> str:
    """Say what the actor was at that moment."""
    known = dict(apps.get_model("staff", "Membership")._meta.get_field("role").choices or ())
    return ", ".join(_said(known, code) for code in codes.split(",") if code)
