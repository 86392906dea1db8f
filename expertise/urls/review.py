"""Peer review: the room, its rounds, their observations."""

from django.urls import path

from expertise.urls import Routes
from expertise.views import remarks, review

ROUND, MARK = "review/<int:number>/", "review/observations/<uuid:uid>/"

of_commission: Routes = [
    path("review/", review.review_room, name="review"),
    path("review/send/", review.review_send, name="review_send"),
    path(ROUND, review.round_page, name="round"),
    path(f"{ROUND}checklist/", review.round_checks, name="round_checks"),
    path(f"{ROUND}end/", review.round_end, name="round_end"),
    path(f"{ROUND}back/", review.round_back, name="round_back"),
    path(f"{ROUND}observe/", remarks.remark_add, name="remark_add"),
    path(f"{MARK}reply/", remarks.remark_reply, name="remark_reply"),
    path(f"{MARK}resolve/", remarks.remark_resolve, name="remark_resolve"),
    path(f"{MARK}reopen/", remarks.remark_reopen, name="remark_reopen"),
]
