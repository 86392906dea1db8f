"""The addresses of cases; none of them says who a case is about."""

import sys

from django.urls import URLPattern, URLResolver, include, path

from accompaniment import gathering
from cases.views import (
    case_detail,
    case_list,
    case_open,
    consent,
    contact,
    note,
    note_draft,
    note_sign,
    person,
    session,
    step,
    team,
)

app_name = "cases"

Routes = list[URLPattern | URLResolver]
rooms = sys.modules[__name__]  # every module beside this one offers ``of_case`` and ``house``

of_note: Routes = [
    path("", note.note, name="note"),
    path("draft/", note_draft.note_draft, name="note_draft"),
    path("draft/discard/", note_draft.draft_discard, name="draft_discard"),
    path("sign/", note_sign.note_sign, name="note_sign"),
    path("addenda/", note_sign.addendum_add, name="addendum_add"),
    path("versions/", note_sign.note_versions, name="note_versions"),
    path("print/", note_sign.note_print, name="note_print"),
]
of_session: Routes = [
    path("note/", note.note_new, name="note_new"),
    path("held/", session.hold, name="session_hold"),
    path("not-held/", session.not_held, name="session_not_held"),
    path("move/", session.reschedule, name="session_move"),
]
of_contact: Routes = [
    path("", contact.contact_edit, name="contact_edit"),
    path("number/", contact.contact_number, name="contact_number"),
    path("verify/", contact.contact_verify, name="contact_verify"),
    path("retire/", contact.contact_retire, name="contact_retire"),
]
of_case: Routes = [
    path("", case_detail.detail, name="detail"),
    path("timeline/", case_detail.timeline, name="timeline"),
    path("steps/", step.steps, name="steps"),
    path("steps/<str:to>/", step.step, name="step"),
    path("urgency/", step.urgency, name="urgency"),
    path("close/", step.close, name="close"),
    path("reopen/", step.reopen, name="reopen"),
    path("sessions/schedule/", session.schedule, name="session_schedule"),
    path("sessions/record/", session.record, name="session_record"),
    path("sessions/<uuid:uid>/", include(of_session)),
    path("notes/readers/", note_draft.note_readers, name="note_readers"),
    path("notes/<uuid:uid>/", include(of_note)),
    path("persons/add/", person.participant_add, name="participant_add"),
    path("persons/<uuid:uid>/", person.person_edit, name="person_edit"),
    path("persons/<uuid:uid>/contacts/add/", contact.contact_add, name="contact_add"),
    path("participations/<uuid:uid>/end/", person.participation_end, name="participation_end"),
    path("contacts/<uuid:uid>/", include(of_contact)),
    path("consents/record/", consent.consent_give, name="consent_give"),
    path("consents/<uuid:uid>/revoke/", consent.consent_revoke, name="consent_revoke"),
    path("team/add/", team.member_add, name="member_add"),
    path("team/hand-over/", team.hand_over, name="hand_over"),
    path("team/<uuid:uid>/end/", team.assignment_end, name="assignment_end"),
    path("viewed/", team.viewed, name="viewed"),
    *(route for routes in gathering.offered(rooms, "of_case") for route in routes),
]
urlpatterns: Routes = [
    path("", case_list.case_list, name="case_list"),
    path("search/", case_list.search, name="search"),
    path("new/", case_open.case_open, name="open"),
    *(route for routes in gathering.offered(rooms, "house") for route in routes),
    path("<str:code>/", include(of_case)),
]
