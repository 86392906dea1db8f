"""Accounts, roles and teams; one's own account."""

from django.urls import path

from accompaniment.staff.views import account, people, teams

app_name = "staff"
urlpatterns = [
    path("account/", account.account, name="account"),
    path("account/invitation/", account.invitation_accept, name="invitation_accept"),
    path("account/invitation/<str:token>/", account.invitation_open, name="invitation_open"),
    path("staff/", people.person_list, name="person_list"),
    path("staff/invite/", people.person_invite, name="person_invite"),
    path("staff/people/<uuid:pk>/", people.person_detail, name="person_detail"),
    path("staff/people/<uuid:pk>/role/", people.role_take, name="role_take"),
    path("staff/people/<uuid:pk>/end/", people.person_deactivate, name="person_deactivate"),
    path("staff/people/<uuid:pk>/back/", people.person_reactivate, name="person_reactivate"),
    path("staff/people/<uuid:pk>/factors/", people.person_forget_factors, name="person_factors"),
    path("staff/people/<uuid:pk>/resend/", people.invitation_resend, name="invitation_resend"),
    path(
        "staff/people/<uuid:pk>/withdraw/", people.invitation_withdraw, name="invitation_withdraw"
    ),
    path("staff/teams/", teams.team_list, name="team_list"),
    path("staff/teams/<uuid:pk>/", teams.team_rename, name="team_rename"),
]
