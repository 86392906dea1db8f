"""Instruments and the alerts they raise."""

from django.urls import URLPattern, URLResolver, path

from cases.views import alert, asking, instrument, instrument_house

Routes = list[URLPattern | URLResolver]

of_case: Routes = [
    path("instruments/", instrument.instruments_room, name="instruments"),
    path("instruments/elsewhere/", instrument.external_add, name="external_add"),
    path(
        "instruments/apply/<str:instrument>/", instrument.instrument_apply, name="instrument_apply"
    ),
    path(
        "instruments/apply/<str:instrument>/draft/",
        asking.instrument_draft,
        name="instrument_draft",
    ),
    path(
        "instruments/apply/<str:instrument>/discard/",
        asking.instrument_draft_discard,
        name="instrument_draft_discard",
    ),
    path("instruments/<uuid:uid>/", instrument.instrument, name="instrument"),
    path("instruments/<uuid:uid>/mistake/", instrument.instrument_annul, name="instrument_annul"),
    path("alerts/<uuid:uid>/", alert.safety_alert, name="safety_alert"),
    path("alerts/<uuid:uid>/sign/", alert.safety_sign, name="safety_sign"),
]
house: Routes = [
    path("instruments/", instrument_house.instrument_list, name="instrument_list"),
    path("instruments/<str:instrument>/", instrument_house.instrument_cuts, name="instrument_cuts"),
]
