"""Missing persons, what is done to find them, and the dates that hurt."""

import datetime as dt

from django.utils import timezone

from cases.actions import missing, missing_dates, missing_search, missing_status, missing_trail
from cases.actions.people import add_participant
from cases.enums import AgeGroup, ConsentMethod, ParticipationRole
from cases.enums.missing import Hurting, MissingStatus, Source, Telling
from cases.missing_blocks import BLOCKS, LONG, WORDS
from tests import factories
from tests.cases import searching

CASE = {
    "cases:missing": ("view 200", "405"),
    "cases:missing_add": ("write 200", "write 422"),
    "cases:missing_authority_add": ("write 200", "write 422"),
    "cases:missing_authority_edit": ("write 200", "write 422"),
    "cases:missing_block": ("write 200", "write 409"),
    "cases:missing_child_told": ("write 200", "write 422"),
    "cases:missing_contact_log": ("write 200", "write 422"),
    "cases:missing_contacts": ("read 200", "405"),
    "cases:missing_date_add": ("write 200", "write 422"),
    "cases:missing_dates": ("read 200", "405"),
    "cases:missing_family_date_retire": ("write 200", "write 302"),
    "cases:missing_link": ("write|assign 200", "write|assign 422"),
    "cases:missing_meaning": ("write 200", "write 302"),
    "cases:missing_name": ("write 200", "write 422"),
    "cases:missing_print": ("read 200", "405"),
    "cases:missing_record": ("read 200", "405"),
    "cases:missing_record_date_retire": ("write 200", "write 302"),
    "cases:missing_registry": ("write 200", "write 422"),
    "cases:missing_sample_add": ("write 200", "write 422"),
    "cases:missing_sample_edit": ("write 200", "write 422"),
    "cases:missing_sample_withdraw": ("write 200", "write 302"),
    "cases:missing_search_add": ("write 200", "write 422"),
    "cases:missing_search_edit": ("write 200", "write 422"),
    "cases:missing_searches": ("read 200", "405"),
    "cases:missing_status": ("write 200", "write 422"),
    "cases:missing_told": ("write 200", "write 422"),
    "cases:missing_unlink": ("write|assign 200", "write|assign 422"),
}
CLINICAL = {
    *("responsible", "member", "supervisor", "legal", "coordinator", "reception"),
    *("teammate", "stranger", "facilitator"),
}
ROLE = {"cases:missing_list": (CLINICAL, "200", "405")}
OPEN_TEXT = {
    "cases.MissingPerson.code",  # random
    "cases.MissingPerson.pseudonym",  # drawn by lot
}
WITHOUT_HISTORY = {"cases.MissingWord": "keyed digests: what is erased leaves none"}
OF_RECORD = (
    *("missing_record", "missing_print", "missing_name", "missing_meaning", "missing_unlink"),
    *("missing_block", "missing_status", "missing_registry", "missing_searches"),
    *("missing_search_add", "missing_sample_add", "missing_authority_add", "missing_contacts"),
)


def furnish(world):
    """Open a record with one of everything; no page shows its secrets to who may not read."""
    worker, name = world.people["responsible"], factories.SECRET_NAME
    parts = searching.furnish(world.case, worker, name=name, child=False)
    known = {f"cases:{name}": {"uid": parts["missing"].pk, "block": "events"} for name in OF_RECORD}
    for name, part in (
        ("missing_family_date_retire", "own"),
        ("missing_record_date_retire", "date"),
        ("missing_told", "step"),
        ("missing_search_edit", "search"),
        ("missing_sample_edit", "sample"),
        ("missing_sample_withdraw", "sample"),
        ("missing_authority_edit", "authority"),
        ("missing_contact_log", "authority"),
    ):
        known[f"cases:{name}"] = {"uid": parts[part].pk}
    return known


def live(day):
    """Open a record, write into every part of it, and tell the family and a child."""
    names = missing.MissingNames(
        day.canary("missing.name"),
        day.canary("missing.social_name"),
        day.canary("missing.nickname"),
    )
    meaning = missing.Meaning(
        day.canary("missing_link.kinship"),
        day.canary("missing_link.refers_as"),
        day.canary("missing_link.holds_true"),
    )
    now = {"by": day.worker, "at": day.at}
    one = missing.enter_missing(case=day.case, names=names, meaning=meaning, **now)
    of = {"case": day.case, "missing": one, **now}
    for name, block in BLOCKS.items():
        facts = {
            part.name: day.canary(f"missing.{name}")
            for part in block.parts
            if part.kind in {WORDS, LONG}
        }
        missing.keep_block(block=name, facts=facts, seen="", **of)
    today = timezone.localdate(day.at)
    source = missing_status.SourceFacts(
        Source.OFICIO, day.canary("missing_status.facts"), today, "Dice lo que dice."
    )
    telling = missing_status.TellingFacts(
        Telling.EN_PERSONA, day.canary("family_told.facts"), "", today, "Su hermana"
    )
    missing_status.move_status(
        to=MissingStatus.EN_IDENTIFICACION, source=source, telling=telling, **of
    )
    trail(day, of, today)


def trail(day, of, today):
    """Search, give a sample, ask an authority, tell a child, keep the dates."""
    place = day.canary("missing_search.facts")
    facts = missing_search.SearchFacts("INDIVIDUALIZADA", today, in_field=True, place=place)
    missing_search.add_search(facts=facts, **of)
    donor = day.canary("missing_sample.facts")
    facts = missing_trail.SampleFacts(donor, ConsentMethod.AUTOGRAFA, today, "Carpeta azul")
    missing_trail.add_sample(facts=facts, **of)
    facts = missing_trail.AuthorityFacts("CLB", day.canary("missing_authority.facts"))
    authority = missing_trail.add_authority(facts=facts, **of)
    facts = missing_trail.SaidFacts(today, day.canary("missing_contact.facts"))
    now = {"by": day.worker, "at": day.at}
    missing_trail.log_contact(case=day.case, authority=authority, facts=facts, **now)
    child = add_participant(
        case=day.case,
        facts=factories.make_person_facts("Niña", age_group=AgeGroup.NINEZ),
        role=ParticipationRole.FAMILIAR,
        **now,
    ).person
    facts = missing_trail.ToldFacts("Su abuela", day.canary("child_told.facts"))
    missing_trail.keep_told(person=child, facts=facts, **of)
    soon = today + dt.timedelta(days=5)
    words = day.canary("missing_date.facts")
    facts = missing_dates.DateFacts(Hurting.PROPIA, soon.month, soon.day, words=words)
    missing_dates.add_missing_date(facts=facts, **of)
    words = day.canary("family_date.facts")
    facts = missing_dates.DateFacts(Hurting.MADRES, words=words)
    missing_dates.add_family_date(case=day.case, facts=facts, **now)
