"""Signing, copying, handing over: what is locked, what is kept, what is destroyed."""

import hashlib
import logging

import pytest
from django.core.exceptions import PermissionDenied

from accompaniment.audit.models import Event
from accompaniment.staff.acting import acting
from accompaniment.vault import storage
from accompaniment.vault.gate import NoAccess
from cases.actions.consents import revoke_consent
from cases.actions.team import assign_member
from expertise.actions import copies, releasing, signing
from expertise.actions.copies import (
    AlreadyDelivered,
    CopyNotSigned,
    CopyWithdrawn,
    MaskNamesSomebody,
    NotSignedYet,
    ReasonMissing,
    Receipt,
)
from expertise.actions.freezing import freeze
from expertise.actions.moving import Locked, NoSuchStep
from expertise.actions.releasing import AlreadyReleased, ConsentTakenBack, NotForTheLegalArea
from expertise.actions.signing import Means
from expertise.actions.signing_refusals import (
    AlreadySigned,
    CertificateClosed,
    CertificateExpired,
    CertificateMissing,
    CertificateUnfit,
    CertificateUnknown,
    NothingToSign,
    StaleFile,
    StampMissing,
)
from expertise.enums.commission import CommissionState
from expertise.enums.paper import Audience, PaperKind
from expertise.models import Commission, Paper, Release, Step
from expertise.reports import copies as reports
from expertise.reports import verifying
from expertise.signing import marks
from tests import factories, legal
from tests.expertise import giving, papers
from tests.expertise.giving import LATER, house_signs, printed_at_once  # noqa: F401
from tests.factories import NOON
from tests.traces import changes, do

S = CommissionState
pytestmark = pytest.mark.usefixtures("house_signs", "printed_at_once")


@pytest.fixture
def commission(case, worker, coordinator):
    return giving.approved(worker, case, coordinator)


@pytest.fixture
def signed(commission):
    return giving.signed(commission)


def papers_of(commission, **facts):
    return Paper.objects.filter(commission=commission, **facts)


# --- the signature --------------------------------------------------------------------------


def test_a_signed_report_is_locked_marked_and_verifies(commission):
    giving.prepared(commission)
    final = giving.final_of(commission)

    paper = giving.sign(commission)

    commission = Commission.objects.get(pk=commission.pk)
    pdf = giving.bytes_of(paper, commission.expert)
    assert (commission.state, commission.signed_at) == (S.FIRMADO, NOON)
    assert (paper.kind, paper.signed_by, paper.size) == ("FIRMADO", commission.expert, len(pdf))
    assert paper.sha256 == hashlib.sha256(pdf).hexdigest()
    assert paper.certificate == papers.credentials().fingerprint
    assert marks.marks_of(pdf) == [reports.mark(None, paper.version)[: marks.NEEDED]]
    assert verifying.of_file(pdf) == verifying.Verdict("AUTENTICO", 1, 1)
    final.refresh_from_db()
    assert (final.object, final.destroyed_at) == ("", NOON)
    assert changes(3) == [
        ("change", "expertise.commission", commission.pk, [], ["state"]),
        ("sign", "expertise.paper", commission.pk, [str(paper.pk)], ["paper.file"]),
        ("erase", "expertise.paper", commission.pk, [str(final.pk)], ["paper.file"]),
    ]
    assert Event.objects.filter(verb="sign").get().content_hash == paper.sha256


def test_the_unsigned_file_is_destroyed_with_the_commit(
    commission, django_capture_on_commit_callbacks
):
    giving.prepared(commission)
    name = giving.final_of(commission).object

    with django_capture_on_commit_callbacks(execute=True):
        giving.sign(commission)

    assert not storage.there(name)


def test_after_the_signature_nothing_is_frozen_signed_or_changed(signed):
    by = signed.expert

    with pytest.raises(AlreadySigned):
        giving.sign(signed)
    with pytest.raises(AlreadySigned):
        giving.prepared(signed)
    with pytest.raises(Locked):
        do(freeze, by, commission=signed)
    assert papers_of(signed, kind=PaperKind.FIRMADO).count() == 1
    assert signed.versions.count() == 1


def test_only_what_was_approved_is_signed(commission, worker, coordinator):
    with pytest.raises(NothingToSign):
        giving.sign(commission)
    giving.prepared(commission)
    commission.approved_at = LATER  # reviewed and approved anew meanwhile
    commission.save(update_fields=["approved_at"])

    with pytest.raises(StaleFile):
        giving.sign(commission, at=LATER)

    giving.prepared(commission, at=LATER)
    assert papers_of(commission, kind="FINAL", destroyed_at=None).count() == 1
    assert giving.sign(commission, at=LATER).version.number == 2


def test_a_report_that_is_not_approved_is_not_signed(case, worker, coordinator):
    commission = giving.approved(worker, case, coordinator)
    commission.state = S.INTEGRACION
    commission.save(update_fields=["state"])

    for act in (giving.prepared, giving.sign):
        with pytest.raises(NoSuchStep):
            act(commission)


@pytest.mark.parametrize("who", ["worker", "coordinator", "reviewer", "requested_by"])
def test_nobody_signs_for_the_expert(commission, worker, coordinator, who):
    giving.prepared(commission)
    by = {"worker": worker, "coordinator": coordinator}.get(who) or getattr(commission, who)

    with pytest.raises(PermissionDenied):
        do(signing.sign_report, by, commission=commission, means=giving.MEANS)

    assert Commission.objects.get(pk=commission.pk).state == S.APROBADO


# --- what one signs with ----------------------------------------------------------------------


def own(file, passphrase=papers.PASSPHRASE):
    return Means(passphrase=passphrase, file=file, own=True)


WRONG = "canary-wrong-passphrase-31d"
BAD = {
    "wrong passphrase": (lambda: own(papers.bundle(), WRONG), CertificateClosed),
    "no certificate": (lambda: own(b"canary-not-a-certificate"), CertificateClosed),
    "nothing": (lambda: own(b""), CertificateMissing),
    "expired": (
        lambda: own(papers.bundle(since=NOON - papers.YEAR, until=NOON - papers.YEAR / 2)),
        CertificateExpired,
    ),
    "unfit": (lambda: own(papers.bundle("key_agreement")), CertificateUnfit),
    "unknown": (lambda: own(papers.bundle(by="Otra autoridad")), CertificateUnknown),
}


@pytest.mark.parametrize("name", BAD)
def test_nothing_is_kept_of_a_signature_that_was_not_made(commission, name, caplog, capfd):
    caplog.set_level(logging.DEBUG)
    giving.prepared(commission)
    lying, steps = set(storage.lying()), Step.objects.count()
    means, refusal = BAD[name]
    said = Event.objects.count()

    with pytest.raises(refusal) as refused:
        giving.sign(commission, means())

    assert "canary" not in str(refused.value)
    assert set(storage.lying()) == lying
    assert Step.objects.count() == steps
    assert Commission.objects.get(pk=commission.pk).state == S.APROBADO
    assert not papers_of(commission, kind=PaperKind.FIRMADO).exists()
    new = Event.objects.order_by("seq")[said:]
    assert {event.verb for event in new} <= {"read"}
    captured = capfd.readouterr()
    everywhere = caplog.text + captured.out + captured.err + repr(means())
    assert "canary" not in everywhere
    assert papers.NAME not in everywhere


def test_the_expert_signs_with_her_own_certificate(commission):
    giving.prepared(commission)

    paper = giving.sign(commission, own(papers.bundle(passphrase="otra"), "otra"))

    assert paper.certificate == papers.credentials().fingerprint


def test_without_the_authority_of_stamps_nothing_is_signed(commission, settings):
    settings.SIGNING_STAMPS_URL = "http://127.0.0.1:9/"
    giving.prepared(commission)

    with pytest.raises(StampMissing):
        giving.sign(commission)

    assert Commission.objects.get(pk=commission.pk).state == S.APROBADO


# --- copies --------------------------------------------------------------------------------------


def test_copies_are_numbered_keyed_and_told_apart_by_their_mark(signed):
    first = giving.make_copy(signed, Audience.JUZGADO)
    second = giving.make_copy(signed)

    made = [giving.sign_copy(copy) for copy in (first, second)]

    assert [copy.number for copy in (first, second)] == [1, 2]
    assert len({copy.key for copy in (first, second)} | {signed.code}) == 3
    found = [marks.marks_of(giving.bytes_of(paper, signed.expert)) for paper in made]
    assert found == [[reports.mark(copy, copy.version)[: marks.NEEDED]] for copy in (first, second)]
    assert found[0] != found[1]


def test_a_copy_is_made_of_a_signed_report_with_a_reason(commission, signed):
    with pytest.raises(ReasonMissing):
        giving.make_copy(signed, reason=" ")
    with pytest.raises(ReasonMissing):
        giving.make_copy(signed, recipient="")
    assert not signed.copies.exists()


def test_before_the_signature_there_is_no_copy(commission):
    with pytest.raises(NotSignedYet):
        giving.make_copy(commission)


def test_protected_names_are_masked_on_every_copy(signed):
    names = [{"name": "Ana Sol", "instead": "A. S."}]
    do(copies.protect_names, signed.expert, commission=signed, names=names)

    copy = giving.make_copy(signed, masks=[{"name": "Luz Mar", "instead": "L. M."}])

    with acting(signed.expert, "care"):
        assert [mask["name"] for mask in reports.masks_of(copy)] == ["Ana Sol", "Luz Mar"]
    with pytest.raises(MaskNamesSomebody):
        giving.make_copy(signed, masks=[{"name": "Sol", "instead": "hija de Ana Sol"}])


def test_the_edition_of_a_copy_is_masked_and_keeps_the_common_digest(
    case, worker, coordinator, settings
):
    settings.DEMO = True
    commission = giving.approved(
        worker, case, coordinator, numbers="Causa de Luz Mar: 00/0000", protected_identity=False,
        evaluated_name="Luz  Mar",
    )  # fmt: skip
    signed = giving.signed(commission)
    giving.make_copy(signed, Audience.JUZGADO, recipient="Juzgado 1")
    copy = giving.make_copy(signed, masks=[{"name": "luz mar", "instead": "L. M."}])

    with acting(signed.expert, "care"):
        whole, original = reports.edition_of(copy.version)
        content, edition = reports.edition_of(copy.version, copy)

    assert whole["cover"]["evaluated"] == "Luz  Mar"
    assert content["cover"]["evaluated"] == "L. M."
    assert content["cover"]["numbers"] == [["Causa de L. M.", "00/0000"]]
    assert edition["digest"] == original["digest"] == copy.version.digest
    assert edition["copy_line"] == "Copia n.º 2, para el área jurídica, Lic. Canaria"
    assert edition["url"] == f"{settings.SITE_URL}/verify/{copy.key}/"
    assert [row[0] for row in edition["copies"]] == ["1", "2"]
    assert "Juzgado 1" not in str(edition)
    assert (edition["mark"], original["url"], original["key"]) == ("DATOS FICTICIOS", "", "")


def test_a_copy_is_handed_over_signed_and_once(signed):
    copy = giving.make_copy(signed, Audience.JUZGADO)
    receipt = Receipt(by="Oficialía de partes", on=NOON.date(), words="sello 14")
    deliver = {"copy": copy, "receipt": receipt, "at": LATER}

    with pytest.raises(CopyNotSigned):
        do(copies.deliver_copy, signed.expert, **deliver)
    giving.sign_copy(copy)
    do(copies.deliver_copy, signed.expert, **deliver)

    signed = Commission.objects.get(pk=signed.pk)
    assert (signed.state, signed.delivered_at) == (S.ENTREGADO, LATER)
    with pytest.raises(AlreadyDelivered):
        do(copies.deliver_copy, signed.expert, **deliver)
    with pytest.raises(AlreadySigned):
        giving.sign_copy(copy)


# --- the legal area -----------------------------------------------------------------------------


@pytest.fixture
def lawyer(case, worker):
    return legal.make_lawyer(case, worker)


def test_a_released_copy_lies_under_the_legal_key_of_the_case(signed, lawyer, case, worker):
    copy = giving.make_copy(signed)
    paper = giving.sign_copy(copy)

    release = giving.release(copy)

    whole = giving.bytes_of(paper, signed.expert)
    assert giving.bytes_of(release, lawyer) == whole
    with pytest.raises(NoAccess):
        giving.bytes_of(release, signed.expert)
    with pytest.raises(NoAccess):
        giving.bytes_of(paper, lawyer)
    with acting(lawyer, "care"):
        assert release.title.reveal().startswith("Dictamen · ")
    assert (release.code, release.number, release.size) == (signed.code, 1, len(whole))
    assert Commission.objects.get(pk=signed.pk).state == S.ENTREGADO
    copy.refresh_from_db()
    assert copy.delivered_at == LATER
    assert changes(4)[0][:3] == ("hand_over", "expertise.release", case.pk)
    assert Event.objects.filter(verb="hand_over", kind="expertise.release").get().actor == (
        "service:release"
    )


def test_only_a_signed_copy_made_for_the_legal_area_is_released_once(signed):
    copy = giving.make_copy(signed)

    with pytest.raises(CopyNotSigned):
        giving.release(copy)
    giving.sign_copy(copy)
    giving.release(copy)
    with pytest.raises(AlreadyReleased):
        giving.release(copy)
    other = giving.make_copy(signed, Audience.JUZGADO)
    giving.sign_copy(other)
    with pytest.raises(NotForTheLegalArea):
        giving.release(other)
    assert Release.objects.count() == 1


def test_nothing_is_released_once_she_took_her_consent_back(signed, worker):
    copy = giving.make_copy(signed)
    giving.sign_copy(copy)
    do(revoke_consent, worker, consent=signed.consent)

    with pytest.raises(ConsentTakenBack):
        giving.release(copy)


def test_a_copy_taken_back_leaves_no_byte(signed, lawyer, django_capture_on_commit_callbacks):
    release = giving.released(signed)
    name = release.object

    with django_capture_on_commit_callbacks(execute=True):
        giving.withdraw(release.copy)

    release.refresh_from_db()
    assert not storage.there(name)
    assert (release.object, release.withdrawn_by) == ("", signed.expert)
    assert not Release.objects.standing().visible_to(lawyer).exists()
    with pytest.raises(CopyWithdrawn):
        giving.withdraw(release.copy)
    with pytest.raises(CopyWithdrawn):
        giving.release(release.copy)


def test_who_reviews_or_coordinates_releases_nothing(signed, coordinator, worker):
    copy = giving.make_copy(signed)
    giving.sign_copy(copy)

    for by in (signed.reviewer, coordinator, worker, signed.requested_by):
        for act in (releasing.release_copy, releasing.withdraw_copy):
            with pytest.raises(PermissionDenied):
                do(act, by, copy=copy)
    assert not Release.objects.exists()


def test_released_copies_are_seen_by_the_legal_road_of_their_case_alone(signed, lawyer, worker):
    release = giving.released(signed)
    elsewhere = factories.make_case(by=factories.make_member(factories.make_team()))
    other = legal.make_lawyer(elsewhere, elsewhere.responsible)
    seen = {
        user.pk
        for user in (lawyer, worker, other, signed.expert, signed.reviewer)
        if Release.objects.visible_to(user).filter(pk=release.pk).exists()
    }

    assert seen == {lawyer.pk, worker.pk}
    do(
        assign_member, elsewhere.responsible, case=elsewhere, user=lawyer, function="legal"
    )  # of two cases
    assert Release.objects.visible_to(lawyer).count() == 1
