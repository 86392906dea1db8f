"""Workshops: the facilitator of the team prepares one, coordination sees it, the others do not."""

import datetime as dt

from groups.actions import workshops
from groups.enums import WorkshopState
from groups.models.workshop import WORKSHOP_ACTIONS
from tests.factories import NOON
from tests.house.slices.groups import GATHER
from tests.traces import do

MAY = {
    "facilitator": {"view", *WORKSHOP_ACTIONS},
    "coordinator": {"view", "read", "write", "members", "assign"},
}
ROLE = {
    "groups:workshop_list": (GATHER, "200", "405"),
    "groups:workshop_new": (GATHER, "200", "422"),
}
GROUP = {}
WORKSHOP = {
    "groups:registration_add": ("members 200", "members 422"),
    "groups:registration_back": ("405", "members 302"),
    "groups:registration_listed": ("405", "members 302"),
    "groups:registration_withdraw": ("405", "members 302"),
    "groups:workshop": ("view 200", "405"),
    "groups:workshop_count": ("write 200", "write 302"),
    "groups:workshop_edit": ("write 200", "write 422"),
    "groups:workshop_out": ("members 200", "members 422"),
    "groups:workshop_people": ("members 200", "members 302"),
    "groups:workshop_step": ("write 200", "write 302"),
}


def answer(rows):
    """Return what an address of a workshop answers to each reader."""

    def of(method, reader):
        if reader in {"retired", "nobody"}:
            return "302"
        row = rows[method == "post"]
        if row == "405":
            return row
        need, said = row.split()
        may = MAY.get(reader, set())
        return said if need in may else "403" if "view" in may else "404"

    return of


OTHER = {name: answer(rows) for name, rows in WORKSHOP.items()}


def furnish_group(world):
    """Convene a workshop and register somebody."""
    by = world.people["facilitator"]
    facts = workshops.WorkshopFacts(title="Taller", starts_at=NOON + dt.timedelta(days=9))
    made = do(workshops.prepare_workshop, by, team=world.team, facts=facts, at=NOON)
    made = do(workshops.move_workshop, by, workshop=made, to=WorkshopState.CONVOCADO, at=NOON)
    row = do(workshops.register, by, workshop=made, told={"called": "Sol"}, at=NOON)
    known = {name: {"workshop": made.code} for name in WORKSHOP}
    for verb in ("back", "listed", "withdraw"):
        known[f"groups:registration_{verb}"]["uid"] = row.pk
    known["groups:workshop_step"]["to"] = WorkshopState.CANCELADO
    return known
