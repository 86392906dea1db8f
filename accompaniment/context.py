"""What every page shows around its content: menu, person, theme, quick exit, session notice."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accompaniment.staff.enums import CLINICAL, Role
from accompaniment.staff.sessions import mark_of, seconds_left
from accompaniment.staff.standing import standing


@dataclass(frozen=True, slots=True)
class Door:
    """One room of the menu and who has business there."""

    name: str
    label: str | Promise
    icon: str
    roles: frozenset[str] | None = None  # None: everybody who works here


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the menu on this page."""

    url: str
    label: str | Promise
    icon: str
    current: bool


OVERSIGHT = frozenset({Role.AUDITOR, Role.ADMINISTRATOR})
LISTENERS = frozenset({Role.PSYCHOLOGIST, Role.COORDINATOR, Role.RECEPTION})
WHO_SEARCH = frozenset({Role.PSYCHOLOGIST, Role.COORDINATOR, Role.LAWYER})
GATHER = frozenset({Role.PSYCHOLOGIST, Role.COORDINATOR, Role.FACILITATOR})
DOORS = (
    Door("desk:home", _("My day"), "day"),
    Door("cases:case_list", _("Cases"), "file", CLINICAL),
    Door("cases:legal_agenda", _("Legal dates"), "scale", frozenset({Role.LAWYER})),
    Door("cases:calls", _("First contact"), "phone", LISTENERS),
    Door("desk:week", pgettext_lazy("menu", "Agenda"), "calendar", CLINICAL),
    Door("groups:group_list", _("Groups"), "group", GATHER),
    Door("cases:missing_list", _("Missing persons"), "search", WHO_SEARCH),
    Door("cases:collectives", _("Collectives"), "group", GATHER),
    Door("expertise:commission_list", _("Expert opinions"), "report", WHO_SEARCH),
    Door("expertise:for_you", _("Reports for you"), "download", frozenset({Role.LAWYER})),
    Door("cases:institutions", _("Institutions"), "pin", CLINICAL),
    Door("audit:event_list", _("Access log"), "eye", OVERSIGHT),
    Door("staff:person_list", _("People and teams"), "group", frozenset({Role.ADMINISTRATOR})),
)
SEARCHERS = CLINICAL


def address(name: str) -> str:
    """Return the address of a room, or nothing while the room is not there."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


class Shell:
    """The frame of one page; nothing is asked before a template asks for it."""

    def __init__(self, request: HttpRequest) -> None:
        self.demo: bool = settings.DEMO
        self.organisation: str = settings.ORGANISATION
        self.request = request
        self.user: Any = getattr(request, "user", None)

    @cached_property
    def signed_in(self) -> bool:
        """Tell whether there is someone at this page."""
        return bool(self.user and self.user.is_authenticated)

    @property
    def theme(self) -> str:
        """Return light or dark where the person prefers one."""
        return self.user.theme if self.signed_in else ""

    @property
    def away_url(self) -> str:
        """Return the neutral page."""
        return settings.QUICK_EXIT_URL

    @property
    def exit_url(self) -> str:
        """Return where the quick exit leads; it ends the session on the way."""
        return (address("exit") if self.signed_in else "") or self.away_url

    @property
    def session_url(self) -> str:
        """Return the address that says how long the session still lasts."""
        return address("session") if self.signed_in else ""

    @property
    def session_left(self) -> int:
        """Return the seconds until this session ends when nothing happens any more."""
        return seconds_left(self.request) or 0

    @property
    def who(self) -> str:
        """Return a mark by which a page knows that somebody else has signed in meanwhile."""
        return mark_of(self.user) if self.signed_in else ""

    @property
    def account_url(self) -> str:
        """Return where people keep their own account."""
        return address("staff:account")

    @property
    def sign_out_url(self) -> str:
        """Return where to sign out (by POST)."""
        return address("account_logout")

    @cached_property
    def roles(self) -> set[str]:
        """Return the roles of the person at this page."""
        return standing(self.user).roles if self.signed_in else set()

    @cached_property
    def menu(self) -> list[Entry]:
        """List the rooms in which this person has business; the room of this page is marked."""
        rooms = [
            (door, url)
            for door in DOORS
            if (door.roles is None or self.roles & door.roles) and (url := address(door.name))
        ]
        path = self.request.path
        here = max((url for _door, url in rooms if path.startswith(url)), key=len, default="")
        if here == "/" != path:
            here = ""
        return [Entry(url, door.label, door.icon, url == here) for door, url in rooms]

    @cached_property
    def role_labels(self) -> str:
        """Say what the person does here."""
        return ", ".join(str(Role(role).label) for role in sorted(self.roles))

    @property
    def call_url(self) -> str:
        """Return where a call is taken, for those who attend the lines."""
        return address("cases:call_new") if self.roles & LISTENERS else ""

    @property
    def search_url(self) -> str:
        """Return where to search, for those who work with records."""
        return address("cases:search") if self.roles & SEARCHERS else ""


def house(request: HttpRequest) -> dict[str, Any]:
    """Give templates the frame of their page."""
    return {"shell": Shell(request)}
