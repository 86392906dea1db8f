"""Attendance, notes without names, and what concerns one woman alone."""

import datetime as dt

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from accompaniment.staff.acting import acting
from cases.actions.erasing import erase_case
from cases.actions.lifecycle import close_case
from cases.enums import ClosingReason
from cases.enums.task import TaskKind
from cases.models import Task
from groups.actions import enrolling, privately, running
from groups.actions.naming import NamesInNote
from groups.actions.privately import AnswersUnclear, NoProcessOfHerOwn, ProcessOfHersOver
from groups.actions.running import (
    CalledOff,
    NotBegun,
    NotOfTheGroup,
    Row,
    SavedMeanwhile,
)
from groups.actions.scheduling import call_off
from groups.enums import EnrolmentState, GroupState, Mark, MeetingState, When
from groups.models import Attendance, Meeting
from groups.reports import her_file, seen
from tests import factories
from tests.factories import NOON
from tests.groups import tools
from tests.traces import do


@pytest.fixture
def lived(worker):
    """A group at its first session."""
    return tools.running(worker, "Alma Zubía", "Brenda Chávez", "Carmen Loya")


def note(meeting, by, text, *, version=None, **facts):
    return do(
        running.write_note,
        by,
        meeting=meeting,
        version=Meeting.objects.get(pk=meeting.pk).version if version is None else version,
        note={"development": text},
        at=meeting.starts_at,
        **facts,
    )


def test_the_first_sheet_makes_a_session_held(lived, worker):
    _group, inside, meetings = lived

    held = tools.attend(
        meetings[0], worker, dict(zip(inside, (Mark.PRESENTE, Mark.TARDE, Mark.AVISO), strict=True))
    )

    assert (held.state, held.number, held.sheet_version) == (MeetingState.REALIZADA, 1, 1)
    assert Attendance.objects.count() == 3
    again = tools.attend(meetings[0], worker, {inside[0]: Mark.EN_LINEA}, version=1)
    assert (again.number, again.sheet_version) == (1, 2)
    assert Attendance.objects.get(enrolment=inside[0]).mark == Mark.EN_LINEA


def test_a_sheet_open_in_two_windows_is_not_overwritten(lived, worker):
    _group, inside, meetings = lived
    tools.all_came(meetings[0], worker, inside)

    with pytest.raises(SavedMeanwhile):
        tools.attend(meetings[0], worker, {inside[0]: Mark.SIN_AVISO})
    assert Attendance.objects.get(enrolment=inside[0]).mark == Mark.PRESENTE


def test_others_are_counted_without_a_name(lived, worker, client):
    group, inside, meetings = lived
    address = reverse("groups:meeting_sheet", args=[group.code, meetings[0].pk])
    sent = {"version": 0, f"mark_{inside[0].pk}": Mark.PRESENTE, "others": "4"}

    with time_machine.travel(meetings[0].starts_at):
        client.force_login(worker)
        assert client.post(address, {**sent, "others": "-1"}).status_code == 422
        assert client.post(address, sent).status_code == 302
        page = client.get(reverse("groups:meeting", args=[group.code, meetings[0].pk]))

    assert Meeting.objects.get(pk=meetings[0].pk).headcount == 4
    assert page.context["sheet"].came == 5
    with acting(worker, "test"):
        assert seen.sheet(group).curve.lines[0].points[0].value == 5


def test_tomorrow_and_called_off_have_no_sheet(lived, worker):
    _group, inside, meetings = lived
    with pytest.raises(NotBegun):
        tools.all_came(meetings[1], worker, inside, at=NOON)
    do(call_off, worker, meeting=meetings[1], at=NOON)
    with pytest.raises(CalledOff):
        tools.all_came(meetings[1], worker, inside)


def test_nobody_of_another_group_stands_on_the_sheet(lived, worker):
    other = tools.make_group(worker, name="Otro")
    other = tools.move(other, worker, GroupState.CONVOCATORIA)
    stranger = tools.ask(other, worker, "Dora Fierro")

    with pytest.raises(NotOfTheGroup):
        tools.attend(lived[2][0], worker, {stranger: Mark.PRESENTE})


def test_what_safety_prevented_never_counts_as_absence(lived, worker):
    _group, inside, meetings = lived
    marks = (Mark.PRESENTE, Mark.SEGURIDAD, Mark.SIN_AVISO)
    for meeting, mark in zip(meetings, marks, strict=False):
        tools.attend(meeting, worker, {inside[0]: mark})

    assert her_file.attended([Mark.PRESENTE, Mark.SEGURIDAD]) == 100
    assert her_file.attended([Mark.SEGURIDAD]) is None
    with acting(worker, "test"):
        assert her_file.sheet(inside[0]).share == 50


def test_a_note_that_names_somebody_is_asked_about(lived, worker):
    meeting = lived[2][0]

    with pytest.raises(NamesInNote) as refused:
        note(meeting, worker, "Ella contó lo que Brenda vivió en su casa.")

    assert lived[1][1].pseudonym in str(refused.value)
    assert "Brenda" not in str(refused.value)
    kept = note(meeting, worker, "Brenda es también un río.", names_checked=True)
    assert kept.note
    assert note(meeting, worker, "Se habló de las redes que sostienen.").note


def test_two_notes_at_once_are_both_shown(lived, worker):
    meeting = lived[2][0]
    note(meeting, worker, "Se habló de redes.", version=meeting.version)

    with pytest.raises(SavedMeanwhile):
        note(meeting, worker, "Otra cosa.", version=meeting.version)


def test_observers_and_strangers_write_nothing(lived, worker, coordinator, stranger):
    group, inside, meetings = lived
    observer = factories.make_member(group.team, "facilitator")
    tools.helped_by(group, coordinator, observer, "observer")

    for person in (observer, stranger, coordinator):
        with pytest.raises(PermissionDenied):
            tools.all_came(meetings[0], person, inside)


def test_an_alert_becomes_a_task_of_her_own_process(worker, coordinator):
    case = factories.make_case(by=factories.make_member(coordinator.memberships.get().team))
    facilitator = factories.make_member(case.team, "facilitator")
    group, _inside, meetings = tools.running(worker, "Norma", "Irma")
    hers = tools.ask(group, coordinator, "Alma", case=case)
    tools.helped_by(group, coordinator, facilitator)
    words = "Hoy no quiso volver a casa."
    alert = {"enrolment": hers, "meeting": meetings[0], "words": words, "at": NOON}

    task = do(privately.alert_her_process, facilitator, **alert)

    assert (task.kind, task.case, task.assignee) == (TaskKind.GROUP_ALERT, case, case.responsible)
    with acting(case.responsible, "test"):
        assert Task.objects.get(pk=task.pk).words.reveal() == words
    other = tools.ask(group, coordinator, "Dora")
    with pytest.raises(NoProcessOfHerOwn):
        do(privately.alert_her_process, facilitator, **{**alert, "enrolment": other})


@pytest.fixture
def hers(worker, coordinator):
    """A woman of a group with an accompaniment of her own, and its first session."""
    colleague = factories.make_member(coordinator.memberships.get().team)
    case = factories.make_case(by=colleague)
    group, _inside, meetings = tools.running(worker, "Norma", "Irma")
    tools.ask(group, coordinator, "Alma", case=case)
    return group.enrolments.get(case=case), meetings[0]


def test_an_alert_falls_to_coordination_when_who_accompanied_her_is_gone(
    client, worker, coordinator, hers
):
    enrolment, meeting = hers
    case = enrolment.case
    case.responsible.is_active = False
    case.responsible.save()
    args = [enrolment.group.code, enrolment.pk, meeting.pk]
    client.force_login(worker)

    said = client.post(
        reverse("groups:enrolment_alert", args=args), {"words": "Hoy no volvió."}, follow=True
    ).content.decode()

    task = Task.objects.get(case=case, kind=TaskKind.GROUP_ALERT)
    assert (task.assignee, task.is_urgent) == (None, True)
    assert "se pidió a la coordinación" in said
    client.force_login(coordinator)
    assert case.code in client.get(reverse("desk:tasks")).content.decode()


@pytest.mark.parametrize("over", ["closed", "erased"])
def test_an_alert_never_goes_into_an_accompaniment_that_is_over(worker, coordinator, hers, over):
    enrolment, meeting = hers
    case, words = enrolment.case, "Hoy no quiso volver a casa."
    if over == "closed":
        facts = {"reason": ClosingReason.DUPLICADO, "safety_checked": True}
        do(close_case, case.responsible, case=case, **facts)
    else:
        do(erase_case, coordinator, case=case)

    facts = {"enrolment": enrolment, "meeting": meeting, "words": words}
    with pytest.raises(ProcessOfHersOver) as refused:
        do(privately.alert_her_process, worker, **facts)

    assert "coordina" in str(refused.value)
    assert not Task.objects.filter(case=case, kind=TaskKind.GROUP_ALERT).exists()


def test_who5_before_and_after(lived, worker):
    _group, inside, _meetings = lived
    five = {str(n): 2 for n in range(1, 6)}
    facts = {"enrolment": inside[0], "when": When.PRE, "at": NOON}

    do(privately.measure, worker, given=five, words="Vengo cansada.", **facts)

    with acting(worker, "test"):
        assert inside[0].measures.get().answers.reveal()["score"] == 40
    with pytest.raises(AnswersUnclear):
        do(privately.measure, worker, given={"1": 3}, **facts)
    with pytest.raises(AnswersUnclear):
        do(privately.measure, worker, given=dict.fromkeys(five, 6), **facts)


def test_what_is_measured_in_the_evening_is_of_that_day(lived, worker):
    _group, inside, _meetings = lived
    evening = dt.datetime(2026, 5, 13, 0, 30, tzinfo=dt.UTC)  # 18:30 of the 12th in Chihuahua
    facts = {"enrolment": inside[0], "when": When.PRE, "given": {}, "words": "Duermo mejor."}

    kept = do(privately.measure, worker, at=evening, **facts)

    assert kept.taken_on == dt.date(2026, 5, 12)


def test_a_cycle_is_seen_whole(lived, worker):
    group, inside, meetings = lived
    marks = [Mark.PRESENTE] * 3, [Mark.PRESENTE, Mark.AVISO, Mark.PRESENTE]
    for meeting, row in zip(meetings, marks, strict=False):
        tools.attend(meeting, worker, dict(zip(inside, row, strict=True)))
    left = {"enrolment": inside[2], "to": EnrolmentState.INTERRUMPIO, "at": NOON}
    do(enrolling.move_enrolment, worker, reason="Se mudó.", **left)

    with acting(worker, "test"):
        sheet = seen.sheet(group)

    assert [row.share for row in sheet.rows] == [100, 50, 100]
    assert (sheet.retention.began, sheet.retention.concluded, sheet.retention.share) == (3, 1, 33)
    assert [point.value for point in sheet.curve.lines[0].points] == [3, 2]
    assert [cell.sign for cell in sheet.rows[1].cells] == ["P", "A"]


def test_remark_lies_in_her_file_and_nowhere_else(lived, worker):
    _group, inside, meetings = lived
    row = Row(Mark.PRESENTE, "Habló por primera vez.")

    tools.attend(meetings[0], worker, {inside[0]: row, inside[1]: Row(Mark.PRESENTE)})

    with acting(worker, "test"):
        hers, others = (her_file.sheet(each) for each in inside[:2])
        assert hers.rows[0].remark == "Habló por primera vez."
        assert others.rows[0].remark == ""
