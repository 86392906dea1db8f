"""Assessments, plans, reviews, contacts after closing and referrals on the timeline."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from cases.reports.timeline import SIZE, SPARE, Knot


def knots(case: Any, eyes: Any, after: Any) -> Iterator[Knot]:
    """Yield what happened to the plan; only for whoever may read the case."""
    if not eyes.read:
        return
    room = reverse("cases:plan", args=[case.code])
    yield from _assessments(case, after)
    for plan in _newest(case.plans.select_related("agreed_by"), "agreed_at", after):
        who = plan.agreed_by.get_short_name()
        yield Knot(plan.agreed_at, plan.pk, _("A plan was agreed"), "leaf", line=who, href=room)
    for review in _newest(case.plan_reviews.select_related("held_by"), "held_at", after):
        title = _("Review %(number)s of the plan") % {"number": review.number}
        who = review.held_by.get_short_name()
        yield Knot(review.held_at, review.pk, title, "leaf", line=who, href=room)
    for contact in _newest(case.follow_ups.select_related("held_by"), "held_at", after):
        who = contact.held_by.get_short_name()
        title = _("Contact after closing") if contact.settles else _("A contact was tried")
        yield Knot(contact.held_at, contact.pk, title, "phone", line=who, href=room)
    yield from _referrals(case, after)


def _newest(rows: Any, at: str, after: Any) -> Any:
    """Return a page of rows that lie before the cursor."""
    if after:
        rows = rows.filter(**{f"{at}__lte": after.at})
    return rows.order_by(f"-{at}", "-id")[: SIZE + SPARE]


def _assessments(case: Any, after: Any) -> Iterator[Knot]:
    for each in _newest(case.assessments.select_related("made_by"), "made_at", after):
        yield Knot(
            each.made_at,
            each.pk,
            _("Psychosocial assessment %(number)s") % {"number": each.number},
            "leaf",
            line=each.made_by.get_short_name(),
            href=reverse("cases:assessment", args=[case.code, each.pk]),
        )


def _referrals(case: Any, after: Any) -> Iterator[Knot]:
    rows = case.referral_steps.select_related("by").defer("words")
    for step in _newest(rows, "at", after):
        yield Knot(
            step.at,
            step.pk,
            _("Referral: %(state)s") % {"state": step.get_after_display().lower()},
            "next",
            kind="legal",
            line=step.by.get_short_name(),
            href=reverse("cases:referral", args=[case.code, step.referral_id]),
        )
