"""The addresses about missing persons; none of them says who is searched for."""

from django.urls import URLPattern, URLResolver, include, path

from cases.views import missing, missing_days, missing_status, missing_trail

Routes = list[URLPattern | URLResolver]

of_record: Routes = [
    path("", missing.record, name="missing_record"),
    path("print/", missing.paper, name="missing_print"),
    path("name/", missing.rename, name="missing_name"),
    path("meaning/", missing.meaning, name="missing_meaning"),
    path("end/", missing.unlink, name="missing_unlink"),
    path("parts/<str:block>/", missing.block, name="missing_block"),
    path("status/", missing_status.status, name="missing_status"),
    path("registry/", missing_status.registry, name="missing_registry"),
    path("searches/", missing_trail.searches, name="missing_searches"),
    path("searches/add/", missing_trail.search_add, name="missing_search_add"),
    path("samples/add/", missing_trail.sample_add, name="missing_sample_add"),
    path("authorities/add/", missing_trail.authority_add, name="missing_authority_add"),
    path("contacts/", missing_trail.contacts, name="missing_contacts"),
]
in_room: Routes = [
    path("", missing.room, name="missing"),
    path("add/", missing.add, name="missing_add"),
    path("share/", missing.link, name="missing_link"),
    path("children/add/", missing_trail.child_told, name="missing_child_told"),
    path("dates/", missing_days.dates, name="missing_dates"),
    path("dates/add/", missing_days.date_add, name="missing_date_add"),
    path(
        "dates/family/<uuid:uid>/retire/",
        missing_days.family_date_retire,
        name="missing_family_date_retire",
    ),
    path(
        "dates/record/<uuid:uid>/retire/",
        missing_days.missing_date_retire,
        name="missing_record_date_retire",
    ),
    path("changes/<uuid:uid>/told/", missing_status.told, name="missing_told"),
    path("searches/<uuid:uid>/", missing_trail.search_edit, name="missing_search_edit"),
    path("samples/<uuid:uid>/", missing_trail.sample_edit, name="missing_sample_edit"),
    path("samples/<uuid:uid>/back/", missing_trail.sample_withdraw, name="missing_sample_withdraw"),
    path("authorities/<uuid:uid>/", missing_trail.authority_edit, name="missing_authority_edit"),
    path("authorities/<uuid:uid>/said/", missing_trail.contact_log, name="missing_contact_log"),
    path("<uuid:uid>/", include(of_record)),
]
of_case: Routes = [path("missing/", include(in_room))]
house: Routes = [path("missing/", missing.missing_list, name="missing_list")]
