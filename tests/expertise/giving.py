"""A report on its way out: approved, frozen, rendered by a stand-in, signed, copied, released."""

import datetime as dt
import hashlib

import pytest

from accompaniment.staff.acting import acting
from accompaniment.vault import storage
from expertise.actions import copies, releasing, signing
from expertise.actions.copies import CopyFacts
from expertise.actions.rendering import ask_for_paper
from expertise.actions.rendering_work import PRINTER
from expertise.actions.signing import Means
from expertise.enums.commission import CommissionState, PriorRelation
from expertise.enums.paper import Audience, JobState, PaperKind
from expertise.models import Commission, Credential, Job, Paper, Section
from expertise.signing.signature import pem_of
from tests.expertise import papers, tools
from tests.factories import NOON
from tests.traces import do

MEANS = Means(passphrase=papers.PASSPHRASE)
S = CommissionState
LATER = NOON + dt.timedelta(hours=1)


PAD = 0  # bytes added to each file


def print_now(*, version, kind, copy=None, by, at=NOON):
    """Ask for a paper, and stand in for the worker: the file is there at once."""
    job = ask_for_paper(version=version, kind=kind, copy=copy, by=by, at=at)
    pdf = papers.make_pdf(f"version {version.pk} copy {copy.pk if copy else '-'}", pad=PAD)
    paper = Paper(
        commission_id=version.commission_id,
        version=version,
        copy=copy,
        kind=kind,
        size=len(pdf),
        pages=2,
        sha256=hashlib.sha256(pdf).hexdigest(),
        made_at=at,
    )
    with acting(PRINTER, "test"):
        paper.object = storage.put(paper.place, [pdf])
        paper.save(force_insert=True)
    ended = {"state": JobState.LISTO, "ended_at": at, "paper": paper}
    Job.objects.filter(pk=job.pk).update(**ended)
    return job


@pytest.fixture
def house_signs(settings, tmp_path):
    """Give the organisation a certificate, and trust who issued it."""
    settings.SIGNING_CERTIFICATE = str(tmp_path / "organisation.p12")
    settings.SIGNING_ROOTS = str(tmp_path / "roots.pem")
    (tmp_path / "organisation.p12").write_bytes(papers.bundle())
    (tmp_path / "roots.pem").write_bytes(pem_of(papers.roots()))


@pytest.fixture
def printed_at_once(monkeypatch):
    """Let final files be there at once, instead of by a worker."""
    monkeypatch.setattr(signing, "ask_for_paper", print_now)
    monkeypatch.setattr(copies, "ask_for_paper", print_now)


def approved(worker, case, coordinator, **facts):
    commission = tools.make_commission(
        worker, case=case, coordinator=coordinator, state=S.APROBADO, **facts
    )
    commission.approved_at = NOON
    commission.save(update_fields=["approved_at"])
    make_ready(tools.consent_to(commission))
    return Commission.objects.get(pk=commission.pk)


def make_ready(commission):
    """Put in place what a signature asks for: answers, limits, a licence, a justified table."""
    expert = commission.expert
    make_licence(commission)
    with acting(expert, "test"):
        for question in commission.questions.all():
            question.answer, question.answered_at = "Sí la presenta.", NOON
            question.save()
        commission.matrix_justified = "Se responde con la observación."
        commission.accepted_at = commission.no_impediment_at = NOON
        commission.prior_relation = PriorRelation.NINGUNA
        commission.save()
        facts = {"key": "limitaciones", "body": "Sin acceso a la otra parte.", "words": 6}
        Section.objects.create(commission=commission, saved_at=NOON, saved_by=expert, **facts)


def make_licence(commission):
    """Give the expert a title that was looked up."""
    Credential.objects.create(
        user=commission.expert,
        title="Licenciatura en Psicología",
        licence="0000001",
        verified_on=NOON.date(),
        verified_by=commission.requested_by,
        recorded_at=NOON,
    )


def prepared(commission, at=NOON):
    return do(signing.prepare_signature, commission.expert, commission=commission, at=at)


def sign(commission, means=MEANS, at=NOON):
    return do(signing.sign_report, commission.expert, commission=commission, means=means, at=at)


def signed(commission):
    """Sign a report; return it anew."""
    prepared(commission)
    sign(commission)
    return Commission.objects.get(pk=commission.pk)


def make_copy(commission, audience=Audience.JURIDICO, masks=(), at=LATER, **facts):
    facts.setdefault("recipient", "Lic. Canaria")
    facts.setdefault("reason", "audiencia intermedia")
    said = CopyFacts(audience=audience, masks=tuple(masks), **facts)
    return do(copies.make_copy, commission.expert, commission=commission, facts=said, at=at)


def sign_copy(copy, means=MEANS, at=LATER):
    return do(signing.sign_copy, copy.made_by, copy=copy, means=means, at=at)


def release(copy, at=LATER):
    return do(releasing.release_copy, copy.made_by, copy=copy, at=at)


def withdraw(copy, at=LATER):
    return do(releasing.withdraw_copy, copy.made_by, copy=copy, at=at)


def released(commission, **facts):
    """Make a copy for the legal area, sign and release it."""
    copy = make_copy(commission, **facts)
    sign_copy(copy)
    return release(copy)


def bytes_of(paper, by):
    with acting(by, "care"):
        return b"".join(storage.take(paper.place, paper.object))


def final_of(commission):
    return Paper.objects.get(commission=commission, kind=PaperKind.FINAL, destroyed_at=None)
