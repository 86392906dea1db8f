"""Instruments: the room, one being asked, a result over time, an alert, the house."""

from django.urls import reverse
from django.utils import timezone

from accompaniment.staff.acting import acting
from cases.actions.instruments import apply_instrument
from cases.actions.people import accompanied
from cases.actions.scored import Application
from cases.enums.instruments import AlertState
from cases.models import Applied, Case, SafetyAlert


def of_ofelia(me):
    """Return the pages of whoever accompanies; one alert waits for an answer."""
    applied = Applied.objects.filter(applied_by=me, instrument="TERMOMETRO").first()
    case = applied.case
    found = [
        reverse("cases:instruments", args=[case.code]),
        reverse("cases:external_add", args=[case.code]),
        reverse("cases:instrument_list"),
    ]
    names = ("PHQ-9", "TERMOMETRO", "GAD-7")
    found += [reverse("cases:instrument_apply", args=[case.code, name]) for name in names]
    for name in ("TERMOMETRO", "PHQ-9", "WHO-5"):
        row = Applied.objects.filter(case=case, instrument=name).newest_first().first()
        found.append(reverse("cases:instrument", args=[case.code, row.pk]))
    found.append(reverse("cases:instrument_annul", args=[case.code, applied.pk]))
    alert = SafetyAlert.objects.filter(raised_by=me, state=AlertState.ANSWERED).first()
    found.append(reverse("cases:safety_alert", args=[alert.case.code, alert.pk]))
    other = Case.objects.filter(responsible=me, is_open=True, consents__isnull=False)
    quiet = other.exclude(safety_alerts__isnull=False).exclude(pk=case.pk).first()
    waiting = raise_one(quiet, me)
    return [*found, reverse("cases:safety_alert", args=[quiet.code, waiting.pk])]


def raise_one(case, me):
    """Let somebody answer that she is in danger."""
    with acting(me, "test"):
        person = accompanied(case)
        said = Application("ASQ", person, {1: 1, 2: 0, 3: 0, 4: 0}, timezone.localdate())
        return apply_instrument(case=case, said=said, by=me, at=timezone.now()).alert


def of_teresa(me):
    """Return the pages of whoever coordinates: alerts without words, cut-offs."""
    alert = SafetyAlert.objects.filter(
        case__team__in=me.memberships.values("team"), state=AlertState.ANSWERED
    ).first()
    return [
        reverse("cases:instruments", args=[alert.case.code]),
        reverse("cases:safety_alert", args=[alert.case.code, alert.pk]),
        reverse("cases:instrument_list"),
        reverse("cases:instrument_cuts", args=["SRQ-20"]),
    ]


TOURS = {"ofelia": of_ofelia, "teresa": of_teresa}
