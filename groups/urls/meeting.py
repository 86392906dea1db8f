"""Sessions of a group: planned, moved, called off, held."""

from django.urls import include, path

from groups.urls import Routes
from groups.views import meeting, schedule, sheet

of_meeting: Routes = [
    path("", meeting.meeting, name="meeting"),
    path("print/", meeting.meeting_print, name="meeting_print"),
    path("prepare/", meeting.prepare, name="meeting_prepare"),
    path("note/", meeting.note, name="meeting_note"),
    path("sheet/", sheet.sheet, name="meeting_sheet"),
    path("agreements/add/", meeting.agreement_add, name="agreement_add"),
    path("move/", schedule.move, name="meeting_move"),
    path("move-back/", schedule.move_back, name="meeting_move_back"),
    path("off/", schedule.call_off, name="meeting_off"),
    path("back/", schedule.bring_back, name="meeting_back"),
]
of_group: Routes = [
    path("sessions/", schedule.schedule, name="schedule"),
    path("sessions/plan/", schedule.plan, name="schedule_plan"),
    path("sessions/add/", schedule.add, name="schedule_add"),
    path("series/<uuid:uid>/", schedule.series_change, name="series_change"),
    path("sessions/<uuid:uid>/", include(of_meeting)),
    path("agreements/<uuid:uid>/", meeting.agreement_done, name="agreement_done"),
]
