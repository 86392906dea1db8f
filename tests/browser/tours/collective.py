"""The rooms of a collective and of a community, for who accompanies, counts and coordinates."""

from django.urls import reverse

from cases.enums import ServiceLine, SessionStatus
from cases.models import Case

LISTS = [reverse("cases:collectives")]
TOGETHER = (ServiceLine.COM_DESAPARICION, ServiceLine.COLECTIVO)
ROOM = (
    *("detail", "collective", "collective_describe", "collective_conclude", "activities"),
    *("activity_new", "collective_members", "collective_invite", "shared_goals", "goal_seen"),
    "commission_new",
)


def of(case, name, *args):
    """Return the address of a page of a process."""
    return reverse(f"cases:{name}", args=[case.code, *args])


def processes(me):
    """Return the processes someone may see."""
    return list(Case.objects.visible_to(me).filter(line__in=TOGETHER).order_by("line"))


def accompanies(me):
    """Return every page of a process someone is responsible for."""
    found = [*LISTS, reverse("cases:collective_open")]
    for case in (each for each in processes(me) if each.responsible_id == me.pk):
        found += [of(case, name) for name in ROOM]
        found += activities(case) + people(case)
        for cycle in case.cycles.order_by("-number")[:1]:
            found += [of(case, name, cycle.pk) for name in ("cycle", "cycle_edit", "cycle_groups")]
            found.append(of(case, "cycle_step", cycle.pk, "CERRADO"))
        if commission := case.commissions.first():
            found += [of(case, name, commission.pk) for name in ("commission", "commission_join")]
        if agreement := case.shared_agreements.filter(settled_at=None).first():
            found.append(of(case, "shared_agreement_settle", agreement.pk))
    return found


def activities(case):
    """Return the pages of one activity that was held and of one to come."""
    found = []
    for status in (SessionStatus.HELD, SessionStatus.SCHEDULED):
        activity = case.activities.filter(session__status=status).order_by("session__starts_at")
        if last := activity.last():
            names = ("activity", "activity_shared", "activity_debrief", "shared_agreement_add")
            found += [of(case, name, last.pk) for name in names]
            part = last.parts.order_by("group").first()
            found += [of(case, name, part.pk) for name in ("headcount", "group_session")]
            found.append(of(case, "presences", part.pk))
    for search in case.activities.filter(kind="BUSQUEDA_CAMPO")[:1]:
        found.append(of(case, "activity", search.pk))
        found.append(of(case, "activity_moment", search.pk, "DESPUES"))
    return found


def people(case):
    """Return the pages of one member."""
    member = case.members.order_by("since", "pk").first()
    names = ("collective_member", "collective_member_edit", "collective_answer")
    found = [of(case, name, member.pk) for name in (*names, "collective_member_group")]
    return [*found, of(case, "collective_member_step", member.pk, "AUSENTE_TEMPORAL")]


def beside(me):
    """Return what those see who see no member."""
    found = list(LISTS)
    for case in processes(me):
        found.append(of(case, "collective"))
        found += [of(case, "activity", each.pk) for each in case.activities.all()[:1]]
    return found


TOURS = {"ofelia": accompanies, "karla": beside, "teresa": beside}
