"""The note editor: nothing typed is lost, nobody is surprised by who reads it."""

import datetime as dt
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from accompaniment.audit.models import Event
from accompaniment.staff import access
from accompaniment.staff.acting import acting
from cases.actions import notes, sessions
from cases.actions.contacts import verify_contact
from cases.actions.lifecycle import close_case
from cases.actions.people import accompanied
from cases.actions.team import assign_member
from cases.enums import ClosingReason, Function, Template, Visibility
from cases.models import Addendum, Draft, Note
from cases.skeletons import LIMIT
from tests import factories

OTHER = "canary-other-91c2"


@pytest.fixture
def session(case, worker):
    return factories.make_session(case, worker)


@pytest.fixture
def colleague(case, worker, team):
    """A psychologist let into the case."""
    person = factories.make_member(team, full_name="Saúl Miramontes")
    with acting(worker, "test"):
        assign_member(
            case=case, user=person, function=Function.MEMBER, by=worker, at=timezone.now()
        )
    return person


@pytest.fixture
def signed_in(client, worker):
    client.force_login(worker)
    return client


def new(case, session):
    return reverse("cases:note_new", args=[case.code, session.pk])


def page(name, note):
    return reverse(f"cases:{name}", args=[note.case.code, note.pk])


def sent(**facts):
    return {
        "note_id": str(uuid.uuid4()),
        "version": "0",
        "template": Template.EVOLUCION,
        "visibility": Visibility.TEAM,
        "como_llega": factories.SECRET_TEXT,
        "do": "save",
        **facts,
    }


def edited(note, **facts):
    words = factories.make_sections()
    return sent(**{"note_id": str(note.pk), "version": str(note.version), **words, **facts})


def test_new_note_is_saved_once_though_sent_twice(signed_in, case, session):
    data = sent()

    first = signed_in.post(new(case, session), data)
    second = signed_in.post(new(case, session), data)

    note = Note.objects.get()
    assert {first.status_code, second.status_code} == {302}
    assert first.url == second.url == page("note", note)
    assert note.pk == uuid.UUID(data["note_id"])


def test_readers_are_named_before_anything_is_saved(signed_in, case, session, colleague):
    text = signed_in.get(new(case, session)).content.decode()
    alone = signed_in.get(
        reverse("cases:note_readers", args=[case.code]), {"visibility": Visibility.AUTHOR}
    ).content.decode()

    assert "Saúl Miramontes" in text
    assert "Saúl Miramontes" not in alone
    assert Note.objects.count() == 0


def test_changing_the_template_drops_nothing(signed_in, case, session):
    data = sent(template=Template.SOAP, do="template", temas="línea del tiempo")

    answer = signed_in.post(new(case, session), data)

    text = answer.content.decode()
    assert answer.status_code == 200
    assert [field.name for field in answer.context["form"].also_written()] == [
        "como_llega",
        "temas",
    ]
    assert factories.SECRET_TEXT in text
    assert 'name="subjetivo"' in text
    assert Note.objects.count() == 0


def test_sections_of_other_templates_stay_in_the_note(signed_in, case, session):
    signed_in.post(new(case, session), sent(template=Template.SOAP, subjetivo="dice"))

    note = Note.objects.get()
    with acting(note.author, "test"):
        assert note.sections.reveal() == {
            "como_llega": factories.SECRET_TEXT,
            "subjetivo": "dice",
        }


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("línea\r\notra", "línea\notra"),
        ("nul\x00o", "nulo"),
        ("emoji 🌱 y “comillas” de Word\u2028fin", "emoji 🌱 y “comillas” de Word\nfin"),
    ],
)
def test_pasted_text_is_kept_as_it_reads(signed_in, case, session, typed, kept):
    signed_in.post(new(case, session), sent(como_llega=typed))

    note = Note.objects.get()
    with acting(note.author, "test"):
        assert note.sections.reveal() == {"como_llega": kept}


def test_text_fits_up_to_the_limit_and_beyond_it_nothing_is_lost(signed_in, case, session):
    long = "á" * (LIMIT + 1)

    refused = signed_in.post(new(case, session), sent(como_llega=long))
    accepted = signed_in.post(new(case, session), sent(como_llega=long[:LIMIT]))

    assert refused.status_code == 422
    assert long in refused.content.decode()
    assert accepted.status_code == 302


def test_empty_note_is_refused_in_the_page(signed_in, case, session):
    answer = signed_in.post(new(case, session), sent(como_llega="  "))

    assert answer.status_code == 422
    assert len(answer.context["form"].non_field_errors()) == 1


def test_closed_case_refuses_and_gives_the_words_back(signed_in, case, session, worker):
    with acting(worker, "test"):
        close_case(
            case=case,
            reason=ClosingReason.DUPLICADO,
            safety_checked=True,
            by=worker,
            at=timezone.now(),
        )

    answer = signed_in.post(new(case, session), sent())

    assert answer.status_code == 422
    assert factories.SECRET_TEXT in answer.content.decode()


def test_lost_access_gives_back_only_what_was_typed(signed_in, case, session, worker):
    access.revoke(worker, {"view", "identify", "read", "write", "close", "assign"}, case)

    answer = signed_in.post(new(case, session), sent())

    text = answer.content.decode()
    assert answer.status_code == 404
    assert factories.SECRET_TEXT in text
    assert case.pseudonym not in text


# --- two at once --------------------------------------------------------------------------------


def test_two_editors_see_both_texts_and_join_them(client, case, note, worker, colleague):
    client.force_login(worker)
    client.post(page("note", note), edited(note, como_llega=OTHER))
    client.force_login(colleague)

    mine = client.post(page("note", note), edited(note, como_llega="lo mío"))

    text = mine.content.decode()
    assert mine.status_code == 409
    assert OTHER in text
    assert "lo mío" in text
    joined = edited(note, version="2", como_llega=f"{OTHER} lo mío")
    assert client.post(page("note", note), joined).status_code == 302
    note.refresh_from_db()
    with acting(worker, "test"):
        assert note.sections.reveal()["como_llega"] == f"{OTHER} lo mío"


def test_joined_text_keeps_the_level_its_author_chose(client, note, worker, colleague):
    client.force_login(colleague)
    client.post(page("note", note), edited(note, como_llega=OTHER))
    client.force_login(worker)

    alone = edited(note, como_llega="lo mío", visibility=Visibility.AUTHOR)
    text = client.post(page("note", note), alone).content.decode()

    assert f'name="visibility" value="{Visibility.AUTHOR}"' in text
    _before, found, readers = text.partition('id="h-readers"')
    assert found
    assert colleague.full_name not in readers


def test_words_for_a_note_signed_meanwhile_become_an_addendum(
    client, case, note, worker, colleague
):
    factories.sign(note, worker)
    client.force_login(colleague)

    late = client.post(page("note", note), edited(note, como_llega=OTHER))
    added = client.post(
        page("addendum_add", note),
        {"addendum_id": late.context["new_id"], "body": OTHER},
    )

    assert late.status_code == 409
    assert OTHER in late.content.decode()
    assert added.status_code == 302
    assert Addendum.objects.get().note_id == note.pk


# --- drafts -------------------------------------------------------------------------------------


def autosave(client, case, session, note_id, **facts):
    data = {**sent(note_id=note_id, session=str(session.pk)), **facts}
    return client.post(reverse("cases:note_draft", args=[case.code, note_id]), data)


def test_draft_is_kept_and_offered_at_the_next_visit(signed_in, case, session):
    note_id = str(uuid.uuid4())

    kept = autosave(signed_in, case, session, note_id, temas="a medias", subjetivo="en SOAP")
    offered = signed_in.get(new(case, session))
    blank = signed_in.get(new(case, session), {"stored": ""})

    assert kept.status_code == 200
    assert kept.json()["text"]
    text = offered.content.decode()
    assert "a medias" in text
    assert "en SOAP" in text
    assert str(offered.context["form"]["note_id"].value()) == note_id
    assert "a medias" not in blank.content.decode()
    assert blank.context["draft"].note == uuid.UUID(note_id)


def test_saving_ends_the_draft(signed_in, case, session):
    note_id = str(uuid.uuid4())
    autosave(signed_in, case, session, note_id)

    signed_in.post(new(case, session), sent(note_id=note_id))

    assert (Draft.objects.count(), Note.objects.count()) == (0, 1)


def test_draft_of_an_edited_note_is_offered_and_compared(signed_in, case, note, worker):
    url = reverse("cases:note_draft", args=[case.code, note.pk])
    signed_in.post(url, edited(note, temas="a medias"))
    with acting(worker, "test"):
        note.refresh_from_db()
        said = {**note.sections.reveal(), "temas": OTHER}
    # the version moves on from another window
    Draft.objects.update(base_version=1)
    Note._base_manager.filter(pk=note.pk).update(version=2)
    behind = signed_in.post(url, edited(note, temas="a medias"))

    assert said["temas"] == OTHER
    assert behind.status_code == 409
    both = signed_in.get(behind.json()["url"])
    assert both.status_code == 200
    assert "a medias" in both.content.decode()
    assert factories.SECRET_TEXT in both.content.decode()


def test_draft_can_be_discarded(signed_in, case, session):
    note_id = str(uuid.uuid4())
    autosave(signed_in, case, session, note_id)

    answer = signed_in.post(reverse("cases:draft_discard", args=[case.code, note_id]))

    assert answer.url == new(case, session)
    assert Draft.objects.count() == 0


def test_draft_belongs_to_its_author_alone(client, case, session, worker, colleague):
    client.force_login(worker)
    autosave(client, case, session, str(uuid.uuid4()), temas=OTHER)
    client.force_login(colleague)

    assert OTHER not in client.get(new(case, session)).content.decode()


def test_too_long_a_draft_says_so(signed_in, case, session):
    answer = autosave(signed_in, case, session, str(uuid.uuid4()), temas="x" * (LIMIT + 1))

    assert answer.status_code == 422
    assert str(LIMIT) in answer.json()["text"].replace(",", "")


# --- signing ------------------------------------------------------------------------------------


def test_signing_shows_the_text_then_locks_it_and_a_double_click_is_harmless(signed_in, note):
    shown = signed_in.get(page("note_sign", note))
    first = signed_in.post(page("note_sign", note), {"version": "1"})
    second = signed_in.post(page("note_sign", note), {"version": "1"})

    assert factories.SECRET_TEXT in shown.content.decode()
    assert (first.status_code, second.status_code) == (302, 302)
    note.refresh_from_db()
    assert note.signed_at is not None
    assert Event.objects.filter(verb="sign").count() == 1
    locked = signed_in.get(page("note", note)).content.decode()
    assert note.content_hash in locked
    assert 'name="como_llega"' not in locked


def test_incomplete_note_says_what_is_missing(signed_in, case, session):
    data = sent(do="sign")
    answer = signed_in.post(new(case, session), data)
    note = Note.objects.get()

    shown = signed_in.get(answer.url)
    refused = signed_in.post(answer.url, {"version": "1"})

    assert answer.url == page("note_sign", note)
    assert [section.name for section in shown.context["missing"]] == [
        "temas",
        "recursos",
        "acuerdos",
    ]
    assert f"{page('note', note)}#id_temas" in shown.content.decode()
    assert refused.status_code == 422


def test_signing_what_changed_meanwhile_shows_it_first(client, case, note, worker, colleague):
    client.force_login(colleague)
    client.post(page("note", note), edited(note, como_llega=OTHER))
    client.force_login(worker)

    answer = client.post(page("note_sign", note), {"version": "1"})

    assert answer.status_code == 409
    assert OTHER in answer.content.decode()
    assert Note.objects.get().signed_at is None


def test_addendum_is_added_once_though_sent_twice(signed_in, note, worker):
    factories.sign(note, worker)
    data = {"addendum_id": str(uuid.uuid4()), "body": OTHER}

    answers = [signed_in.post(page("addendum_add", note), data) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert Addendum.objects.count() == 1
    assert OTHER in signed_in.get(page("note", note)).content.decode()


def test_empty_addendum_comes_back(signed_in, note, worker):
    factories.sign(note, worker)

    answer = signed_in.post(page("addendum_add", note), {"addendum_id": str(uuid.uuid4())})

    assert answer.status_code == 422


def test_print_shows_what_the_norm_asks_and_is_traced(client, case, note):
    author = note.author
    author.licence = "1234567"
    author.save()
    client.force_login(author)

    text = client.get(page("note_print", note)).content.decode()

    for said in (factories.SECRET_NAME, author.full_name, "1234567", case.code):
        assert said in text
    event = Event.objects.get(verb="print")
    assert (event.kind, event.code, event.touched) == ("cases.note", case.code, [str(note.pk)])


def test_versions_show_every_text(signed_in, note):
    signed_in.post(page("note", note), edited(note, como_llega=OTHER))

    versions = signed_in.get(page("note_versions", note)).context["versions"]

    assert [version.number for version in versions] == [2, 1]
    assert [version.sections[0].text for version in versions] == [OTHER, factories.SECRET_TEXT]


def test_note_of_its_author_alone_is_hidden_from_the_team(client, case, worker, colleague):
    hidden = factories.make_note(case, worker, visibility=Visibility.AUTHOR)
    client.force_login(colleague)

    assert client.get(page("note", hidden)).status_code == 404
    assert factories.SECRET_TEXT not in client.get(case.get_absolute_url()).content.decode()


def test_contact_still_safe_is_verified_for_another_month(signed_in, case, session, worker):
    contact = factories.make_contact(accompanied(case), worker)
    with acting(worker, "test"):
        verify_contact(contact=contact, by=worker, at=timezone.now() - dt.timedelta(days=20))

    signed_in.post(new(case, session), sent(contact_safe="same"))

    contact.refresh_from_db()
    assert contact.verified_on == timezone.localdate()


def test_contact_in_doubt_counts_as_not_safe(signed_in, case, session, worker):
    contact = factories.make_contact(accompanied(case), worker, introduce_as="Laura")
    with acting(worker, "test"):
        verify_contact(contact=contact, by=worker, at=timezone.now())

    signed_in.post(new(case, session), sent(contact_safe="changed"))

    contact.refresh_from_db()
    with acting(worker, "test"):
        known = (contact.value.reveal(), contact.introduce_as.reveal())
    assert contact.verified_on is None
    assert known == ("614 000 0101", "Laura")


def test_agreements_of_the_session_before_stand_beside_the_note(signed_in, case, note, worker):
    later = factories.make_session(case, worker, starts_at=note.session.starts_at + dt.timedelta(7))

    answer = signed_in.get(new(case, later))

    assert answer.context["before"].note == note
    assert answer.context["before"].agreed[0][1] == factories.SECRET_TEXT


def test_scheduled_session_becomes_held_with_its_note(signed_in, case, worker):
    now = timezone.now()
    with acting(worker, "test"):
        planned = sessions.schedule_session(
            case=case,
            facts=sessions.SessionFacts(starts_at=now + dt.timedelta(seconds=1)),
            by=worker,
            at=now,
        )

    answer = signed_in.post(new(case, planned), sent())

    assert answer.status_code == 422  # it has not begun yet
    assert factories.SECRET_TEXT in answer.content.decode()


def test_supervision_reads_what_was_written_for_it(client, case, worker, team):
    supervisor = factories.make_member(team, "coordinator")
    with acting(worker, "test"):
        assign_member(
            case=case,
            user=supervisor,
            function=Function.SUPERVISOR,
            by=worker,
            at=timezone.now(),
        )
    note = factories.make_note(case, worker, visibility=Visibility.SUPERVISION)
    client.force_login(supervisor)

    answer = client.get(page("note", note))

    assert factories.SECRET_TEXT in answer.content.decode()
    assert client.post(page("note_sign", note), {"version": "1"}).status_code == 403
    assert notes.readers(case, Visibility.SUPERVISION, worker).count() == 2
