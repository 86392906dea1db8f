"""Missing persons for tests, entered through the use cases."""

import datetime as dt

from accompaniment.staff.acting import acting
from cases.actions.missing import Meaning, MissingNames, enter_missing, fingerprint, keep_block
from cases.actions.missing_dates import DateFacts, add_family_date
from cases.actions.missing_search import SearchFacts, add_search
from cases.actions.missing_status import SourceFacts, TellingFacts, move_status
from cases.actions.missing_trail import (
    AuthorityFacts,
    SaidFacts,
    SampleFacts,
    ToldFacts,
    add_authority,
    add_sample,
    keep_told,
    log_contact,
)
from cases.actions.people import add_participant
from cases.enums import AgeGroup, ConsentMethod, ParticipationRole
from cases.enums.missing import Hurting, MissingStatus, Source, Telling
from cases.models import MissingPerson
from tests.factories import NOON, SECRET_TEXT, make_person_facts

NAME = "Ramiro Zafirino"
HOLDS = "canary-holds-true-4c1e"
WORDS = Meaning(kinship="MADRE", refers_as="mi muchacho", holds_true=HOLDS)
DAY = dt.date(2026, 5, 2)
DOCUMENT = SourceFacts(Source.OFICIO, "OF-000-2026", DAY)
REPORT = SourceFacts(Source.DICTAMEN, "DIC-000-2026", DAY)
TOLD = TellingFacts(Telling.EN_PERSONA, "La fiscalía", "A la mamá", DAY, "Ofelia y su hermana")
NOBODY = TellingFacts(Telling.NADIE)
SEARCH = SearchFacts("INDIVIDUALIZADA", dt.date(2026, 5, 3), in_field=True, place="El Sauz")
SAMPLE = SampleFacts("Su mamá", ConsentMethod.AUTOGRAFA, DAY, "Carpeta azul")


def make_missing(case, by, *, name=NAME, at=NOON, **facts):
    """Open the record of someone the family of a case searches for."""
    facts.setdefault("meaning", WORDS)
    with acting(by, "test"):
        return enter_missing(case=case, names=MissingNames(name), by=by, at=at, **facts)


def keep(case, missing, by, block, at=NOON, **facts):
    """Write a block of a record."""
    with acting(by, "test"):
        now = MissingPerson.objects.get(pk=missing.pk)
        seen = fingerprint(now, block)
        return keep_block(case=case, missing=now, block=block, facts=facts, seen=seen, by=by, at=at)


def move(case, missing, by, to, *, source=REPORT, telling=TOLD, at=NOON):
    """Move the organisation's status."""
    with acting(by, "test"):
        return move_status(
            case=case, missing=missing, to=to, source=source, telling=telling, by=by, at=at
        )


def stand(missing, status):
    """Put a record into a status without asking how it came there."""
    missing.status = status
    missing.save(update_fields=["status"])
    return missing


def make_child(case, by, at=NOON):
    """Let a girl of the family take part."""
    with acting(by, "test"):
        facts = make_person_facts("Luz", age_group=AgeGroup.NINEZ)
        role = ParticipationRole.FAMILIAR
        return add_participant(case=case, facts=facts, role=role, by=by, at=at).person


def furnish(case, by, at=NOON, *, name=NAME, child=True):
    """Give a case a record with one of everything; return the parts by name."""
    missing = make_missing(case, by, name=name, at=at)
    child = make_child(case, by, at) if child else None
    keep(case, missing, by, "events", at, seen_on="2019-03-14", circumstances=SECRET_TEXT)
    with acting(by, "test"):
        of = {"case": case, "missing": missing, "by": by, "at": at}
        step = move_status(to=MissingStatus.EN_IDENTIFICACION, source=DOCUMENT, telling=TOLD, **of)
        search = add_search(facts=SEARCH, **of)
        sample = add_sample(facts=SAMPLE, **of)
        authority = add_authority(facts=AuthorityFacts("CLB", "Zona norte"), **of)
        said = SaidFacts(DAY, "Preguntamos por los avances.")
        log_contact(case=case, authority=authority, facts=said, by=by, at=at)
        told = ToldFacts("Su abuela", "Tu papá está trabajando lejos.")
        if child:
            keep_told(person=child, facts=told, **of)
        own = add_family_date(case=case, facts=DateFacts(Hurting.MADRES), by=by, at=at)
    return {
        "missing": missing,
        "child": child,
        "step": step,
        "search": search,
        "sample": sample,
        "authority": authority,
        "own": own,
        "date": missing.dates.get(),
    }
