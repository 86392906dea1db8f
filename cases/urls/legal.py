"""The addresses of the legal road."""

from django.urls import include, path

from cases.urls import Routes
from cases.views import across, hearing, legal, matter, order

of_matter: Routes = [
    path("", matter.matter, name="matter"),
    path("change/", matter.matter_edit, name="matter_edit"),
    path("stage/", matter.matter_stage, name="matter_stage"),
    path("close/", matter.matter_close, name="matter_close"),
    path("reopen/", matter.matter_reopen, name="matter_reopen"),
    path("hearings/add/", hearing.hearing_add, name="hearing_add"),
]
of_hearing: Routes = [
    path("", hearing.hearing, name="hearing"),
    path("change/", hearing.hearing_edit, name="hearing_edit"),
    path("company/", hearing.hearing_company, name="hearing_company"),
    path("deferred/", hearing.hearing_defer, name="hearing_defer"),
    path("cancelled/", hearing.hearing_cancel, name="hearing_cancel"),
    path("held/", hearing.hearing_held, name="hearing_held"),
    path("after/", hearing.hearing_after, name="hearing_after"),
]
of_order: Routes = [
    path("", order.order, name="order"),
    path("change/", order.order_edit, name="order_edit"),
    path("steps/<str:to>/", order.order_step, name="order_step"),
    path("clocks/<str:to>/", order.order_clock, name="order_clock"),
    path("notified/", order.order_notified, name="order_notified"),
    path("contacts/<int:number>/", order.order_contact, name="order_contact"),
    path("breaches/add/", order.order_breach, name="order_breach"),
]
of_request: Routes = [
    path("", across.area_request, name="request"),
    path("answer/", across.request_answer, name="request_answer"),
    path("deliver/", across.request_deliver, name="request_deliver"),
    path("close/", across.request_close, name="request_close"),
]
of_case: Routes = [
    path("legal/", legal.room, name="legal"),
    path("legal/disclosures/", legal.disclosures, name="legal_disclosures"),
    path("legal/matters/add/", matter.matter_add, name="matter_add"),
    path("legal/matters/<uuid:uid>/", include(of_matter)),
    path("legal/hearings/<uuid:uid>/", include(of_hearing)),
    path("legal/measures/add/", order.order_add, name="order_add"),
    path("legal/measures/<uuid:uid>/", include(of_order)),
    path("legal/readiness/add/", across.readiness_add, name="readiness_add"),
    path("legal/dates/add/", across.avoid_add, name="avoid_add"),
    path("legal/dates/<uuid:uid>/retire/", across.avoid_retire, name="avoid_retire"),
    path("legal/requests/add/", across.request_add, name="request_add"),
    path("legal/requests/<uuid:uid>/", include(of_request)),
]
house: Routes = [path("legal-dates/", legal.agenda, name="legal_agenda")]
