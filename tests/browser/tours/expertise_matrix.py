"""The matrix, its cells and pieces, and peer review."""

from django.urls import reverse

from expertise.models import CausalLink, ReviewRound
from expertise.steps import WRITING


def of_matrix(me):
    """Return the pages of a matrix, of one cell and of each piece, as far as she writes it."""
    links = CausalLink.objects.filter(commission__expert=me, withdrawn_at=None)
    rows = links.select_related("commission", "fact", "effect").order_by("commission_id", "number")
    link = rows.filter(commission__state__in=WRITING).first() or rows.first()
    if link is None:
        return []
    code = link.commission.code
    found = [reverse(f"expertise:{name}", args=[code]) for name in ("matrix", "matrix_text")]
    found.append(reverse("expertise:cross", args=[code, link.fact.number, link.effect.number]))
    if link.commission.state in WRITING:
        names = ("matrix_justify", "fact_add", "effect_add", "work_add")
        found += [reverse(f"expertise:{name}", args=[code]) for name in names]
        found += [
            reverse("expertise:answer", args=[code, 1]),
            reverse("expertise:fact_edit", args=[code, link.fact_id]),
            reverse("expertise:effect_edit", args=[code, link.effect_id]),
        ]
    return [*found, *of_rounds(link.commission)]


def of_rounds(commission):
    """Return the room of peer review and its newest round."""
    found = [reverse("expertise:review", args=[commission.code])]
    newest = commission.rounds.order_by("-number").first()
    if newest:
        found.append(reverse("expertise:round", args=[commission.code, newest.number]))
    return found


def of_reviewer(me):
    """Return what the peer sees: a round to read, with its forms while it is open."""
    rounds = ReviewRound.objects.filter(reviewer=me).select_related("commission")
    round_ = rounds.filter(ended_at=None).first() or rounds.first()
    if round_ is None:
        return []
    args = [round_.commission.code, round_.number]
    found = [*of_rounds(round_.commission), reverse("expertise:matrix", args=args[:1])]
    if round_.ended_at is None:
        names = ("round_checks", "round_end", "remark_add")
        found += [reverse(f"expertise:{name}", args=args) for name in names]
    return found


def both(me):
    """Return both sides: colleagues write some reports and review others."""
    return list(dict.fromkeys([*of_matrix(me), *of_reviewer(me)]))


TOURS = {"aurora": both, "graciela": of_reviewer}
