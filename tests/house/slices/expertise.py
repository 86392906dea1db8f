"""Expert opinions: who may do what in the commission of the tests, its records, its canaries.

In the commission of the world the psychologist of another team is the expert, the teammate of who
accompanies is the peer, and the lawyer of the case requested it. Every module ``expertise_…``
beside this one offers ``COMMISSION`` rows, ``furnish_commission(world)``, which returns what its
addresses need, and ``live_commission(day)``.
"""

from accompaniment import gathering
from expertise.enums.commission import PART_ACTIONS, CommissionState, Part
from tests.expertise import tools
from tests.house import slices
from tests.house.readers import PSYCHOLOGISTS

MAY = {
    "stranger": set(PART_ACTIONS[Part.EXPERT]),
    "teammate": set(PART_ACTIONS[Part.REVIEWER]),
    "coordinator": {"view", "identify", "close", "assign", "erase"},
    "legal": {"view"},
}
AWAY = {"retired", "nobody"}
COMMISSION = {"expertise:commission": ("view 200", "405")}
ROLE = {
    "expertise:commission_list": (PSYCHOLOGISTS | {"coordinator", "legal"}, "200", "405"),
}
OPEN = {"expertise.Credential": "staff directory: printed on every report"}
WITHOUT_HISTORY = {
    "expertise.Job": "what a worker is doing; the trace keeps who asked",
    "expertise.SectionDraft": "its author's, and gone when the section is saved",
}
OPEN_TEXT = {
    "expertise.Commission.code",  # random
    "expertise.Copy.key",  # random
    "expertise.Credential.experience",  # of a colleague, printed on her reports
    "expertise.Credential.licence",
    "expertise.Credential.title",
    "expertise.Credential.training",
    "expertise.Attachment.object",  # drawn by lot
    "expertise.EvaluationSession.time_zone",  # names of the tz database
    "expertise.InstrumentUse.instrument",  # a code of ours
    "expertise.Paper.certificate",  # digests
    "expertise.Paper.object",
    "expertise.Paper.sha256",
    "expertise.Release.code",  # the folio, random
    "expertise.Release.object",
    "expertise.Section.key",  # codes of ours
    "expertise.Section.template",
    "expertise.SectionDraft.key",
    "expertise.Remark.section",
    "expertise.Testimony.time_zone",
    "expertise.Ticket.session",  # digests
    "expertise.Ticket.token",
    "expertise.Version.digest",
}


def answer(rows):
    """Return what an address of a commission answers to each reader."""

    def of(method, reader):
        if reader in AWAY:
            return "302"
        row = rows[method == "post"]
        if row == "405":
            return row
        need, said = row.split()
        may = MAY.get(reader, set())
        if may & set(need.split("|")):
            return said
        return "403" if "view" in may else "404"

    return of


def _tables():
    yield COMMISSION
    for room in gathering.modules(slices):
        if room.__name__.rpartition(".")[2].startswith("expertise_"):
            yield room.COMMISSION


OTHER = {name: answer(rows) for table in _tables() for name, rows in table.items()}


def furnish(world):
    """Request an expertise, let others fill its file."""
    world.commission = tools.make_commission(
        world.people["responsible"],
        case=world.case,
        by=world.people["legal"],
        coordinator=world.people["coordinator"],
        expert=world.people["stranger"],
        reviewer=world.people["teammate"],
        state=CommissionState.INTEGRACION,
    )
    known = {}
    for furnish_commission in gathering.offered(slices, "furnish_commission"):
        known |= furnish_commission(world)
    folio = {"folio": world.commission.code}
    return {name: folio | known.get(name, {}) for name in OTHER} | {
        name: given for name, given in known.items() if name not in OTHER
    }


def live(day):
    """Put something into every sealed field of a commission."""
    named = (
        *("evaluated_name", "initials", "other_party", "authority", "numbers", "offence"),
        *("requester", "requested_because"),
    )
    facts = {name: day.canary(f"commission.{name}") for name in named}
    day.commission = tools.make_commission(
        day.worker,
        case=day.case,
        questions=[day.canary("question.text")],
        state=CommissionState.INTEGRACION,
        at=day.at,
        **facts,
    )
    for live_commission in gathering.offered(slices, "live_commission"):
        live_commission(day)
