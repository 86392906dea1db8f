"""The rooms of the plan, of referrals and of the directory."""

from django.urls import reverse

from cases.models import Case, Institution, Referral


def of_plans(me):
    """Return every page of the richest plan of a psychologist, and of a contact after closing."""
    mine = Case.objects.filter(responsible=me)
    case = mine.filter(assessments__number=2).order_by("opened_at").first()
    names = ("plan", "goal_add", "action_add", "plan_review", "event_add", "assess", "assessments")
    found = [reverse(f"cases:{name}", args=[case.code]) for name in names]
    for name, rows in (
        ("goal_edit", case.goals),
        ("goal_let_go", case.goals),
        ("action_done", case.agreed_actions.filter(done_at=None)),
        ("event_edit", case.events),
        ("event_set_aside", case.events),
        ("assessment", case.assessments.order_by("-number")),
    ):
        found.append(reverse(f"cases:{name}", args=[case.code, rows.first().pk]))
    closed = mine.filter(follow_ups__settles=True).first()
    found += [reverse(f"cases:{name}", args=[closed.code]) for name in ("plan", "follow_up")]
    return [*found, *of_referrals(case, me), *of_directory(me)]


def of_referrals(case, me):
    """Return the pages of referrals: one that came back, one still to be agreed on."""
    found = [reverse(f"cases:{name}", args=[case.code]) for name in ("referrals", "referral_add")]
    done = case.referrals.first()
    found += [
        reverse(f"cases:{name}", args=[case.code, done.pk])
        for name in ("referral", "referral_print", "referral_send")
    ]
    begun = Referral.objects.filter(case__responsible=me, state="PROPUESTA").first()
    names = ("referral", "referral_edit", "referral_agree")
    found += [reverse(f"cases:{name}", args=[begun.case.code, begun.pk]) for name in names]
    return [*found, reverse("cases:referral_step", args=[begun.case.code, begun.pk, "CERRADA"])]


def of_directory(_me):
    """Return the directory and one entry."""
    row = Institution.objects.order_by("sorted_by").first()
    lists = reverse("cases:institutions")
    return [lists, f"{lists}?q=nada", reverse("cases:institution", args=[row.pk])]


def of_keeper(me):
    """Return what only whoever keeps the directory sees."""
    row = Institution.objects.order_by("sorted_by").first()
    add = reverse("cases:institution_add")
    return [*of_directory(me), add, reverse("cases:institution_edit", args=[row.pk])]


TOURS = {"ofelia": of_plans, "teresa": of_keeper, "socorro": of_directory}
