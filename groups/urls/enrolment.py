"""Who takes part in a group."""

from django.urls import include, path

from groups.urls import Routes
from groups.views import enrolment, erasing, her_file

of_enrolment: Routes = [
    path("", her_file.her_file, name="her_file"),
    path("print/", her_file.her_file_print, name="her_file_print"),
    path("interview/", enrolment.interview, name="enrolment_interview"),
    path("accept/", enrolment.accept, name="enrolment_accept"),
    path("steps/<str:to>/", enrolment.step, name="enrolment_step"),
    path("agreements/", enrolment.sign, name="enrolment_sign"),
    path("erase/", erasing.enrolment_erase, name="enrolment_erase"),
    path("alert/<uuid:meeting>/", her_file.alert, name="enrolment_alert"),
    path("measures/<str:to>/", her_file.measure, name="enrolment_measure"),
]
of_group: Routes = [
    path("people/", enrolment.enrolments, name="enrolments"),
    path("people/add/", enrolment.enrolment_add, name="enrolment_add"),
    path("people/several/", enrolment.enrolment_several, name="enrolment_several"),
    path("people/<uuid:uid>/", include(of_enrolment)),
]
