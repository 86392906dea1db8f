"""Groups: who facilitates, who coordinates, and what the others get.

In the group of the world the facilitator of the team facilitates. Every module ``groups_…`` beside
this one may offer ``GROUP`` rows, ``furnish_group(world)`` and ``live_group(day)``.
"""

import datetime as dt

from django.utils import timezone

from accompaniment import gathering
from groups.actions import enrolling, erasing, running, workshops
from groups.actions.running import Row
from groups.actions.scheduling import call_off
from groups.enums import (
    FACILITATOR_ACTIONS,
    EnrolmentState,
    Erases,
    Facilitates,
    GroupState,
    Mark,
    When,
    WorkshopState,
)
from groups.models import Closure, Enrolment, Measure, Notice, Theme
from groups.recurrence import Rule
from tests import factories
from tests.groups import tools
from tests.house import slices
from tests.house.readers import PSYCHOLOGISTS
from tests.traces import do

MAY = {
    "facilitator": set(FACILITATOR_ACTIONS[Facilitates.FACILITATOR]),
    "coordinator": {"view", "members", "schedule", "assign", "erase"},
}
AWAY = {"retired", "nobody"}
GROUP = {
    "groups:agreement_add": ("write 200", "write 422"),
    "groups:agreement_done": ("405", "write 302"),
    "groups:design_edit": ("write 200", "write 422"),
    "groups:enrolment_accept": ("members 200", "members 422"),
    "groups:enrolment_add": ("members 200", "members 422"),
    "groups:enrolment_alert": ("members 200", "members 422"),
    "groups:enrolment_erase": ("erase 200", "erase 422"),
    "groups:enrolment_interview": ("members 200", "members 422"),
    "groups:enrolment_measure": ("members 200", "members 302"),
    "groups:enrolment_several": ("members 200", "members 422"),
    "groups:enrolment_sign": ("members 200", "members 422"),
    "groups:enrolment_step": ("members 200", "members 302"),
    "groups:enrolments": ("members 200", "405"),
    "groups:facilitator_add": ("assign 200", "assign 422"),
    "groups:facilitator_end": ("assign 200", "assign 422"),
    "groups:group": ("view 200", "405"),
    "groups:her_file": ("members 200", "405"),
    "groups:her_file_print": ("members 200", "405"),
    "groups:meeting": ("view 200", "405"),
    "groups:meeting_back": ("405", "schedule 302"),
    "groups:meeting_move": ("schedule 200", "schedule 422"),
    "groups:meeting_move_back": ("405", "schedule 302"),
    "groups:meeting_note": ("write 200", "write 422"),
    "groups:meeting_off": ("schedule 200", "schedule 302"),
    "groups:meeting_prepare": ("write 200", "write 422"),
    "groups:meeting_print": ("read 200", "405"),
    "groups:meeting_sheet": ("write 200", "write 422"),
    "groups:notice_seen": ("405", "assign 302"),
    "groups:next_cycle": ("write 200", "write 422"),
    "groups:schedule": ("view 200", "405"),
    "groups:schedule_add": ("schedule 200", "schedule 422"),
    "groups:schedule_plan": ("schedule 200", "schedule 422"),
    "groups:seen": ("members 200", "405"),
    "groups:series_change": ("schedule 200", "schedule 422"),
    "groups:step": ("view 200", "view 302"),
}
GATHER = PSYCHOLOGISTS | {"coordinator", "facilitator"}
ROLE = {
    "groups:group_list": (GATHER, "200", "405"),
    "groups:design_new": (GATHER, "200", "422"),
    "groups:closure_open": ({"coordinator"}, "405", "302"),
    "groups:closures": ({"coordinator"}, "200", "422"),
    "groups:theme_add": ({"coordinator"}, "200", "422"),
    "groups:theme_edit": ({"coordinator"}, "200", "422"),
    "groups:theme_retire": ({"coordinator"}, "405", "302"),
    "groups:themes": (GATHER, "200", "405"),
    "groups:themes_begin": ({"coordinator"}, "405", "302"),
}
OPEN = {
    "groups.Closure": "closed days of the house",
    "groups.RoomCalendarKey": "digests of secret addresses that say when a room is busy",
    "groups.Theme": "the library of themes",
}
WITHOUT_HISTORY = {"groups.EnrolmentWord": "keyed digests: what is taken back leaves none"}
OPEN_TEXT = {
    "groups.Closure.name",  # of closed days
    "groups.Enrolment.pseudonym",  # drawn by lot
    "groups.Group.code",  # random
    "groups.Group.name",  # neutral, stands in calendars
    "groups.Group.time_zone",  # names of the tz database
    "groups.Meeting.faces",  # counted, nobody is named
    "groups.Meeting.time_zone",
    "groups.RoomCalendarKey.token_digest",
    "groups.Series.rule",  # RFC 5545
    "groups.Series.time_zone",
    "groups.Theme.materials",  # the library of the house
    "groups.Theme.objectives",
    "groups.Theme.technique",
    "groups.Theme.title",
    "groups.Workshop.code",  # random
    "groups.Workshop.time_zone",
    "groups.Workshop.title",  # as it is announced
}


def answer(rows):
    """Return what an address of a group answers to each reader."""

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
    yield GROUP
    for room in gathering.modules(slices):
        if room.__name__.rpartition(".")[2].startswith("groups_"):
            yield room.GROUP


OTHER = {name: answer(rows) for table in _tables() for name, rows in table.items()}


def furnish(world):
    """Let a group meet, with one woman whose case is the one of the world."""
    by = world.people["facilitator"]
    group, (one, _other), meetings = tools.running(by, "Norma", "Irma", rule=Rule((1,), count=3))
    agreed = do(running.agree_on, by, meeting=meetings[0], text="Llegar a tiempo.", at=tools.NOON)
    hers = do(
        enrolling.enrol,
        world.people["coordinator"],
        group=group,
        asks=enrolling.Asks(name="Elvira", case=world.case),
        at=tools.NOON,
    )
    off = do(call_off, by, meeting=meetings[2], at=tools.NOON)[0]
    world.group = group
    theme = Theme(position=1, title="Encuadre")
    theme.save()
    closure = Closure(name="Vacaciones", begins_on=tools.FIRST, ends_on=tools.FIRST)
    closure.save()
    known = {}
    for furnish_group in gathering.offered(slices, "furnish_group"):
        known |= furnish_group(world)
    enrolment = {"uid": one.pk}
    mine = {name: enrolment for name in GROUP if "enrolment_" in name or "her_file" in name}
    mine |= {name: {"uid": meetings[0].pk} for name in GROUP if ":meeting" in name}
    mine["groups:enrolment_step"] = enrolment | {"to": EnrolmentState.AUSENTE}
    mine["groups:enrolment_measure"] = enrolment | {"to": When.PRE}
    mine["groups:enrolment_alert"] = {"uid": hers.pk, "meeting": meetings[0].pk}
    mine["groups:enrolment_accept"] = mine["groups:enrolment_sign"] = {"uid": hers.pk}
    mine["groups:enrolment_interview"] = {"uid": hers.pk}
    mine["groups:meeting_back"] = {"uid": off.pk}
    mine["groups:series_change"] = {"uid": meetings[0].series_id}
    mine["groups:agreement_add"] = {"uid": meetings[0].pk}
    mine["groups:agreement_done"] = {"uid": agreed.pk}
    notice = Notice.objects.create(group=group, user=by, at=tools.NOON)
    mine["groups:notice_seen"] = {"uid": notice.pk}
    mine["groups:facilitator_end"] = {"uid": group.facilitations.get().pk}
    mine["groups:step"] = {"to": GroupState.EN_CURSO}
    code = {"group": group.code}
    known |= {name: {"uid": theme.pk} for name in ("groups:theme_edit", "groups:theme_retire")}
    known["groups:closure_open"] = {"uid": closure.pk}
    room = {"uid": tools.make_room(world.team).pk}
    known |= {"desk:room_feed_make": room, "desk:room_feed_withdraw": room}
    return {name: code | mine.get(name, {}) | known.get(name, {}) for name in OTHER} | {
        name: given for name, given in known.items() if name not in OTHER
    }


def live(day):
    """Put something into every sealed field of a group."""
    by, at = day.worker, day.at
    design = {"purpose": day.canary("group.design")}
    facts = {"design": design, "agreements": day.canary("group.agreements"), "at": at}
    group = tools.make_group(by, **facts)
    group.evaluation = day.canary("group.evaluation")
    group.save()
    group = tools.move(group, by, GroupState.CONVOCATORIA, at=at)
    hers = tools.ask(
        group, by, day.canary("enrolment.name"), contact=day.canary("enrolment.contact"), at=at
    )
    hers = tools.hear(hers, by, words=day.canary("enrolment.interview"), at=at)
    other = tools.hear(tools.ask(group, by, "Otra", at=at), by, at=at)
    for each in (hers, other):
        do(enrolling.accept, by, enrolment=each, at=at)
    link = day.canary("meeting.link")
    rule = Rule((at.weekday(),), count=2)
    first = timezone.localdate(at) + dt.timedelta(days=7)
    meetings = tools.plan(group, by, rule=rule, first_on=first, link=link, at=at)
    for state in (GroupState.ENTREVISTAS, GroupState.ABIERTO):
        group = tools.move(group, by, state, at=at)
    tools.sign([hers, other], by, at=at)
    _lived(day, hers, meetings)


def _lived(day, hers, meetings):
    by, first = day.worker, meetings[0]
    row = Row(Mark.PRESENTE, day.canary("attendance.remark"))
    tools.attend(first, by, {Enrolment.objects.get(pk=hers.pk): row})
    when = {"at": first.starts_at}
    sheet = {"title": day.canary("meeting.preparation")}
    do(running.prepare, by, meeting=first, version=1, sheet=sheet, names_checked=True, **when)
    do(
        running.write_note,
        by,
        meeting=first,
        version=2,
        note={"opening": day.canary("meeting.note")},
        debrief=day.canary("meeting.debrief"),
        names_checked=True,  # every canary begins with the same word
        **when,
    )
    who = {"who": day.canary("agreement.who"), "names_checked": True, **when}
    do(running.agree_on, by, meeting=first, text=day.canary("agreement.text"), **who)
    reason = day.canary("meeting.cancelled_because")
    off = {"meeting": meetings[1], "reason": reason, "names_checked": True}
    do(call_off, by, at=day.at, **off)
    Measure.objects.create(
        enrolment=hers,
        when=When.PRE,
        answers={"given": {"1": day.canary("measure.answers")}, "score": 0},
        words=day.canary("measure.words"),
        taken_on=timezone.localdate(day.at),
        taken_by=by,
    )
    _workshop(day)
    _erased(day)
    left = day.canary("enrolment.left_because")
    gone = {"enrolment": hers, "to": EnrolmentState.INTERRUMPIO, "reason": left, "at": day.at}
    do(enrolling.move_enrolment, by, **gone)


def _erased(day):
    """Erase somebody of another group: neither her row nor the trace of it says who she was."""
    by, name = day.worker, day.canary("enrolment.name")
    group = tools.move(tools.make_group(by, at=day.at), by, GroupState.CONVOCATORIA, at=day.at)
    hers = tools.hear(tools.ask(group, by, name, at=day.at), by, aggressors=[name], at=day.at)
    coordinator = factories.make_member(day.team, "coordinator")
    do(erasing.erase_participant, coordinator, enrolment=hers, why=Erases.ASKED, at=day.at)


def _workshop(day):
    by, at = day.worker, day.at
    plan = {"objectives": day.canary("workshop.plan")}
    facts = workshops.WorkshopFacts(title="Taller", starts_at=at + dt.timedelta(days=9), plan=plan)
    made = do(workshops.prepare_workshop, by, team=day.team, facts=facts, at=at)
    do(workshops.move_workshop, by, workshop=made, to=WorkshopState.CONVOCADO, at=at)
    told = {"called": day.canary("registration.told")}
    do(workshops.register, by, workshop=made, told=told, at=at)
    said = day.canary("workshop.evaluation")
    held = {"to": WorkshopState.REALIZADO, "evaluation": said, "at": at}
    do(workshops.move_workshop, by, workshop=made, **held)
