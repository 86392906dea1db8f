"""What makes a colleague an expert: recorded by herself, checked in the register by another."""

import datetime as dt
import re
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accompaniment.audit import log
from accompaniment.audit.enums import Verb
from accompaniment.staff.enums import Role
from accompaniment.staff.models import Membership, User
from cases.actions.refusal import Refusal
from expertise.models import Credential

LICENCE = re.compile(r"\d{7,8}")


class LicenceWrong(Refusal):
    """A cédula has seven or eight digits."""

    sentence = _("A cédula has 7 or 8 digits, without spaces or letters. Check the number.")


class TitleMissing(Refusal):
    """A licence belongs to a title."""

    sentence = _("Write the title as it stands on the cédula.")


class VerifiesOneself(Refusal):
    """Somebody else looks into the register."""

    sentence = _("Somebody else checks your cédula in the register. Ask a coordinator.")


class CheckedInFuture(Refusal):
    """Nobody has looked tomorrow."""

    sentence = _("That day is still to come. Write the day the register was looked at.")


class Retired(Refusal):
    """It is no longer used."""

    sentence = _("This title is no longer in use. Record it anew.")


class NotAnExpert(Refusal):
    """Psychologists and coordinators sign expert reports or review them."""

    sentence = _("This colleague does not make expert reports here.")


@dataclass(frozen=True, slots=True)
class CredentialFacts:
    """What is printed about a title."""

    title: str
    licence: str
    is_specialty: bool = False
    training: str = ""
    experience: str = ""

    def written_into(self, credential: Credential) -> None:
        """Put the facts into a credential.

        :raises TitleMissing, LicenceWrong: see each.
        """
        if not self.title.strip():
            raise TitleMissing
        if not LICENCE.fullmatch(self.licence.strip()):
            raise LicenceWrong
        credential.title, credential.licence = self.title.strip(), self.licence.strip()
        credential.is_specialty = self.is_specialty
        credential.training = self.training.strip()
        credential.experience = self.experience.strip()


def coordinates(user: User) -> bool:
    """Tell whether somebody keeps the credentials of others."""
    return bool(Membership.objects.filter(user=user, role=Role.COORDINATOR).exists())


def require_keeper(by: User, of: User) -> None:
    """Refuse whoever is neither the person herself nor a coordinator.

    :raises PermissionDenied: and the refusal is traced.
    """
    if by.pk != of.pk and not coordinates(by):
        log.deny("expertise.credential", None)
        raise PermissionDenied


@transaction.atomic
def add_credential(*, user: User, facts: CredentialFacts, by: User, at: dt.datetime) -> Credential:
    """Record a title with its licence; somebody else has still to check it.

    :raises TitleMissing, LicenceWrong, NotAnExpert: see each.
    """
    require_keeper(by, user)
    roles = (Role.PSYCHOLOGIST, Role.COORDINATOR)
    if not Membership.objects.filter(user=user, role__in=roles).exists():
        raise NotAnExpert
    credential = Credential(user=user, recorded_at=at)
    facts.written_into(credential)
    credential.save(force_insert=True)
    log.record(Verb.CREATE, credential, by=by, fields=["title", "licence"])
    return credential


@transaction.atomic
def change_credential(
    *, credential: Credential, facts: CredentialFacts, by: User, at: dt.datetime
) -> Credential:
    """Put a title right; another licence or title has to be checked again.

    :raises TitleMissing, LicenceWrong, Retired: see each.
    """
    credential = _held(credential, by)
    before = (credential.title, credential.licence)
    facts.written_into(credential)
    if before != (credential.title, credential.licence):
        credential.verified_on = credential.verified_by = None
    credential.save()
    log.record(Verb.CHANGE, credential, by=by, fields=["title", "licence"])
    return credential


@transaction.atomic
def verify_credential(
    *, credential: Credential, verified_on: dt.date, by: User, at: dt.datetime
) -> Credential:
    """Say that the licence stands in the public register of professions.

    :raises VerifiesOneself, CheckedInFuture, Retired: see each.
    """
    if not coordinates(by):
        log.deny("expertise.credential", None)
        raise PermissionDenied
    credential = _held(credential, by)
    if credential.user_id == by.pk:
        raise VerifiesOneself
    if verified_on > timezone.localdate(at):
        raise CheckedInFuture
    credential.verified_on, credential.verified_by = verified_on, by
    credential.save(update_fields=["verified_on", "verified_by"])
    log.record(Verb.CHANGE, credential, by=by, fields=["verified_on"])
    return credential


@transaction.atomic
def retire_credential(*, credential: Credential, by: User, at: dt.datetime) -> Credential:
    """Use a title no longer; reports already signed keep it.

    :raises Retired: if it is so already.
    """
    credential = _held(credential, by)
    credential.retired_at = at
    credential.save(update_fields=["retired_at"])
    log.record(Verb.CHANGE, credential, by=by, fields=["retired_at"])
    return credential


def _held(credential: Credential, by: User) -> Credential:
    """Ask, lock and re-read a title that is in use."""
    require_keeper(by, credential.user)
    rows = Credential.objects.select_for_update(of=("self",)).select_related("user")
    credential = rows.get(pk=credential.pk)
    if credential.retired_at:
        raise Retired
    return credential
