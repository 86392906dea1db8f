"""The directory of institutions, kept by whoever coordinates."""

import datetime as dt
import re
import unicodedata
from dataclasses import asdict, dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accompaniment.audit import log
from accompaniment.audit.enums import Verb
from accompaniment.staff.enums import Role
from accompaniment.staff.models import User
from accompaniment.staff.standing import standing
from cases import places
from cases.actions.refusal import Refusal
from cases.enums.institutions import HIDDEN, InstitutionKind
from cases.models import Institution

# What reads like a way to a door; a telephone or an hour does not.
STREET = re.compile(
    r"\b(?:calle|c/|av\.?|avenida|blvd\.?|boulevard|bulevar|calzada|carretera|privada|callejon"
    r"|col\.|colonia|fracc\.?|fraccionamiento|street|avenue|c\.?\s?p\.?\s*\d{5}|km\.?\s*\d)"
    r"(?=[\s.,]|$)|#\s*\d"
)


class InstitutionUnnamed(Refusal):
    """Nobody would find it."""

    sentence = _("Write the name of the institution.")


class ShelterHasNoAddress(Refusal):
    """Where a shelter is, is secret by law (LGAMVLV art. 8-VI)."""

    sentence = _(
        "Where a shelter is, is secret by law: no address and no municipality is kept here, in no "
        "field. Write only how to ask for a place."
    )


class InstitutionKnown(Refusal):
    """It stands in the directory."""

    sentence = _("This institution is in the directory already. Look for it and correct it there.")


@dataclass(frozen=True, slots=True)
class InstitutionFacts:
    """Public facts of an institution."""

    name: str
    kind: str
    state: str = ""
    municipality: str = ""
    address: str = ""
    phones: str = ""
    hours: str = ""
    to_bring: str = ""
    cost: str = ""
    accessibility: str = ""
    languages: str = ""
    notes: str = ""
    needs_no_complaint: bool = False
    within_72_hours: bool = False
    within_120_hours: bool = False
    is_active: bool = True

    def check(self) -> None:
        """Refuse a nameless place and every way to the door of a shelter.

        :raises InstitutionUnnamed, ShelterHasNoAddress: see each.
        """
        if not self.name.strip():
            raise InstitutionUnnamed
        if self.kind not in HIDDEN:
            return
        texts = " ".join(str(said) for said in asdict(self).values() if isinstance(said, str))
        if self.address or self.municipality or self.state or STREET.search(plain(texts)):
            raise ShelterHasNoAddress

    def written_into(self, institution: Institution) -> None:
        """Put the facts into an institution, and the words by which it is found."""
        for name, said in asdict(self).items():
            setattr(institution, name, said.strip() if isinstance(said, str) else said)
        kind, place = InstitutionKind(self.kind).label, places.said(self.state, self.municipality)
        institution.sorted_by = plain(self.name)[:120]
        institution.found_by = plain(f"{self.name} {kind} {place} {self.notes} {self.languages}")


def plain(text: str) -> str:
    """Return text in lower case and without accents, as it is searched."""
    bare = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(c for c in bare if not unicodedata.combining(c)).split())


def require_keeper(user: Any) -> None:
    """Refuse whoever does not coordinate a team.

    :raises PermissionDenied: and the refusal is traced.
    """
    if not standing(user).holds(Role.COORDINATOR):
        log.deny("change cases.institution", None)
        raise PermissionDenied


@transaction.atomic
def add_institution(*, facts: InstitutionFacts, by: User, at: dt.datetime) -> Institution:
    """Add an institution to the directory.

    :raises InstitutionUnnamed, ShelterHasNoAddress, InstitutionKnown: see each.
    """
    require_keeper(by)
    institution = Institution()
    return _kept(institution, facts, by, at, is_new=True)


@transaction.atomic
def change_institution(
    *, institution: Institution, facts: InstitutionFacts, by: User, at: dt.datetime
) -> Institution:
    """Correct an institution, or take it out of use; referrals made before keep its name.

    :raises InstitutionUnnamed, ShelterHasNoAddress, InstitutionKnown: see each.
    """
    require_keeper(by)
    institution = Institution.objects.select_for_update().get(pk=institution.pk)
    return _kept(institution, facts, by, at)


def _kept(
    institution: Institution,
    facts: InstitutionFacts,
    by: User,
    at: dt.datetime,
    *,
    is_new: bool = False,
) -> Institution:
    facts.check()
    facts.written_into(institution)
    here = Institution.objects.filter(
        sorted_by=institution.sorted_by, municipality=institution.municipality, is_active=True
    )
    if facts.is_active and here.exclude(pk=institution.pk).exists():
        raise InstitutionKnown
    institution.kept_by, institution.checked_on = by, timezone.localdate(at)
    institution.save(force_insert=is_new)
    verb = Verb.CREATE if is_new else Verb.CHANGE
    log.record(verb, institution, by=by, fields=sorted(asdict(facts)))
    return institution
