"""First contacts: whoever attends the lines of the team, and what each of them may hear."""

import uuid

from accompaniment.staff.acting import acting
from accompaniment.staff.models import User
from cases.actions.calls.assessing import Assessment, assess_call
from cases.actions.calls.lines import LineFacts, save_line
from cases.actions.calls.reaching import decide_on_contact, log_attempt
from cases.actions.calls.steps import StepFacts, interrupt_call, move_call
from cases.actions.calls.taking import CallFacts, keep_call_draft, receive_call, take_down
from cases.actions.calls.third_party import ThirdParty, log_third_party
from cases.calls.triage import Signs
from cases.enums.calls import AttemptResult, NoticeKind
from cases.models import CallNotice, FirstContact
from tests import factories
from tests.cases.calls import tools

LISTENERS = {"responsible", "teammate"}  # psychologists of the team
COORDINATES = {"coordinator"}
RECEIVES = LISTENERS | COORDINATES | {"reception"}
ANYWHERE = RECEIVES | {"member", "supervisor", "stranger"}  # attend the lines of some team
AWAY = {"retired", "nobody"}
# what a page of a call asks of the reader, and its answers to GET and to POST (sent empty)
PAGES = {
    "cases:call": (RECEIVES, "200", "405"),
    "cases:call_edit": (RECEIVES, "200", "422"),
    "cases:call_draft": (RECEIVES, "405", "422"),
    "cases:call_cut": (RECEIVES, "405", "302"),
    "cases:call_urgency": (LISTENERS | COORDINATES, "200", "422"),
    "cases:call_contact": (RECEIVES, "200", "422"),
    "cases:call_back": (LISTENERS | COORDINATES, "200", "422"),
    "cases:call_number": (RECEIVES, "200", "405"),
    "cases:call_step": (LISTENERS | COORDINATES, "200", "422"),
    "cases:call_accept": (LISTENERS | COORDINATES, "200", "422"),
    "cases:call_decide": (COORDINATES, "200", "422"),
    "cases:call_join": (LISTENERS | COORDINATES, "200", "422"),
    "cases:call_part": (LISTENERS | COORDINATES, "200", "422"),
    "cases:call_third_party": (RECEIVES, "200", "422"),
    "cases:call_notice": (COORDINATES, "405", "302"),
}
ROLE = {
    "cases:calls": (ANYWHERE, "200", "405"),
    "cases:calls_ended": (ANYWHERE, "200", "405"),
    "cases:call_new": (ANYWHERE, "200", "422"),
    "cases:third_party_new": (ANYWHERE, "200", "422"),
    "cases:call_lines": (ANYWHERE, "200", "405"),
    "cases:call_line": (COORDINATES, "200", "422"),
    "cases:call_line_add": (COORDINATES, "200", "422"),
}


def answer(name):
    """Return what a page of a call answers: hidden from other teams, refused within the team."""
    allowed, *answers = PAGES[name]

    def of(method, reader):
        if reader in AWAY:
            return "302"
        said = answers[method == "post"]
        if said == "405" or reader in allowed:
            return said
        return "403" if reader in RECEIVES else "404"

    return of


OTHER = {name: answer(name) for name in PAGES}
OPEN_TEXT = {
    "cases.FirstContact.code",  # random
    "cases.FirstContact.time_zone",  # a name of the tz database
    "cases.PhoneLine.name",  # of a line, not of a person
    "cases.PhoneLine.time_zone",
    "cases.PhoneLine.hours",
}
OPEN = {"cases.PhoneLine": "the lines of the house and their hours"}
WITHOUT_HISTORY = {"cases.CallDraft": "its author's, and gone when the call is saved"}


def furnish(world):
    """Take down a call, and one of everything around it."""
    by = world.people["responsible"]
    call = tools.make_call(by, state="EN_ESCUCHA")
    tools.agree(call, by)
    notice = CallNotice.objects.create(
        first_contact=call, kind=NoticeKind.FUERA_DE_HORARIO, at=factories.NOON, by=by
    )
    coordinator = world.people["coordinator"]
    with acting(coordinator, "test"):
        facts = LineFacts(name="Línea móvil")
        line = save_line(team=world.team, facts=facts, by=coordinator, at=factories.NOON)
    return {
        **{name: {"uid": call.pk} for name in PAGES},
        "cases:call_draft": {"uid": call.pk, "stage": "toma"},
        "cases:call_step": {"uid": call.pk, "to": "VALORADO"},
        "cases:call_notice": {"uid": call.pk, "notice": notice.pk},
        "cases:call_line": {"uid": line.pk},
    }


def live(day):
    """Take a call down with a canary in every sealed field."""
    common = {"by": day.worker, "at": day.at}
    call = receive_call(call_id=uuid.uuid4(), team=day.team, **common)
    stage = {"call": call, "stage": "toma", "content": {"alias": day.canary("call_draft.content")}}
    keep_call_draft(**stage, **common)
    facts = CallFacts(
        alias=day.canary("first_contact.alias"),
        interpreter=day.canary("first_contact.about"),
        demand=day.canary("first_contact.demand"),
        safe_now="SI",
        minors="NO",
        service_line="IND",
        told=["AVISO"],
    )
    call = take_down(call=call, facts=facts, version=0, **common)
    profile = {"introduce_as": day.canary("first_contact.profile"), "calls": "SI", "at": day.at}
    call = tools.agree(call, day.worker, **profile)
    reason = StepFacts(reason=day.canary("call_step.reason"))
    call = move_call(call=call, to="EN_ESCUCHA", facts=reason, **common)
    heard = Assessment(signs=Signs(), reported=day.canary("first_contact.signs"))
    call = assess_call(call=call, assessment=heard, version=2, **common)
    plan = day.canary("first_contact.waiting_plan")
    waits = StepFacts(recheck_on=(day.at + 3 * tools.DAY).date(), plan=plan)
    move_call(call=call, to="LISTA_ESPERA", facts=waits, **common)
    keep_call_draft(**stage, **common)
    third(day, common)
    unreached(day, common)


def third(day, common):
    """Let someone ask after another person."""
    call = receive_call(call_id=uuid.uuid4(), team=day.team, **common)
    facts = ThirdParty(
        asked_for=day.canary("third_party.asked_for"),
        said_to_be=day.canary("third_party.said_to_be"),
        words=day.canary("third_party.words"),
    )
    log_third_party(call=call, facts=facts, **common)


def unreached(day, common):
    """Try to reach somebody, and let coordination decide."""
    call = receive_call(call_id=uuid.uuid4(), team=day.team, **common)
    call = interrupt_call(call=call, **common)
    call = tools.agree(call, day.worker, at=day.at)
    words = {"override": day.canary("call_attempt.override")}
    words |= {"words": day.canary("call_attempt.words")}
    log_attempt(call=call, result=AttemptResult.BUZON, **words, **common)
    CallNotice.objects.create(
        first_contact=call, kind=NoticeKind.TRES_INTENTOS, by=day.worker, at=day.at
    )
    coordinator = factories.make_member(day.team, "coordinator")
    with acting(coordinator, "care"):
        decide_on_contact(
            call=FirstContact.objects.get(pk=call.pk),
            goes_on=False,
            reason=day.canary("call_notice.answer"),
            by=User.objects.get(pk=coordinator.pk),
            at=day.at,
        )
