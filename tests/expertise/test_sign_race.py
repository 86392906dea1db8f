"""Two signatures at once, each on a connection of its own: one stands, of the other nothing."""

import pytest
from django.urls import reverse
from django.utils import timezone

from accompaniment.audit.models import Event
from accompaniment.vault import storage
from expertise.actions.signing_refusals import AlreadySigned
from expertise.enums.commission import CommissionState
from expertise.enums.paper import Audience
from expertise.models import Commission, Copy, Paper, Step, Ticket
from tests.expertise import giving, papers
from tests.expertise.giving import house_signs, printed_at_once  # noqa: F401
from tests.racing import _django_db_helper, at_once, signed_in  # noqa: F401

pytestmark = pytest.mark.usefixtures("house_signs", "printed_at_once")
SENT = {"whose": "organisation", "certificate_password": papers.PASSPHRASE}


@pytest.fixture
def commission(case, worker, coordinator):
    return giving.approved(worker, case, coordinator)


def faces(commission, name, *args, sent=None):
    """The same person, signed in twice, sending the same form."""
    address = reverse(name, args=[commission.code, *args])
    return [(signed_in(commission.expert), address, sent or SENT) for _ in range(2)]


def won_once(answers):
    assert sorted(answer.status_code for answer in answers) == [302, 409]
    refused = max(answers, key=lambda answer: answer.status_code)
    assert str(AlreadySigned.sentence) in refused.content.decode()
    assert papers.PASSPHRASE not in refused.content.decode()


def test_two_sign_one_report_and_one_signature_stands(commission):
    giving.prepared(commission)
    final = giving.final_of(commission)
    lying = set(storage.lying())

    answers = at_once(commission, *faces(commission, "expertise:signing"))

    won_once(answers)
    paper = Paper.objects.get(kind="FIRMADO")
    assert Commission.objects.get(pk=commission.pk).state == CommissionState.FIRMADO
    assert Step.objects.filter(after=CommissionState.FIRMADO).count() == 1
    assert Event.objects.filter(verb="sign").count() == 1
    assert set(storage.lying()) == lying - {final.object} | {paper.object}


def test_two_sign_one_copy_and_one_signature_stands(commission):
    signed = giving.signed(commission)
    copy = giving.make_copy(signed, Audience.JUZGADO)

    answers = at_once(copy, *faces(signed, "expertise:copy_sign", copy.pk))

    won_once(answers)
    assert Paper.objects.filter(kind="FIRMADO", copy=copy).count() == 1
    assert Event.objects.filter(verb="sign").count() == 2  # of the original, of this copy


def test_two_make_a_copy_and_each_has_its_number(commission):
    signed = giving.signed(commission)
    sent = {"audience": "JUZGADO", "form": "IMPRESA", "recipient": "Juzgado", "reason": "ofrecer"}
    client = signed_in(signed.expert)
    page = client.post(reverse("expertise:copy_new", args=[signed.code]), sent)
    seen = page.context["seen"]

    answers = at_once(signed, *faces(signed, "expertise:copy_new", sent={**sent, "seen": seen}))

    assert [answer.status_code for answer in answers] == [302, 302]
    assert sorted(Copy.objects.values_list("number", flat=True)) == [1, 2]


def test_one_ticket_used_twice_at_once_opens_one_download(commission, case, worker):
    release = giving.released(giving.signed(commission))
    client = signed_in(worker)
    reason = {"reason": "PREPARAR", "careful": "on"}
    url = client.post(reverse("expertise:release", args=[release.pk]), reason).url
    twin = type(client)()
    twin.cookies = client.cookies

    class Getting:
        """Get, where the race sends."""

        def __init__(self, inner):
            self.inner = inner

        def post(self, address, _sent):
            answer = self.inner.get(address)
            return answer, b"".join(answer) if answer.status_code == 200 else answer.content

    answers = at_once(Ticket.objects.get(), *((Getting(c), url, {}) for c in (client, twin)))

    assert sorted(answer.status_code for answer, _ in answers) == [200, 302]
    assert sum(release.size == len(body) for _, body in answers) == 1
    assert Event.objects.filter(verb="export").count() == 1
    assert Ticket.objects.get().used_at <= timezone.now()
