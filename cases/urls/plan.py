"""Addresses of the plan, of referrals and of the directory of institutions."""

from django.urls import URLPattern, URLResolver, path

from cases.views import assessment, event, follow_up, institution, plan, referral, referral_step

Routes = list[URLPattern | URLResolver]

of_case: Routes = [
    path("plan/", plan.plan, name="plan"),
    path("plan/goals/add/", plan.goal_add, name="goal_add"),
    path("plan/goals/<uuid:uid>/", plan.goal_edit, name="goal_edit"),
    path("plan/goals/<uuid:uid>/let-go/", plan.goal_let_go, name="goal_let_go"),
    path("plan/actions/add/", plan.action_add, name="action_add"),
    path("plan/actions/<uuid:uid>/done/", plan.action_done, name="action_done"),
    path("plan/review/", plan.review, name="plan_review"),
    path("plan/after/", follow_up.follow_up, name="follow_up"),
    path("events/add/", event.event_add, name="event_add"),
    path("events/<uuid:uid>/", event.event_edit, name="event_edit"),
    path("events/<uuid:uid>/set-aside/", event.event_set_aside, name="event_set_aside"),
    path("assessments/", assessment.assessments, name="assessments"),
    path("assessments/add/", assessment.assess, name="assess"),
    path("assessments/<uuid:uid>/", assessment.assessment, name="assessment"),
    path("referrals/", referral.referrals, name="referrals"),
    path("referrals/add/", referral.referral_add, name="referral_add"),
    path("referrals/<uuid:uid>/", referral.referral, name="referral"),
    path("referrals/<uuid:uid>/edit/", referral.referral_edit, name="referral_edit"),
    path("referrals/<uuid:uid>/agree/", referral_step.agree, name="referral_agree"),
    path("referrals/<uuid:uid>/send/", referral_step.send, name="referral_send"),
    path("referrals/<uuid:uid>/sheet/", referral.referral_print, name="referral_print"),
    path("referrals/<uuid:uid>/steps/<str:to>/", referral_step.step, name="referral_step"),
]
house: Routes = [
    path("institutions/", institution.institutions, name="institutions"),
    path("institutions/new/", institution.institution_add, name="institution_add"),
    path("institutions/<uuid:uid>/", institution.institution, name="institution"),
    path("institutions/<uuid:uid>/edit/", institution.institution_edit, name="institution_edit"),
]
