"""Workshops, seminars, dialogues, schools."""

from django.urls import path

from groups.urls import Routes
from groups.views import workshop, workshop_people

of_workshop: Routes = [
    path("", workshop.workshop, name="workshop"),
    path("change/", workshop.workshop_edit, name="workshop_edit"),
    path("steps/<str:to>/", workshop.workshop_step, name="workshop_step"),
    path("registrations/add/", workshop.registration_add, name="registration_add"),
    path("registrations/<uuid:uid>/", workshop.registration_withdraw, name="registration_withdraw"),
    path("registrations/<uuid:uid>/back/", workshop_people.back, name="registration_back"),
    path("registrations/<uuid:uid>/listed/", workshop_people.listed, name="registration_listed"),
    path("list/", workshop_people.people, name="workshop_people"),
    path("list/out/", workshop_people.out, name="workshop_out"),
    path("count/", workshop.workshop_count, name="workshop_count"),
]
house: Routes = [
    path("workshops/", workshop.workshop_list, name="workshop_list"),
    path("workshops/new/", workshop.workshop_new, name="workshop_new"),
]
