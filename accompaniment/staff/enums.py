"""What people are here."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What someone does in this organisation."""

    PSYCHOLOGIST = "psychologist", _("Psychosocial accompaniment")
    COORDINATOR = "coordinator", _("Coordination")
    LAWYER = "lawyer", _("Legal area")
    FACILITATOR = "facilitator", _("Group facilitation")
    RECEPTION = "reception", _("Reception")
    FUNDRAISER = "fundraiser", _("Fundraising")
    AUDITOR = "auditor", _("Audit")
    ADMINISTRATOR = "administrator", _("Administration of accounts")


CLINICAL = frozenset(
    {Role.PSYCHOLOGIST, Role.COORDINATOR, Role.LAWYER, Role.FACILITATOR, Role.RECEPTION}
)  # work with records, in a team; the others work without one and with nothing else beside it

# What a role may do with every record of its team; all else is granted record by record.
TEAM_ACTIONS: dict[str, frozenset[str]] = {
    Role.COORDINATOR: frozenset({"view", "identify", "close", "assign", "erase", "listen"}),
    Role.PSYCHOLOGIST: frozenset({"listen"}),  # to first contacts; cases are granted one by one
    Role.RECEPTION: frozenset({"view", "identify"}),
}
