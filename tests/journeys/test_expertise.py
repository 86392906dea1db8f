"""An expert report from its request to the judgment, each deed by who does it, on real pages.

What is printed is really printed, what is signed is really signed; the worker that prints is stood
in for by a call, since its own house is that of the browser (``tests/browser``).
"""

import datetime as dt
import re
from io import BytesIO

import pypdf
import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from accompaniment.audit.models import Event
from cases.models import Disclosure, LegalMatter
from expertise.actions.rendering_work import work_on
from expertise.enums.gender import GenderItem
from expertise.enums.review import CheckItem
from expertise.models import (
    CausalLink,
    Commission,
    Copy,
    Credential,
    Effect,
    EvaluationSession,
    Fact,
    Job,
    Judgment,
    Loan,
    Question,
    Release,
    Remark,
    Testimony,
    Work,
)
from expertise.sections import SECTIONS
from tests import factories, legal
from tests.expertise import papers
from tests.expertise.giving import house_signs  # noqa: F401
from tests.factories import SECRET_TEXT
from tests.journeys import expert_words as told
from tests.journeys.someone import Someone

AUTHENTIC, ALTERED = "sin alteraciones.", "no es, byte por byte"
MEANS = {"whose": "organisation", "certificate_password": papers.PASSPHRASE}


@pytest.fixture
def people(team, case, worker):
    """Five who take part, and who they are to each other."""
    now = timezone.now()
    made = {
        "ofelia": (worker, "cases"),
        "teresa": (factories.make_member(team, "coordinator"), "expertise"),
        "norma": (legal.make_lawyer(case, worker, at=now), "expertise"),
        "aurora": (factories.make_member(factories.make_team()), "expertise"),
        "irene": (factories.make_member(factories.make_team()), "expertise"),
        "rosa": (factories.make_member(factories.make_team(), "lawyer"), "expertise"),
        "ana": (factories.make_member(role="administrator"), "expertise"),
    }
    cache.clear()  # what the limit of the verification page remembers
    return {name: Someone(*each) for name, each in made.items()}


def day(days=0):
    return (timezone.localdate() + dt.timedelta(days=days)).isoformat()


def requested(case, norma, teresa, aurora, irene):
    """The lawyer asks; coordination studies it and appoints; the licence is looked up."""
    norma.post("cases:matter_add", case.code, kind="PENAL", role="VICTIMA", lawyer=norma.user.pk)
    matter = LegalMatter.objects.get()
    person = str(case.participations.get().person.pk)
    norma.post("request", case.code, matter.pk, status=422, person=person, regime="CNPP")
    norma.post("request", case.code, matter.pk, person=person, **told.REQUEST)
    folio = Commission.objects.get().code
    aurora.get("commission", folio, status=404)
    teresa.post("step", folio, "ADMISIBILIDAD")
    for part, who in (("expert", aurora), ("reviewer", irene)):
        teresa.post("appoint", folio, part, user=str(who.user.pk))
    aurora.post("credential_add", aurora.user.pk, **told.LICENCE)
    row = Credential.objects.get()
    aurora.post("credential_verify", row.pk, status=403, verified_on=day())
    teresa.post("credential_verify", row.pk, verified_on=day())
    return folio


def accepted(folio, aurora):
    """The expert accepts under oath, and nothing begins before the person agrees."""
    aurora.post("accept", folio, status=422, prior_relation="NINGUNA")
    aurora.post("accept", folio, **told.ACCEPTANCE)
    aurora.post("step", folio, "CONSENTIMIENTO")
    aurora.post("step", folio, "EVALUACION", status=422)
    agreed = {"granted": "yes", "method": "AUTOGRAFA", "given_on": day(-9)}
    aurora.post("consent", folio, status=422, **agreed)  # she was not told who will read it
    aurora.post("consent", folio, other_side_told="on", **agreed)
    aurora.post("step", folio, "EVALUACION")


def evaluated(folio, aurora, ofelia):
    """Two sessions, two sources, one scale; one item crosses the wall with its own consent."""
    aurora.post("step", folio, "INTEGRACION", status=422)
    for ago in (9, 2):
        aurora.post("session_record", folio, day=day(-ago), hour="10:00", **told.CONDITIONS)
    aurora.post("source_add", folio, "DOCUMENTO", title="Denuncia", date="2025", folios="2 a 11")
    aurora.post("source_add", folio, "COLATERAL", title="Hermana", content="Lo confirma.")
    first = EvaluationSession.objects.get(number=1)
    aurora.post("instrument_add", folio, session=str(first.pk), **told.SCALE)
    aurora.post("borrow", folio, kind="ASISTENCIA", asked_for="Fechas, para la cronología")
    loan = Loan.objects.get()
    handed = {"words": told.LENT, "method": "VERBAL_DOCUMENTADO", "given_on": day()}
    ofelia.post("expertise:loan", loan.pk, status=422, **handed)
    assert told.LENT not in aurora.reads("evaluation", folio)
    ofelia.post("expertise:loan", loan.pk, agreed="on", **handed)
    assert told.LENT in aurora.reads("evaluation", folio)
    assert Disclosure.objects.count() == 1
    aurora.post("step", folio, "INTEGRACION")


def written(folio, aurora):
    """Every section is written or says why not; the twelve items of gender are answered."""
    for section in SECTIONS:
        body = told.PROSE.get(section.key, told.SAID)
        aurora.post("section", folio, section.key, version=0, body=body, do="save")
    page = aurora.reads("readiness", folio)
    assert "P1" in page
    assert "P2" in page
    answers = dict.fromkeys(GenderItem.values, "SI")
    aurora.post("readiness", folio, **answers)


def linked(folio, aurora):
    """A fact, an effect, what holds them together, and the conclusions that rest on it."""
    for sort, said, model in (
        ("fact", told.FACT, Fact),
        ("effect", told.EFFECT, Effect),
        ("work", told.WORK, Work),
    ):
        uid = f"00000000-0000-4000-8000-{len(sort):012}"
        aurora.post(f"{sort}_add", folio, uid=uid, version=0, **said)
        assert model.objects.count() == 1
    first = EvaluationSession.objects.get(number=1)
    scale = first.commission.instruments.get()
    rows = evidence(f"ENTREVISTA:{first.pk}")
    full = {**told.LINK, "works": [str(Work.objects.get().pk)]}
    aurora.post("cross", folio, 1, 1, status=422, grade="HC", **full, **rows)
    rows = evidence(f"ENTREVISTA:{first.pk}", f"INSTRUMENTO:{scale.pk}")
    aurora.post("cross", folio, 1, 1, grade="HC", **full, **rows)
    link = CausalLink.objects.get()
    for question in Question.objects.order_by("number"):
        aurora.post(
            *("answer", folio, question.number),
            version=question.version,
            answer="**Sí.** Es altamente consistente.",
            rests_on=[str(link.pk)],
        )


def evidence(*sources):
    said = {"evidence-TOTAL_FORMS": len(sources), "evidence-INITIAL_FORMS": 0}
    for n, what in enumerate(sources):
        said |= {f"evidence-{n}-what": what, f"evidence-{n}-locator": "minuto 12"}
    return said


def reviewed(folio, aurora, irene):
    """The peer observes, the expert attends to it, the peer approves: two rounds."""
    irene.get("section", folio, "relato")
    aurora.post("review_send", folio)
    assert told.TOLD in irene.reads("round", folio, 1)
    aurora.post("section", folio, "relato", status=422, version=1, body="x", do="save")
    remark = {"uid": "00000000-0000-4000-8000-0000000000aa", "section": "nexo"}
    irene.post("remark_add", folio, 1, words=told.OBSERVED, **remark)
    checks = dict.fromkeys(CheckItem.values, "SI")
    irene.post("round_end", folio, 1, status=422, outcome="APROBADO")
    irene.post("round_checks", folio, 1, **checks)
    irene.post("round_end", folio, 1, outcome="OBSERVACIONES")
    row = Remark.objects.get()
    aurora.post("review_send", folio, status=422)
    aurora.post("remark_reply", folio, row.pk, words="Se agregó en la sección 15.")
    aurora.post("review_send", folio)
    irene.post("remark_resolve", folio, row.pk)
    irene.post("round_checks", folio, 2, **checks)
    irene.post("round_end", folio, 2, outcome="APROBADO")


def printed(**facts):
    """Let the worker print what waits."""
    job = Job.objects.get(state="EN_COLA", **facts)
    done = work_on(job.pk)
    assert (done.state, done.trouble) == ("LISTO", "")


def signed(folio, aurora, norma):
    """Frozen, really printed, really signed; nothing of it is known to the legal area."""
    aurora.post("signing_prepare", folio)
    assert "<progress" in aurora.reads("signing", folio) or Job.objects.filter(state="EN_COLA")
    printed(kind="FINAL")
    wrong = {**MEANS, "certificate_password": "canary-wrong"}
    again = aurora.post("signing", folio, status=422, **wrong)
    assert "canary-wrong" not in again.content.decode()
    aurora.post("signing", folio, **MEANS)
    aurora.post("signing", folio, status=409, **MEANS)
    assert norma.get("for_you").context["shelf"].lines == []
    norma.get("signed_file", folio, status=403)
    return aurora.fetch("signed_file", folio)


def copied(folio, aurora, audience, recipient):
    """A copy, made once it was seen what is masked on it, and signed."""
    facts = {"audience": audience, "form": "ELECTRONICA", "recipient": recipient}
    facts |= {"reason": "Audiencia intermedia", "masks": ""}
    before = Copy.objects.count()
    shown = aurora.post("copy_new", folio, status=200, **facts)
    assert Copy.objects.count() == before
    aurora.post("copy_new", folio, **facts, seen=shown.context["seen"])
    printed(kind="FINAL")
    copy = Copy.objects.get(number=before + 1)
    aurora.post("copy_release", folio, copy.pk, status=422)
    aurora.post("copy_sign", folio, copy.pk, **MEANS)
    return copy


def handed_over(folio, aurora):
    """One copy for the court, against a receipt; one for the legal area, to be downloaded."""
    aurora.post("protect", folio, names=f"{told.THIRD} = D. O.")
    court = copied(folio, aurora, "JUZGADO", "Juzgado de Control")
    receipt = {"received_by": "Oficialía de partes", "received_on": day(), "words": "Acuse"}
    aurora.post("copy_deliver", folio, court.pk, **receipt)
    aurora.post("copy_release", folio, court.pk, status=422)
    copy = copied(folio, aurora, "JURIDICO", "Lic. Norma")
    aurora.post("copy_release", folio, copy.pk)
    return copy


def downloaded(norma, *others):
    """The lawyer says why, downloads once; nobody else does, and no second time."""
    release = Release.objects.get()
    assert [line.pk for line in norma.get("for_you").context["shelf"].lines] == [release.pk]
    for other in others:
        other.get("release", release.pk, status=404)
    norma.post("release", release.pk, status=422, reason="PREPARAR")
    ticket = norma.post("release", release.pk, reason="PREPARAR", careful="on").url
    stolen = Client()
    stolen.force_login(norma.user)
    assert stolen.get(ticket).status_code == 302
    answer = norma.client.get(ticket)
    assert answer.status_code == 200
    pdf = b"".join(answer.streaming_content)
    assert norma.client.get(ticket).status_code == 302  # used up
    return pdf


def words_of(pdf):
    pages = pypdf.PdfReader(BytesIO(pdf)).pages
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in pages))


def verified(pdf):
    """Ask the public page what it thinks of a file."""
    file = SimpleUploadedFile("documento.pdf", pdf, "application/pdf")
    asked = Client(headers={"accept-language": "es"}).post("/verify/", {"file": file})
    page = asked.content.decode()
    assert (AUTHENTIC in page) + (ALTERED in page) == 1
    return AUTHENTIC in page


def heard(folio, aurora, norma):
    """Offered, admitted, summoned, prepared in private, heard, weighed, laid away."""
    norma.post("court_step", folio, "OFRECIDO", status=403)
    aurora.post("judgment_edit", folio, status=422, **judgment())
    aurora.post("court_step", folio, "OFRECIDO", words="Escrito de hoy")
    aurora.post("court_step", folio, "ADMITIDO", words="Auto de hoy")
    summons = {"kind": "DESAHOGO", "minutes": 120, "day": day(5), "hour": "09:00"}
    summons |= {"time_zone": "America/Chihuahua", "court": "Tribunal", "place": "Sala 3"}
    aurora.post("testimony_add", folio, **summons)
    row = Testimony.objects.get()
    likely = {"question_0": told.PREPARED, "answer_0": "Con las fuentes."}
    aurora.post("testimony_prepare", folio, row.pk, notes="Página 14", security="Otra puerta")
    aurora.post("testimony_prepare", folio, row.pk, **likely)
    assert told.PREPARED in aurora.reads("testimony", folio, row.pk)
    assert told.PREPARED not in norma.reads("court", folio)
    Testimony._base_manager.update(starts_at=timezone.now() - dt.timedelta(hours=3))
    ended = timezone.localtime(timezone.now() - dt.timedelta(minutes=5))
    when = {"day": ended.date().isoformat(), "hour": f"{ended:%H:%M}"}
    aurora.post("testimony_held", folio, row.pk, **when, was_cross_examined="1", words=told.HEARD)
    aurora.post("judgment_edit", folio, **judgment())
    assert told.WEIGHED in aurora.reads("court", folio)
    aurora.post("court_step", folio, "CONCLUIDO", words="Se archiva")


def judgment():
    said = {"given_on": day(), "sense": "FAVORABLE", "weight": "PLENO"}
    return {**said, "is_quoted": "on", "quote": told.WEIGHED, "words": "Las fuentes convencieron."}


@pytest.mark.usefixtures("house_signs")
def test_a_report_from_its_request_to_the_judgment(case, people):
    ofelia, teresa, norma = people["ofelia"], people["teresa"], people["norma"]
    aurora, irene, rosa, ana = (people[name] for name in ("aurora", "irene", "rosa", "ana"))
    factories.make_note(case, ofelia.user, at=timezone.now())

    folio = requested(case, norma, teresa, aurora, irene)
    accepted(folio, aurora)
    evaluated(folio, aurora, ofelia)
    written(folio, aurora)
    linked(folio, aurora)
    reviewed(folio, aurora, irene)
    original = signed(folio, aurora, norma)
    copy = handed_over(folio, aurora)
    given = downloaded(norma, rosa, ana, teresa, irene)

    # what the lawyer holds is authentic, names nobody it should not, and no byte may change
    assert verified(original)
    assert verified(given)
    assert not verified(given[:9000] + bytes([given[9000] ^ 1]) + given[9001:])
    assert not verified(given + b"\n% more\n")
    read = words_of(given)
    assert told.TOLD in read
    assert told.THIRD not in read
    assert "D. O." in read
    assert told.THIRD in words_of(original)
    assert SECRET_TEXT not in read  # the accompaniment stayed behind its wall

    heard(folio, aurora, norma)
    done = Commission.objects.get()
    assert (done.state, Judgment.objects.get().weight) == ("CONCLUIDO", "PLENO")

    # taken back: nobody of the legal area has it any more
    aurora.post("copy_withdraw", folio, copy.pk)
    assert norma.get("for_you").context["shelf"].lines == []

    # who has no business with it never learned that it exists
    for stranger in (rosa, ana, ofelia):
        stranger.get("expertise:commission", folio, status=404)

    # the trace knows who and what, and not a word of it
    said = "\n".join(str(row) for row in Event.objects.values_list())
    secret = (told.TOLD, told.LENT, told.OBSERVED, told.PREPARED, told.HEARD, told.WEIGHED)
    for word in (*secret, told.NAME, told.THIRD, *told.QUESTIONS, papers.PASSPHRASE):
        assert word not in said
