"""How a report leaves: its signature, its copies, and what the legal area receives."""

from django.urls import reverse

from accompaniment.staff.acting import acting
from expertise.enums.commission import CommissionState
from expertise.models import Commission, Copy, Release
from expertise.reports.copies import signed_version


def expert(me):
    """Return the rooms of a report signed here, each form of a copy, one still to be signed."""
    with acting(me, "test"):
        mine = Commission.objects.permitted(me, "write")
        copies = Copy.objects.filter(commission__in=mine, withdrawn_at=None)
        copy = copies.select_related("commission").order_by("made_at").first()
        waits = (
            mine.filter(state=CommissionState.APROBADO).first()
            or mine.exclude(pk__in=[each.pk for each in mine if signed_version(each.pk)]).first()
        )
    found = []
    if copy:
        code = copy.commission.code
        names = ("signing", "copies", "copy_new", "protect", "attachments", "attachment_add")
        found += [reverse(f"expertise:{name}", args=[code]) for name in names]
        names = ("copy_sign", "copy_deliver", "copy_release", "copy_withdraw")
        found += [reverse(f"expertise:{name}", args=[code, copy.pk]) for name in names]
    if waits:
        names = ("signing", "signing_prepare", "copies")
        found += [reverse(f"expertise:{name}", args=[waits.code]) for name in names]
    return found


def lawyer(me):
    """Return what was released, and how one of it is downloaded."""
    with acting(me, "test"):
        release = Release.objects.standing().visible_to(me).order_by("-released_at").first()
    found = [reverse("expertise:for_you")]
    if release:
        found.append(reverse("expertise:release", args=[release.pk]))
    return found


TOURS = {"aurora": expert, "norma": lawyer}
