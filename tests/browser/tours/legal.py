"""The legal road: the room, a matter, hearings, protection measures, requests."""

from django.urls import reverse

from accompaniment.staff.acting import acting
from cases.models import (
    DateToAvoid,
    Hearing,
    InterAreaRequest,
    LegalMatter,
    OrderBreach,
    ProtectionOrder,
)

FORMS = ("matter_add", "order_add", "request_add")


def _of(record, *names):
    return [reverse(f"cases:{name}", args=[record.case.code, record.pk]) for name in names]


def _case_pages(case, *names):
    return [reverse(f"cases:{name}", args=[case.code]) for name in names]


def lawyer(me):
    """Return every page of a lawyer's richest road, and the one whose consent was taken back."""
    with acting(me, "test"):
        hearings = Hearing.objects.visible_to(me).select_related("case")
        coming = hearings.filter(state="PROGRAMADA").first()
        held = hearings.filter(state="CELEBRADA").first()
        deferred = hearings.filter(state="DIFERIDA").first()
        matter = LegalMatter.objects.visible_to(me).filter(pk=coming.matter_id).first()
        order = OrderBreach.objects.visible_to(me).select_related("order__case").first().order
        owed = ProtectionOrder.objects.visible_to(me).filter(state="OTORGADA").first()
        late = ProtectionOrder.objects.visible_to(me).filter(state="SOLICITADA").first()
        complaint = LegalMatter.objects.visible_to(me).filter(kind="DDHH_NACIONAL").first()
        handed = InterAreaRequest.objects.visible_to(me).filter(state="ENTREGADA").first()
    found = [reverse("cases:legal_agenda")]
    found += _case_pages(matter.case, "detail", "legal", "legal_disclosures", *FORMS)
    found += _case_pages(complaint.case, "legal")
    found += _of(matter, "matter", "matter_edit", "matter_stage", "matter_close", "hearing_add")
    found += _of(coming, "hearing", "hearing_edit", "hearing_company")
    found += _of(coming, "hearing_defer", "hearing_cancel", "hearing_held")
    found += [*_of(held, "hearing"), *_of(deferred, "hearing")]
    found += _of(order, "order", "order_edit", "order_notified", "order_breach")
    found += [*_of(owed, "order"), *_of(late, "order")]
    names = {"case": owed.case.code, "uid": owed.pk}
    found += [
        reverse("cases:order_step", args=[names["case"], names["uid"], "IMPLEMENTADA"]),
        reverse("cases:order_contact", args=[names["case"], names["uid"], 3]),
    ]
    return [*found, *_of(handed, "request", "request_close")]


def psychologist(me):
    """Return the pages by which who accompanies tells the legal area what it may know."""
    with acting(me, "test"):
        date = DateToAvoid.objects.visible_to(me).select_related("case").first()
        asked = InterAreaRequest.objects.visible_to(me).filter(state="SOLICITADA").first()
        held = Hearing.objects.visible_to(me).filter(state="CELEBRADA").first()
    found = _case_pages(date.case, "legal", "readiness_add", "avoid_add")
    found += _of(date, "avoid_retire")
    return [*found, *_of(asked, "request", "request_answer"), *_of(held, "hearing")]


TOURS = {"norma": lawyer, "ofelia": psychologist}
