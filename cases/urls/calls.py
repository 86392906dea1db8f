"""The addresses of first contacts; none of them says who calls."""

from django.urls import URLPattern, URLResolver, include, path

from cases.views.calls import around, desk, following, taking

Routes = list[URLPattern | URLResolver]

of_call: Routes = [
    path("", taking.call, name="call"),
    path("take-down/", taking.call_edit, name="call_edit"),
    path("draft/<slug:stage>/", taking.call_draft, name="call_draft"),
    path("cut/", taking.call_cut, name="call_cut"),
    path("urgency/", following.call_urgency, name="call_urgency"),
    path("contact/", following.call_contact, name="call_contact"),
    path("call-back/", following.call_back, name="call_back"),
    path("number/", following.call_number, name="call_number"),
    path("steps/<str:to>/", following.call_step, name="call_step"),
    path("accept/", following.call_accept, name="call_accept"),
    path("decide/", following.call_decide, name="call_decide"),
    path("join/", around.call_join, name="call_join"),
    path("part/", around.call_part, name="call_part"),
    path("third-party/", around.call_third_party, name="call_third_party"),
    path("notices/<uuid:notice>/", around.call_notice, name="call_notice"),
]
house: Routes = [
    path("calls/", desk.calls, name="calls"),
    path("calls/ended/", desk.calls_ended, name="calls_ended"),
    path("calls/new/", taking.call_new, name="call_new"),
    path("calls/third-party/", around.third_party_new, name="third_party_new"),
    path("calls/lines/", around.call_lines, name="call_lines"),
    path("calls/lines/add/", around.call_line_add, name="call_line_add"),
    path("calls/lines/<uuid:uid>/", around.call_line, name="call_line"),
    path("calls/<uuid:uid>/", include(of_call)),
]
