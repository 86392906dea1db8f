"""Commissions: the list, what each says, its evaluation, titles, what an expert asks for."""

from django.urls import reverse

from accompaniment.staff.acting import acting
from cases.models import LegalMatter
from expertise.models import Commission, EvaluationSession, Loan

OF_EXPERT = ("commission", "evaluation", "describe", "consent", "question_add", "session_record")
OF_FILE = ("session_plan", "instrument_add", "borrow", "suspend", "withdraw")
HOUSE = ("commission_list", "find", "credentials")


def _house():
    return [reverse(f"expertise:{name}") for name in HOUSE]


def expert(me):
    """Return every page of the richest commission somebody evaluates, and her own title."""
    with acting(me, "test"):
        rows = Commission.objects.permitted(me, "write").order_by("-last_activity_at")
        held = EvaluationSession.objects.visible_to(me).filter(commission__in=rows).first()
        found = held.commission if held else rows.first()
        waits = Loan.objects.permitted(me, "write").waiting().first()
    pages = [*_house(), reverse("expertise:credential_add", args=[me.pk])]
    if waits:
        pages += [reverse(f"expertise:{n}", args=[waits.pk]) for n in ("loan", "loan_decline")]
    if found is None:
        return pages
    pages += [reverse(f"expertise:{name}", args=[found.code]) for name in (*OF_EXPERT, *OF_FILE)]
    pages += [reverse("expertise:source_add", args=[found.code, "DOCUMENTO"])]
    if held:
        pages += [reverse("expertise:session_correct", args=[found.code, held.pk])]
    return pages


def coordinator(me):
    """Return the list of a team, and where somebody is appointed."""
    with acting(me, "test"):
        found = Commission.objects.permitted(me, "assign").open().first()
    pages = [*_house(), reverse("expertise:commission_list") + "?show=all"]
    if found:
        pages += [reverse("expertise:appoint", args=[found.code, "expert"])]
        pages += [reverse("expertise:commission", args=[found.code])]
    return pages


def lawyer(me):
    """Return where an expertise is requested, and what its requester sees."""
    with acting(me, "test"):
        matter = LegalMatter.objects.visible_to(me).filter(closed_at=None).first()
        found = Commission.objects.visible_to(me).first()
    pages = [reverse("expertise:commission_list"), reverse("expertise:find")]
    if matter:
        pages += [reverse("expertise:request", args=[matter.case.code, matter.pk])]
    if found:
        pages += [reverse("expertise:commission", args=[found.code])]
    return pages


TOURS = {"aurora": expert, "teresa": coordinator, "norma": lawyer}
