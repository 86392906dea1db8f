"""The legal road of the demonstration: every kind of clock and wall has its story."""

import pytest
from django.utils import timezone

from cases.enums.legal import HearingState, MatterKind, RequestState
from cases.enums.protection import OrderState
from cases.models import (
    Disclosure,
    Hearing,
    InterAreaRequest,
    LegalMatter,
    OrderBreach,
    ProtectionOrder,
)
from cases.reports.due.legal import due
from cases.reports.sharing import Ground, sharing

pytestmark = pytest.mark.xdist_group("demo")


def test_legal_road_is_told_in_every_kind_of_story(told):
    kinds = set(LegalMatter.objects.values_list("kind", flat=True))
    assert kinds >= {
        MatterKind.PENAL,
        MatterKind.FAMILIAR,
        MatterKind.DDHH,
        MatterKind.VICTIMAS,
        MatterKind.CIDH,
    }
    assert set(Hearing.objects.values_list("state", flat=True)) >= {
        HearingState.PROGRAMADA,
        HearingState.DIFERIDA,
        HearingState.CELEBRADA,
    }
    assert set(ProtectionOrder.objects.values_list("state", flat=True)) >= {
        OrderState.SOLICITADA,
        OrderState.OTORGADA,
        OrderState.IMPLEMENTADA,
        OrderState.PARCIAL,
    }
    states = set(InterAreaRequest.objects.values_list("state", flat=True))
    assert states >= {RequestState.SOLICITADA, RequestState.ENTREGADA}
    assert Disclosure.objects.filter(sealed_in="legal").exists()
    assert OrderBreach.objects.exists()


def test_calendar_asks_for_what_the_stories_owe(told):
    asked = {each.kind for each in due(timezone.localdate())}
    assert asked == {"ORDER_NOT_ISSUED", "ORDER_DAILY_CONTACT", "ORDER_EXPIRES", "HEARING_SOON"}


def test_one_story_took_the_consent_back(told):
    cases = {matter.case for matter in LegalMatter.objects.select_related("case")}
    grounds = {sharing(case, timezone.localdate()).ground for case in cases}
    assert grounds >= {Ground.AGREED, Ground.REVOKED}
