"""The list of groups, the page of each, who facilitates it and how it goes on."""

from django.urls import path

from groups.urls import Routes
from groups.views import design, group, notice, people, seen

of_group: Routes = [
    path("", group.group, name="group"),
    path("seen/", seen.seen, name="seen"),
    path("design/", design.design_edit, name="design_edit"),
    path("next-cycle/", design.next_cycle, name="next_cycle"),
    path("steps/<str:to>/", design.step, name="step"),
    path("notices/<uuid:uid>/seen/", notice.notice_seen, name="notice_seen"),
    path("facilitators/add/", people.facilitator_add, name="facilitator_add"),
    path("facilitators/<uuid:uid>/end/", people.facilitator_end, name="facilitator_end"),
]
house: Routes = [
    path("", group.group_list, name="group_list"),
    path("new/", design.design_new, name="design_new"),
]
