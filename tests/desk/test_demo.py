"""The demonstration: everything it promises is there, and nothing in it looks real."""

import datetime as dt
import re
from collections import Counter

import pytest
from allauth.account.models import EmailAddress
from django.core.management import CommandError, call_command
from django.utils import timezone

from accompaniment.audit.models import Event
from accompaniment.desk.demo import people
from accompaniment.desk.demo.tales import TEXTS, library, tales, texts
from accompaniment.staff.acting import acting
from accompaniment.staff.enums import Role
from accompaniment.staff.models import User
from cases.actions.people import accompanied
from cases.enums import (
    TELEPHONES,
    Attendance,
    CaseState,
    Consent,
    ConsentMethod,
    ServiceLine,
    SessionStatus,
    Template,
    Visibility,
)
from cases.lines import INDIVIDUAL
from cases.models import (
    Addendum,
    Assignment,
    Case,
    ConsentGiven,
    ContactChannel,
    Draft,
    Note,
    Participation,
    Person,
    Session,
)
from tests.house.test_vocabulary import SPANISH

pytestmark = pytest.mark.xdist_group("demo")

PHONE = re.compile(r"(?:614|656) 000 01\d\d")
DIGITS = re.compile(r"\d[\d -]{6,}\d")
MAIL = re.compile(r"[\w.+-]+@[\w.-]+")
CURP = re.compile(r"\b[A-Z]{4}\d{6}[A-Z]{6}[A-Z\d]\d\b")


@pytest.fixture
def var(tmp_path, settings):
    settings.VAR_DIR = tmp_path
    return tmp_path


@pytest.fixture
def ofelia(told):
    return User.objects.get(email="ofelia@example.org")


def case_of(called):
    """Find the case of a story by the name its person goes by."""
    for participation in Participation.objects.filter(role="PA").select_related("case"):
        case = participation.case
        with acting(case.responsible, "care"):
            if participation.person.called.reveal() == called:
                return case
    raise LookupError(called)


def revealed(rows, *names):
    """Yield what sealed fields say, each opened by who is responsible."""
    for row in rows:
        link = row.person.participations if hasattr(row, "person") else row.participations
        with acting(link.select_related("case").first().case.responsible, "care"):
            for name in names:
                if box := getattr(row, name):
                    yield box.reveal()


def test_demo_is_told_by_the_command_that_prepares_a_house(demonstration):
    assert demonstration == "Inventing people for the demonstration ...\n"


def test_demo_refuses_where_people_are_real(settings):
    settings.DEMO = False
    before = User.objects.count()

    with pytest.raises(CommandError):
        call_command("demo", cases=3)

    assert User.objects.count() == before


def test_demo_told_twice_changes_nothing(told, var, capsys, django_assert_max_num_queries):
    before = [model.objects.count() for model in (User, Case, Session, Note, Event)]

    with django_assert_max_num_queries(2):
        call_command("demo")

    assert [model.objects.count() for model in (User, Case, Session, Note, Event)] == before
    assert "ofelia@example.org" in capsys.readouterr().out


def test_command_adds_volume_on_top(told, var, capsys):
    call_command("demo", cases=5, sessions_per_case=2)
    call_command("demo", cases=5, sessions_per_case=2)

    said = capsys.readouterr().out
    assert "volumen-p001@example.org" in said
    assert Case.objects.filter(pseudonym__endswith=" 1", team__name__startswith="Volumen").count()
    assert Case.objects.filter(team__name__startswith="Volumen").count() == 10


def test_demo_keeps_the_accounts_for_whoever_starts_the_house(told, var):
    call_command("demo")

    path = var / "demo-accounts.txt"
    said = path.read_text()
    assert path.stat().st_mode & 0o077 == 0
    assert all(str(role.label) in said for role in Role)
    assert all(people.email_of(name) in said for name in people.STAFF)
    assert people.PASSWORD in said


def test_demo_says_the_accounts_alone(var, capsys):
    before = User.objects.count()

    call_command("demo", accounts=True)

    assert "ofelia@example.org" in capsys.readouterr().out
    assert User.objects.count() == before


def test_every_role_has_an_account_that_can_sign_in(told):
    for role in Role:
        user = User.objects.filter(memberships__role=role).order_by("email").first()
        assert user.is_active
        assert user.check_password(people.PASSWORD)
        assert EmailAddress.objects.filter(user=user, verified=True, primary=True).exists()


def test_sign_in_opens_my_day(told, client, ofelia):
    client.force_login(ofelia)

    assert client.get("/").status_code == 200


def test_ofelia_has_twelve_cases_and_three_sessions_today(told, ofelia):
    here = timezone.get_default_timezone()
    start = dt.datetime.combine(timezone.localdate(told), dt.time(0), tzinfo=here)
    today = Session.objects.filter(accompanist=ofelia)
    today = today.of_day(start, start + dt.timedelta(days=1)).scheduled()

    assert Case.objects.filter(responsible=ofelia, line=ServiceLine.IND).count() == 12
    assert [timezone.localtime(session.starts_at).hour for session in today] == [10, 12, 16]


def test_cases_stand_in_every_state_and_urgency(told):
    assert 40 <= Case.objects.count() <= 60
    states = set(Case.objects.filter(line=ServiceLine.IND).values_list("state", flat=True))
    assert states == set(INDIVIDUAL.next)
    assert set(Case.objects.values_list("urgency", flat=True)) == {1, 2, 3, 4}


def test_every_template_and_every_visibility_is_used(told):
    assert set(Note.objects.values_list("template", flat=True)) == set(Template.values)
    assert set(Note.objects.values_list("visibility", flat=True)) == set(Visibility.values)


def test_every_text_is_told(told):
    used = {name for tale in tales() for name in tale.notes}
    for tale in tales():
        extra = {tale.extra_note, tale.reopened_note, tale.handed_note}
        used |= extra - {""}

    assert set(texts()) == used - {""}


def test_notes_are_signed_but_for_a_few(told, ofelia):
    unsigned = Note.objects.filter(signed_at=None)

    assert 3 <= unsigned.count() <= 10
    assert unsigned.filter(author=ofelia).exists()
    assert Addendum.objects.count() == 1


def test_a_draft_waits_since_yesterday(told, ofelia):
    draft = Draft.objects.get()

    assert draft.author == ofelia
    yesterday = timezone.localdate(told) - dt.timedelta(days=1)
    assert timezone.localdate(draft.saved_at) == yesterday
    with acting(ofelia, "care"):
        assert draft.content.reveal()["temas"].endswith("y")


def test_who_could_not_come_for_safety_is_no_absence(told):
    missed = Session.objects.filter(status=SessionStatus.NOT_HELD)

    assert missed.filter(attendance=Attendance.NO_PUDO_POR_SEGURIDAD).exists()


def test_consents_hold_their_edge_cases(told):
    given = ConsentGiven.objects

    taken_back = given.filter(revoked_at__isnull=False).values_list("kind", flat=True)
    assert set(taken_back) == {Consent.ESTADISTICA, Consent.JURIDICO}
    assert given.filter(method=ConsentMethod.EXCEPCION, expires_on__isnull=False).exists()
    assert given.filter(kind=Consent.ASENT_NNA).exists()
    represented = given.filter(kind=Consent.REP_NNA)
    assert set(represented.values_list("representative_is_aggressor", flat=True)) == {False}


def test_representative_who_is_the_aggressor_is_stopped_at_the_guard(told):
    case = case_of("Sol")

    assert case.state == CaseState.PROPUESTO
    assert not case.consents.exists()


def test_contacts_hold_their_edge_cases(told):
    verified = ContactChannel.objects.exclude(expires_on=None)
    today = timezone.localdate(told)

    assert verified.filter(expires_on__lt=today).exists()
    assert verified.filter(expires_on__gte=today).exists()
    assert ContactChannel.objects.filter(calls="NO", verified_on=None).exists()
    assert ContactChannel.objects.filter(time_zone="America/Ojinaga").exists()


def test_case_handed_over_between_towns(told):
    case = case_of("Esperanza")

    assert case.team.name == "Juárez"
    assert case.responsible.email == "ximena@example.org"
    assert Counter(Assignment.objects.filter(case=case).values_list("function", flat=True)) == {
        "responsible": 2,
        "legal": 1,
    }


def test_case_reopened(told):
    case = case_of("Yadira")

    assert case.is_open
    assert case.transitions.filter(before=CaseState.CERRADO, after=CaseState.ENCUADRE).exists()


def test_citlali_is_about_to_turn_eighteen(told, ofelia):
    with acting(ofelia, "care"):
        born = dt.date.fromisoformat(accompanied(case_of("Citlali")).birth_date.reveal())

    turns = born.replace(year=born.year + 18)
    assert (turns - timezone.localdate(told)).days == 20


def test_nothing_happens_after_now(told):
    assert not Case.objects.filter(last_activity_at__gt=told).exists()
    assert not Note.objects.filter(written_at__gt=told).exists()
    held = Session.objects.filter(status=SessionStatus.HELD)
    assert not held.filter(starts_at__gt=told).exists()


def test_every_deed_is_traced_to_who_did_it(told):
    ids = {f"user:{pk}" for pk in User.objects.values_list("pk", flat=True)}
    actors = set(Event.objects.values_list("actor", flat=True))

    served = {"demo", "printer", "release"}  # who built, printed, and laid copies out
    assert actors - ids == {f"service:{name}" for name in served}
    signed = Event.objects.filter(verb="sign", kind="cases.note").count()
    assert signed == Note.objects.exclude(signed_at=None).count()


# --- nothing looks real ------------------------------------------------------------------


def test_numbers_and_mails_are_nobodys(told):
    contacts = ContactChannel.objects.all()
    numbers = list(revealed(contacts.filter(channel__in=TELEPHONES), "value"))
    others = " ".join(revealed(contacts.exclude(channel__in=TELEPHONES), "value"))

    assert numbers
    assert [number for number in numbers if not PHONE.fullmatch(number)] == []
    assert not DIGITS.search(others)
    assert {mail.partition("@")[2] for mail in MAIL.findall(others)} == {"example.org"}
    assert {user.email.partition("@")[2] for user in User.objects.all()} == {"example.org"}
    assert set(User.objects.values_list("licence", flat=True)) == {"", "0000001"}


def test_persons_hold_no_document_numbers(told):
    here = Person.objects.filter(participations__ended_at=None)
    said = " ".join(revealed(here, "called", "nickname", "legal_name"))

    assert not CURP.search(said.upper())
    assert not re.search(r"\d", said)


@pytest.mark.parametrize("path", sorted(TEXTS.glob("*.toml")), ids=lambda path: path.stem)
def test_texts_speak_with_care(path):
    said = path.read_text()

    assert SPANISH.findall(said) == []
    assert CURP.findall(said) == []
    assert MAIL.findall(said.replace("correo.acordado@example.org", "")) == []
    said = PHONE.sub("", said).replace("00-0000-00000", "")  # nobody's number, nobody's file
    assert DIGITS.findall(re.sub(r"\d\d:\d\d", "", said)) == []
    assert "!" not in said


def test_missing_people_are_spoken_of_in_the_present():
    for name in ("silla_vacia", "buscar", "rosario_dap", "rosario_notificacion", "memoria"):
        said = " ".join(texts()[name].sections.values())
        assert re.findall(r"\b(era|murió|falleció|falleciste|difunt[oa])\b", said) == []


def test_texts_set_resources_beside_effects():
    for name, text in texts().items():
        if text.template == Template.EVOLUCION:
            assert text.sections["recursos"], name
            assert text.sections["efectos"], name


def test_every_story_uses_its_contacts_and_people():
    profiles = {name for tale in tales() for name in tale.contacts}
    named = {tale.with_ for tale in tales()}

    assert profiles == set(library()["contacts"])
    assert named <= set(people.STAFF)
