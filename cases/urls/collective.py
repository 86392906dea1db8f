"""The addresses of communities and collectives."""

from django.urls import URLPattern, URLResolver, include, path

from cases.views import activity, collective, commission, cycle, headcount, members

Routes = list[URLPattern | URLResolver]

of_cycle: Routes = [
    path("", cycle.cycle, name="cycle"),
    path("edit/", cycle.cycle_edit, name="cycle_edit"),
    path("steps/<str:to>/", cycle.cycle_step, name="cycle_step"),
    path("groups/", cycle.cycle_groups, name="cycle_groups"),
]
of_member: Routes = [
    path("", members.member, name="collective_member"),
    path("edit/", members.member_edit, name="collective_member_edit"),
    path("steps/<str:to>/", members.member_step, name="collective_member_step"),
    path("answers/record/", members.answer, name="collective_answer"),
    path("group/", members.member_group, name="collective_member_group"),
]
of_activity: Routes = [
    path("", activity.activity, name="activity"),
    path("held/", activity.held, name="activity_held"),
    path("shared/", activity.shared, name="activity_shared"),
    path("moments/<str:to>/", activity.moment, name="activity_moment"),
    path("debrief/", activity.debrief, name="activity_debrief"),
    path("agreements/add/", activity.agreement_add, name="shared_agreement_add"),
]
of_part: Routes = [
    path("", activity.part, name="group_session"),
    path("count/", headcount.count, name="headcount"),
    path("names/", headcount.names, name="presences"),
]
of_commission: Routes = [
    path("", commission.commission, name="commission"),
    path("end/", commission.commission_end, name="commission_end"),
    path("join/", commission.join, name="commission_join"),
]
room: Routes = [
    path("", collective.room, name="collective"),
    path("describe/", collective.describe, name="collective_describe"),
    path("conclude/", collective.conclude, name="collective_conclude"),
    path("goals/", collective.goals, name="shared_goals"),
    path("goals/observe/", collective.goal_seen, name="goal_seen"),
    path("cycles/new/", cycle.cycle_new, name="cycle_new"),
    path("cycles/<uuid:uid>/", include(of_cycle)),
    path("members/", members.members, name="collective_members"),
    path("members/invite/", members.invite, name="collective_invite"),
    path("members/<uuid:uid>/", include(of_member)),
    path("answers/<uuid:uid>/withdraw/", members.withdraw, name="collective_withdraw"),
    path("activities/", activity.activities, name="activities"),
    path("activities/new/", activity.activity_new, name="activity_new"),
    path("activities/<uuid:uid>/", include(of_activity)),
    path("sessions/<uuid:uid>/", include(of_part)),
    path("agreements/<uuid:uid>/", activity.agreement_settle, name="shared_agreement_settle"),
    path("commissions/new/", commission.commission_new, name="commission_new"),
    path("commissions/<uuid:uid>/", include(of_commission)),
    path("seats/<uuid:uid>/leave/", commission.leave, name="commission_leave"),
]
of_case: Routes = [path("collective/", include(room))]
house: Routes = [
    path("collectives/", collective.collectives, name="collectives"),
    path("collectives/new/", collective.collective_open, name="collective_open"),
]
