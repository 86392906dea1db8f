"""The pages of the matrix: the table, its cells, its pieces, the conclusions."""

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from accompaniment.staff.acting import acting
from expertise.actions.linking import withdraw_link
from expertise.enums.matrix import EvidenceKind
from expertise.models import CausalLink, Commission, Fact
from expertise.reports.matrix import matrix
from expertise.reports.matrix_table import sources
from tests.expertise import evaluations, matrices, tools
from tests.factories import NOON
from tests.traces import do

EMPTY = {"evidence-TOTAL_FORMS": "3", "evidence-INITIAL_FORMS": "0"}


@pytest.fixture
def commission(case, worker, coordinator):
    return tools.make_commission(worker, case=case, coordinator=coordinator, state="INTEGRACION")


@pytest.fixture
def expert(client, commission):
    client.force_login(commission.expert)
    return client


def page(name, commission, *args):
    return reverse(f"expertise:{name}", args=[commission.code, *args])


def sent(form, rows=None, **more):
    """Return what a browser would send back unchanged, and more."""
    fields = {field.html_name: field.value() for field in form}
    for row in [] if rows is None else [rows.management_form, *rows]:
        fields |= {field.html_name: field.value() for field in row}
    nothing = ("", None)
    return {k: v for k, v in fields.items() if v not in nothing and v is not False} | more


# --- table ---------------------------------------------------------------------------------


def test_the_table_shows_each_crossing_and_what_is_missing(expert, commission):
    link = matrices.make_whole(commission)
    matrices.make_effect(commission, "Culpa")

    answer = expert.get(page("matrix", commission))

    said = answer.content.decode()
    assert f'id="h1e1" href="{page("cross", commission, 1, 1)}"' in said
    assert f'href="{page("cross", commission, 1, 2)}"' in said
    assert 'data-grade="C" aria-hidden="true">C<' in said
    assert [(gap.key, gap.code) for gap in answer.context["gaps"]] == [("E2", "unlinked")]
    assert "Herman (1992)" in said
    assert [str(link)] == [line.key for line in answer.context["table"].links]


def test_an_empty_matrix_says_how_it_begins(expert, commission):
    said = expert.get(page("matrix", commission)).content.decode()

    assert page("fact_add", commission) in said
    assert "data-keys" not in said


def test_the_reviewer_reads_and_is_offered_no_form(client, commission):
    link = matrices.make_whole(commission)
    matrices.make_effect(commission, "Culpa")
    client.force_login(commission.reviewer)

    said = client.get(page("matrix", commission)).content.decode()
    assert page("fact_add", commission) not in said
    assert f'href="{page("cross", commission, 1, 2)}"' not in said
    cell = client.get(page("cross", commission, 1, 1))
    assert cell.templates[0].name == "expertise/cross_read.html"
    assert matrices.ALTERNATIVES in cell.content.decode()
    assert client.post(page("cross", commission, 1, 1), EMPTY).status_code == 403
    link.refresh_from_db()
    assert link.version == 1


def test_the_text_says_every_link_and_its_gaps(expert, commission):
    matrices.make_whole(commission)
    matrices.make_link(commission, link=matrices.told("", alternatives=""), evidence=())

    answer = expert.get(page("matrix_text", commission))

    assert [shown.line.key for shown in answer.context["links"]] == ["N1", "N2"]
    assert [gap.code for gap in answer.context["links"][1].gaps] == ["grade", "columns"]
    assert "Sueña la amenaza" in answer.content.decode()


def test_the_table_costs_the_same_for_one_link_and_for_many(expert, commission):
    def queries():
        with CaptureQueriesContext(connection) as ran:
            assert expert.get(page("matrix", commission)).status_code == 200
        return len(ran)

    link = matrices.make_whole(commission)
    queries()
    few = queries()
    for _each in range(8):
        matrices.make_link(commission, link.fact)

    assert queries() == few


# --- a cell --------------------------------------------------------------------------------


def test_a_cell_is_filled_with_several_sources_and_leads_back_to_itself(expert, commission):
    known = matrices.sources_of_every_kind(commission)
    matrices.make_fact(commission)
    matrices.make_effect(commission)
    work = matrices.make_work(commission)
    url = page("cross", commission, 1, 1)
    answer = expert.get(url)
    form, rows = answer.context["form"], answer.context["rows"]
    offered = [code for code, _label in rows[0].fields["what"].choices if code]
    assert offered == [
        f"{kind}:{known[kind].pk}"
        for kind in ("ENTREVISTA", "OBSERVACION", "INSTRUMENTO", "DOCUMENTO", "COLATERAL")
    ]
    told = {
        "grade": "HC",
        "time": "DESPUES",
        "alternatives": "Duelo",
        "works": [str(work.pk)],
        "evidence-0-what": offered[0],
        "evidence-0-locator": "minuto 12",
        "evidence-0-quote": "«Dormía vestida»",
        "evidence-2-what": offered[3],
        "evidence-2-locator": "foja 18",
    }

    answer = expert.post(url, sent(form, rows, **told))

    assert answer.status_code == 302
    assert answer["Location"] == page("matrix", commission) + "#h1e1"
    with acting(commission.expert, "care"):
        (line,) = matrix(commission).links
    assert (line.grade, line.alternatives, [each.cite for each in line.works]) == (
        "HC",
        "Duelo",
        ["Herman (1992)"],
    )
    assert [(each.where, each.quote) for each in line.evidence] == [
        ("S1, minuto 12", "«Dormía vestida»"),
        ("D1, foja 18", ""),
    ]


def test_saving_unchanged_changes_nothing_and_a_source_can_be_taken_out(expert, commission):
    link = matrices.make_whole(commission)
    url = page("cross", commission, 1, 1)
    context = expert.get(url).context
    before = sent(context["form"], context["rows"])
    with acting(commission.expert, "care"):
        was = matrix(commission).links[0]

    assert expert.post(url, before).status_code == 302
    with acting(commission.expert, "care"):
        now = matrix(commission).links[0]
    assert (now.evidence, now.works, now.specificity) == (was.evidence, was.works, was.specificity)
    assert all(each.history.count() == 1 for each in link.evidence.all())

    context = expert.get(url).context
    dropped = sent(context["form"], context["rows"], **{"evidence-1-drop": "on"})
    assert expert.post(url, dropped).status_code == 302
    assert link.evidence.filter(withdrawn_at=None).count() == 1


def test_save_and_more_stays_in_the_cell(expert, commission):
    matrices.make_fact(commission)
    matrices.make_effect(commission)

    answer = expert.post(page("cross", commission, 1, 1), {**EMPTY, "version": "0", "do": "more"})

    assert answer["Location"] == page("cross", commission, 1, 1) + "#evidence"
    assert CausalLink.objects.count() == 1


def test_a_degree_that_is_not_met_comes_back_with_everything_typed(expert, commission):
    session = matrices.make_held(commission)
    matrices.make_fact(commission)
    matrices.make_effect(commission)
    told = {
        **EMPTY,
        "version": "0",
        "grade": "HC",
        "alternatives": "Duelo escrito",
        "evidence-0-what": f"ENTREVISTA:{session.pk}",
        "evidence-0-locator": "minuto 3",
    }

    answer = expert.post(page("cross", commission, 1, 1), told)

    assert answer.status_code == 422
    said = answer.content.decode()
    assert "Duelo escrito" in said
    assert "minuto 3" in said
    assert not CausalLink.objects.exists()


def test_words_about_no_source_are_asked_about(expert, commission):
    matrices.make_fact(commission)
    matrices.make_effect(commission)
    told = {**EMPTY, "version": "0", "evidence-1-quote": "«Dormía vestida»"}

    answer = expert.post(page("cross", commission, 1, 1), told)

    assert answer.status_code == 422
    assert list(answer.context["rows"].errors[1]) == ["what"]


def test_who_saves_second_sees_both_texts_and_may_join_them(expert, commission):
    link = matrices.make_whole(commission)
    url = page("cross", commission, 1, 1)
    context = expert.get(url).context
    stale = sent(context["form"], context["rows"], stressors="lo mío")
    matrices.make_link(
        commission,
        link.fact,
        link.effect,
        evidence=(),
        link=matrices.told(stressors="lo de otra"),
        version=1,
    )

    answer = expert.post(url, stale)

    assert answer.status_code == 409
    said = answer.content.decode()
    assert "lo mío" in said
    assert "lo de otra" in said
    again = sent(answer.context["form"], answer.context["rows"])
    assert expert.post(url, again).status_code == 302
    with acting(commission.expert, "care"):
        assert matrix(commission).links[0].stressors == "lo mío"


def test_evidence_of_another_file_is_not_accepted(expert, commission, worker, coordinator):
    other = tools.make_commission(worker, case=commission.case, coordinator=coordinator)
    theirs = matrices.make_source(other)
    matrices.make_fact(commission)
    matrices.make_effect(commission)
    told = {**EMPTY, "version": "0", "evidence-0-what": f"{EvidenceKind.DOCUMENTO}:{theirs.pk}"}

    answer = expert.post(page("cross", commission, 1, 1), told)

    assert answer.status_code == 422
    assert not CausalLink.objects.exists()


def test_a_crossing_of_what_is_not_there_does_not_exist(expert, commission):
    matrices.make_fact(commission)

    for args in ((1, 1), (2, 1), (0, 0)):
        assert expert.get(page("cross", commission, *args)).status_code == 404
    matrices.make_effect(commission)
    assert expert.get(page("cross_withdraw", commission, 1, 1)).status_code == 404


def test_a_link_is_withdrawn_from_its_cell(expert, commission):
    link = matrices.make_whole(commission)
    url = page("cross_withdraw", commission, 1, 1)
    assert "N1" in expert.get(url).content.decode()

    answer = expert.post(url)

    assert answer["Location"] == page("matrix", commission) + "#h1e1"
    link.refresh_from_db()
    assert link.withdrawn_at is not None


def test_the_reviewer_confirms_diagnostic_of_from_the_cell(client, commission):
    link = matrices.make_whole(commission, "D")
    client.force_login(commission.reviewer)
    assert (
        page("cross_confirm", commission, 1, 1)
        in client.get(page("cross", commission, 1, 1)).content.decode()
    )

    assert client.post(page("cross_confirm", commission, 1, 1)).status_code == 302

    link.refresh_from_db()
    assert link.d_confirmed_by == commission.reviewer


# --- pieces, conclusions -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sort", "told"),
    [
        ("fact", {"title": "Control", "types": ["T_ECONOMICA"], "modalities": ["M_FAMILIAR"]}),
        ("effect", {"title": "Culpa", "levels": ["INDIVIDUAL"], "intensity": "0"}),
        ("work", {"cite": "Stark (2007)", "reference": "Stark, E. (2007). …"}),
    ],
)
def test_a_piece_is_added_corrected_and_withdrawn(expert, commission, sort, told):
    assert expert.get(page(f"{sort}_add", commission)).status_code == 200
    told |= {"uid": str(uuid.uuid4()), "version": "0"}
    answer = expert.post(page(f"{sort}_add", commission), told)
    assert answer["Location"] == page("matrix", commission) + f"#{sort}s"
    piece = getattr(commission, f"{sort}s").get()

    url = page(f"{sort}_edit", commission, piece.pk)
    form = expert.get(url).context["form"]
    assert expert.post(url, sent(form)).status_code == 302
    assert expert.post(url, sent(form)).status_code == 409
    with acting(commission.expert, "care"):
        before, after = (each.told.reveal() for each in piece.history.order_by("history_date"))
        assert before == after

    assert expert.get(page(f"{sort}_withdraw", commission, piece.pk)).status_code == 200
    assert expert.post(page(f"{sort}_withdraw", commission, piece.pk)).status_code == 302
    piece.refresh_from_db()
    assert piece.withdrawn_at is not None


def test_a_piece_without_a_title_is_not_accepted(expert, commission):
    answer = expert.post(page("fact_add", commission), {"uid": str(uuid.uuid4()), "version": "0"})

    assert answer.status_code == 422
    assert not Fact.objects.exists()


def test_a_fact_begins_with_an_event_that_was_handed_over_once(expert, commission, worker):
    commission.accepted_at = commission.requested_at
    commission.save(update_fields=["accepted_at"])
    asked, loan = evaluations.borrow(commission, kind="HECHO")
    evaluations.hand_over(loan, worker)
    _note, other = evaluations.borrow(commission, kind="NOTA")
    evaluations.hand_over(other, worker)
    begin = f"{page('fact_add', commission)}?borrowed={asked.pk}"
    offered = expert.get(page("matrix", commission)).context["handed_over"]
    assert [each.id for each in offered] == [asked.pk]

    form = expert.get(begin).context["form"]
    assert form["words"].value() == evaluations.LENT
    assert expert.post(begin, sent(form, title="Amenazas")).status_code == 302

    assert expert.get(page("matrix", commission)).context["handed_over"] == []
    with acting(commission.expert, "care"):
        assert matrix(commission).facts[0].event == str(asked.pk)


def test_a_conclusion_is_written_and_flagged_once_nothing_carries_it(expert, commission):
    link = matrices.make_whole(commission)
    url = page("answer", commission, 1)
    form = expert.get(url).context["form"]
    told = sent(form, answer="**Sí.** Presenta efectos.", rests_on=[str(link.pk)])
    assert expert.post(url, told)["Location"] == page("matrix", commission) + "#conclusions"

    first, second = expert.get(page("matrix", commission)).context["conclusions"]
    assert (first.is_done, first.rests_on, first.words) == (True, ("N1",), 3)
    assert (second.is_done, second.gap) == (False, None)
    do(withdraw_link, commission.expert, link=link)
    first, _second = expert.get(page("matrix", commission)).context["conclusions"]
    assert (first.is_done, first.gap.code) == (False, "withdrawn")


def test_why_the_table_stays_incomplete_is_written(expert, commission):
    matrices.make_fact(commission)
    url = page("matrix_justify", commission)
    assert expert.get(url).status_code == 200

    assert expert.post(url, {"words": "La fuente no se pudo ver"}).status_code == 302

    assert "La fuente no se pudo ver" in expert.get(page("matrix", commission)).content.decode()
    commission = Commission.objects.get(pk=commission.pk)
    assert commission.matrix_justified is not None


def test_a_session_is_offered_as_evidence_by_its_day_in_words(commission):
    matrices.make_held(commission)

    with acting(commission.expert, "test"), translation.override("en"):
        offered = [words for _key, words in sources(commission)]

    assert len(offered) == 2
    assert all(f" · {NOON:%-d %b}" in words and "/" not in words for words in offered)
