"""The work of the team: what there is to do, conferences, supervision, rooms of the house."""

from django.urls import path

from cases.views import conference, place, supervision, task

of_case = [
    path("tasks/", task.tasks_of, name="tasks"),
    path("tasks/add/", task.task_add, name="task_add"),
    path("tasks/<uuid:uid>/end/", task.task_end, name="task_end"),
    path("conferences/add/", conference.conference_add, name="conference_add"),
]
house = [
    path("rooms/", place.places, name="places"),
    path("rooms/<uuid:uid>/retire/", place.place_retire, name="place_retire"),
    path("supervision/", supervision.supervisions, name="supervisions"),
    path("supervision/new/", supervision.supervision_new, name="supervision_new"),
    path("supervision/<uuid:uid>/", supervision.supervision, name="supervision"),
]
