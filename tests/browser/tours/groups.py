"""Groups: the list, one that concluded, one under way, who takes part, workshops, the month."""

from django.urls import reverse

from accompaniment.staff.acting import acting
from groups.models import Enrolment, Group, Meeting, Workshop


def facilitator(me):
    """Return every page of who facilitates."""
    with acting(me, "test"):
        done = Group.objects.visible_to(me).filter(state="EVALUADO").first()
        now = Group.objects.visible_to(me).filter(is_open=True).first()
        her = Enrolment.objects.visible_to(me).filter(group=done, number=2).first()
        hers = Enrolment.objects.visible_to(me).filter(group=now, number=1).first()
        coming = Meeting.objects.visible_to(me).filter(group=now, state="PROGRAMADA").first()
        held = Meeting.objects.visible_to(me).filter(group=done, number=3).first()
        workshop = Workshop.objects.visible_to(me).first()
    found = [reverse("groups:group_list"), reverse("groups:group_list") + "?all=1"]
    found += [reverse(f"groups:{name}") for name in ("design_new", "themes", "workshop_new")]
    found += [reverse("groups:workshop_list"), reverse("desk:month")]
    found += _of(done, "group", "enrolments", "schedule", "seen", "next_cycle")
    found += _of(now, "group", "design_edit", "enrolments", "enrolment_add", "enrolment_several")
    found += _of(now, "schedule", "schedule_plan", "schedule_add", "seen")
    found += [reverse("groups:her_file", args=[done.code, her.pk])]
    found += [reverse("groups:her_file_print", args=[done.code, her.pk])]
    found += _of(now, "enrolment_interview", uid=hers.pk)
    found += _of(now, "meeting", "meeting_prepare", "meeting_move", "meeting_off", uid=coming.pk)
    found += _of(now, "series_change", uid=coming.series_id)
    found += _of(done, "meeting", "meeting_print", uid=held.pk)
    found += _of(now, "meeting_sheet", "meeting_note", "agreement_add", uid=coming.pk)
    found += [reverse("groups:step", args=[now.code, "CIERRE"])]
    names = ("workshop", "workshop_people", "workshop_out", "workshop_count")
    return [*found, *(reverse(f"groups:{name}", args=[workshop.code]) for name in names)]


def coordinator(me):
    """Return what coordination keeps for every group."""
    with acting(me, "test"):
        group = Group.objects.visible_to(me).filter(state="ENTREVISTAS_PREVIAS").first()
        asked = Enrolment.objects.visible_to(me).filter(group=group).first()
    found = [reverse("groups:closures"), reverse("groups:theme_add"), reverse("desk:room_feeds")]
    found += _of(group, "group", "facilitator_add", "enrolments")
    return [*found, *_of(group, "enrolment_accept", uid=asked.pk)]


def _of(group, *names, **more):
    facts = {"group": group.code, **more}
    return [reverse(f"groups:{name}", kwargs=facts) for name in names]


TOURS = {"karla": facilitator, "teresa": coordinator}
