"""The evaluation of a commission: its room and what lies in it; what it asks of a case."""

from django.urls import include, path

from expertise.urls import Routes
from expertise.views import borrowing, evaluation, sessions, sources

of_question: Routes = [
    path("", evaluation.question_edit, name="question_edit"),
    path("withdraw/", evaluation.question_withdraw, name="question_withdraw"),
]
of_session: Routes = [
    path("", sessions.session_correct, name="session_correct"),
    path("held/", sessions.session_hold, name="session_hold"),
    path("move/", sessions.session_move, name="session_move"),
    path("not-held/", sessions.session_miss, name="session_miss"),
]
of_file: Routes = [
    path("", evaluation.evaluation, name="evaluation"),
    path("consent/", evaluation.consent, name="consent"),
    path("questions/add/", evaluation.question_add, name="question_add"),
    path("questions/<uuid:uid>/", include(of_question)),
    path("sessions/plan/", sessions.session_plan, name="session_plan"),
    path("sessions/record/", sessions.session_record, name="session_record"),
    path("sessions/<uuid:uid>/", include(of_session)),
    path("sources/add/<str:kind>/", sources.source_add, name="source_add"),
    path("sources/<uuid:uid>/", sources.source_edit, name="source_edit"),
    path("sources/<uuid:uid>/withdraw/", sources.source_withdraw, name="source_withdraw"),
    path("instruments/add/", sources.instrument_add, name="instrument_add"),
    path("instruments/<uuid:uid>/", sources.instrument_edit, name="instrument_edit"),
    path(
        "instruments/<uuid:uid>/withdraw/", sources.instrument_withdraw, name="instrument_withdraw"
    ),
    path("borrow/", borrowing.borrow, name="borrow"),
]
of_commission: Routes = [path("evaluation/", include(of_file))]
house: Routes = [
    path("loans/<uuid:uid>/", borrowing.loan, name="loan"),
    path("loans/<uuid:uid>/decline/", borrowing.loan_decline, name="loan_decline"),
]
