"""The rule that stands before every number, ready for the page."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accompaniment.templatetags.moments import clock, moment
from accompaniment.vault import index
from cases import safety
from cases.enums import IfAnother, MessageSafety
from cases.models import ContactChannel

VOICEMAIL = {
    MessageSafety.NO: gettext_lazy("No voice messages."),
    MessageSafety.NEUTRO: gettext_lazy("Only neutral voice messages."),
    MessageSafety.SI: gettext_lazy("Voice messages are safe."),
}
TEXTS = {
    MessageSafety.NO: gettext_lazy("No text messages."),
    MessageSafety.NEUTRO: gettext_lazy("Only neutral text messages."),
    MessageSafety.SI: gettext_lazy("Text messages are safe."),
}


@dataclass(frozen=True, slots=True)
class SafeContact:
    """One way to reach someone, its rule first."""

    contact: Any
    rule: safety.Rule
    whose: str
    when: str
    introduce_as: str
    if_another: str
    messages: str
    checked: str


def window(start: dt.datetime, end: dt.datetime) -> str:
    """Say a window in the hours of the person."""
    words = {"day": moment(start.date(), "near"), "start": clock(start), "end": clock(end)}
    return _("%(day)s, %(start)s to %(end)s (her time)") % words


def when_said(rule: safety.Rule) -> str:
    """Say until when one may call, or when the next safe hours are."""
    if rule.until:
        return _("Until %(hour)s (her time)") % {"hour": clock(rule.until)}
    if rule.next:
        return _("Next: %(window)s") % {"window": window(*rule.next)}
    return ""


def another_said(contact: Any) -> str:
    """Say what to do when someone else answers."""
    if contact.if_another == IfAnother.PRETEXTO and contact.pretext:
        return str(contact.pretext.reveal())
    return str(contact.get_if_another_display())


def checked_said(contact: Any) -> str:
    """Say when the rule was gone over with her, and until when it holds."""
    if not contact.verified_on:
        return _("Never verified with her")
    words = {
        "day": moment(contact.verified_on, "short"),
        "end": moment(contact.expires_on, "short"),
    }
    return _("Verified %(day)s · holds until %(end)s") % words


def safe_contact(contact: Any, whose: str, at: dt.datetime) -> SafeContact:
    """Open the rule of one channel; the number stays closed."""
    rule = safety.rule_for(contact, at)
    return SafeContact(
        contact=contact,
        rule=rule,
        whose=whose,
        when=when_said(rule),
        introduce_as=contact.introduce_as.reveal() if contact.introduce_as else "",
        if_another=another_said(contact),
        messages=f"{VOICEMAIL[rule.voicemail]} {TEXTS[rule.texts]}",
        checked=checked_said(contact),
    )


def safe_contacts(names: dict[Any, str], at: dt.datetime) -> list[SafeContact]:
    """Open the rules of everyone named, by the ids of persons the reader may identify."""
    found = ContactChannel.objects.filter(person__in=list(names), is_active=True)
    rows = sorted(found.order_by("channel", "id"), key=lambda row: list(names).index(row.person_id))
    return [safe_contact(row, names[row.person_id], at) for row in rows]


@dataclass(frozen=True, slots=True)
class Opened:
    """One way to reach someone with its number and code words, asked for on purpose."""

    contact: Any
    rule: safety.Rule
    when: str
    value: str
    link: str
    words: list[tuple[str, str]]
    who_may_answer: str


WORDS = {
    "word_cannot_talk": gettext_lazy("She cannot talk"),
    "word_help": gettext_lazy("She needs help"),
    "word_safe": gettext_lazy("She is safe"),
}


def opened(contact: Any, at: dt.datetime) -> Opened:
    """Open the number and the code words; a link to call only while the rule allows it."""
    rule = safety.rule_for(contact, at)
    value = contact.value.reveal() if contact.value else ""
    called = index.number(value) if rule.may_call and rule.is_telephone else None
    return Opened(
        contact=contact,
        rule=rule,
        when=when_said(rule),
        value=value,
        link=f"tel:{called}" if called else "",
        words=[
            (str(meaning), box.reveal())
            for name, meaning in WORDS.items()
            if (box := getattr(contact, name))
        ],
        who_may_answer=contact.who_may_answer.reveal() if contact.who_may_answer else "",
    )
