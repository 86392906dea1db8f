"""The causal-link matrix and peer review: addresses, records, canaries."""

import uuid

from accompaniment.staff.acting import acting
from expertise.actions import remarks, reviewing
from expertise.actions.answering import answer_question
from expertise.actions.justifying import justify_matrix
from expertise.enums.review import CheckItem, RemarkState, RoundOutcome, Verdict
from expertise.models import Remark
from tests.expertise import matrices
from tests.factories import NOON
from tests.traces import do

WRITES = {"add": ("write 200", "write 422"), "edit": ("write 200", "write 422")}
COMMISSION = {
    "expertise:matrix": ("read 200", "405"),
    "expertise:matrix_text": ("read 200", "405"),
    "expertise:matrix_justify": ("write 200", "write 302"),
    "expertise:answer": ("write 200", "write 422"),
    "expertise:cross": ("read 200", "write 422"),
    "expertise:cross_withdraw": ("write 200", "write 302"),
    "expertise:cross_confirm": ("review 200", "review 422"),  # it does not say “diagnostic of”
    **{
        f"expertise:{sort}_{verb}": row
        for sort in ("fact", "effect", "work")
        for verb, row in {**WRITES, "withdraw": ("write 200", "write 422")}.items()
    },  # a link needs them
    "expertise:review": ("read 200", "405"),
    "expertise:review_send": ("write 200", "write 422"),  # an observation has no reply
    "expertise:round": ("read 200", "405"),
    "expertise:round_checks": ("review 200", "review 422"),  # it has ended
    "expertise:round_end": ("review 200", "review 422"),
    "expertise:round_back": ("write 200", "write 422"),
    "expertise:remark_add": ("review 200", "review 422"),
    "expertise:remark_reply": ("write 200", "write 422"),
    "expertise:remark_resolve": ("review 200", "review 302"),
    "expertise:remark_reopen": ("review 200", "review 422"),
}
CELL = {"fact": 1, "effect": 1}
FOUND = "canary-found-51c2"


def furnish_commission(world):
    """Fill a cell, observe something, take the report back."""
    commission = world.commission
    work = matrices.make_work(commission, FOUND)
    link = matrices.make_link(
        commission,
        matrices.make_fact(commission, FOUND),
        matrices.make_effect(commission, FOUND),
        link=matrices.told(specificity=FOUND, works=(work.pk,)),
    )
    mark = observe(commission, FOUND)
    of = {"fact": link.fact, "effect": link.effect, "work": work}
    return {
        **{
            f"expertise:{sort}_{verb}": {"uid": piece.pk}
            for sort, piece in of.items()
            for verb in ("edit", "withdraw")
        },
        **{f"expertise:cross{end}": CELL for end in ("", "_withdraw", "_confirm")},
        "expertise:answer": {"question": 1},
        **{
            f"expertise:{name}": {"number": mark.round.number}
            for name in ("round", "round_checks", "round_end", "round_back", "remark_add")
        },
        **{f"expertise:remark_{verb}": {"uid": mark.pk} for verb in ("reply", "resolve", "reopen")},
    }


def observe(commission, words, *, passage="", at=NOON):
    """Begin a round, observe something, and take the report back."""
    round_ = matrices.make_round(commission, at=at)
    facts = {"section": "nexo", "words": words, "passage": passage, "uid": uuid.uuid4()}
    mark = do(remarks.remark, round_.reviewer, round_=round_, at=at, **facts)
    do(reviewing.take_back, commission.expert, round_=round_, at=at)
    return mark


def live_commission(day):
    """Fill a matrix and review it with a canary in every sealed field."""
    commission, at = day.commission, day.at
    expert = commission.expert
    session = matrices.make_held(commission, number=90)
    evidence = matrices.said(
        "ENTREVISTA",
        session,
        locator=day.canary("evidence.locator"),
        quote=day.canary("evidence.quote"),
    )
    link = matrices.make_link(
        commission,
        matrices.make_fact(commission, day.canary("fact.told")),
        matrices.make_effect(commission, day.canary("effect.told")),
        evidence=[evidence],
        link=matrices.told(specificity=day.canary("link.told")),
    )
    matrices.make_work(commission, day.canary("work.told"))
    words = day.canary("commission.matrix_justified")
    do(justify_matrix, expert, commission=commission, words=words, at=at)
    question, answer = commission.questions.first(), day.canary("question.answer")
    facts = {"rests_on": [link.pk], "version": question.version}
    do(answer_question, expert, question=question, answer=answer, at=at, **facts)
    with acting(expert, "care"):
        question.refresh_from_db()
        question.rests_on = [day.canary("question.rests_on")]
        question.save()
    _review(day, commission, at)


def _review(day, commission, at):
    words, passage = day.canary("remark.words"), day.canary("remark.passage")
    mark = observe(commission, words, passage=passage, at=at)
    reply, more = day.canary("remark.reply"), day.canary("remark.insisted")
    do(remarks.reply, commission.expert, remark=mark, words=reply, at=at)
    do(remarks.reopen, commission.reviewer, remark=mark, words=more, at=at)
    do(remarks.reply, commission.expert, remark=mark, words=reply, at=at)
    round_ = matrices.make_round(commission, at=at)
    told = {item: reviewing.Checked(Verdict.SI) for item in CheckItem.values}
    told[CheckItem.TIEMPO] = reviewing.Checked(Verdict.NO, day.canary("check.comment"))
    do(reviewing.fill_checklist, round_.reviewer, round_=round_, checked=told, at=at)
    facts = {"outcome": RoundOutcome.OBSERVACIONES, "words": day.canary("round.words")}
    do(reviewing.end_round, round_.reviewer, round_=round_, at=at, **facts)
    for left in Remark.objects.filter(commission=commission).exclude(state=RemarkState.RESUELTA):
        do(remarks.resolve, round_.reviewer, remark=left, at=at)
    do(reviewing.send_to_review, commission.expert, commission=commission, at=at)
    do(reviewing.take_back, commission.expert, round_=commission.rounds.latest("number"), at=at)
