"""The tamper drill: whatever is done to the trace behind our back, the verifier says so."""

import datetime as dt
import json
import stat
import uuid

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from accompaniment.audit import checkpoints as signed
from accompaniment.audit import log, seal, verify
from accompaniment.audit.models import Event, Leaf, Verification
from tests.audit.tools import trace_of, unlocked


@pytest.fixture
def sealed():
    """Seal ten events with a checkpoint at five and at ten; then take the locks off the tables."""
    for _ in range(2):
        trace_of("user:ana", 5)
        assert seal.seal_all() == 5
    assert verify.verify().problems == []
    unlocked()
    return list(Event.objects.order_by("seq"))


def edit(events):
    Event.objects.filter(pk=events[3].pk).update(actor="user:eva")


def edit_with_stolen_row_key(events):
    events[3].actor = "user:eva"
    Event.objects.filter(pk=events[3].pk).update(actor="user:eva", hmac=log.sign(events[3]))


def change_the_clock(events):
    Event.objects.filter(pk=events[3].pk).update(at=events[3].at - dt.timedelta(seconds=1))


def change_the_place(events):
    Event.objects.filter(pk=events[3].pk).update(seq=events[9].seq + 7)


def delete(events):
    events[3].delete()


def delete_and_close_the_gap(events):
    Leaf.objects.filter(event=events[3].uid).delete()
    events[3].delete()
    for leaf in Leaf.objects.filter(index__gt=3).order_by("index"):
        Leaf.objects.filter(pk=leaf.pk).update(index=leaf.index - 1)


def delete_and_leave_the_gap(events):
    Leaf.objects.filter(event=events[3].uid).delete()
    events[3].delete()


def delete_and_seal_all_anew(events):
    events[3].delete()
    Leaf.objects.all().delete()
    seal.seal()


def seal_the_end_anew(events):
    events[7].delete()
    Leaf.objects.filter(index__gte=5).delete()
    trace_of("user:eva", 3)
    seal.seal()


def insert_without_our_key(events):
    event = log.Trace("user:eva", "care").event("read", "case.name", None)
    event.hmac = bytes(32)
    event.save()


def insert_without_our_key_and_seal(events):
    insert_without_our_key(events)
    seal.seal_all()


def insert_in_the_middle(events):
    (event,) = trace_of("user:eva", 1)
    for leaf in Leaf.objects.filter(index__gte=3).order_by("-index"):
        Leaf.objects.filter(pk=leaf.pk).update(index=leaf.index + 1)
    Leaf.objects.create(index=3, event=event.uid, chain=Leaf.objects.get(index=4).chain)


def reorder(events):
    spare = uuid.uuid4()
    for index, uid in ((3, spare), (4, events[3].uid), (3, events[4].uid)):
        Leaf.objects.filter(index=index).update(event=uid)


def truncate(events):
    Leaf.objects.filter(index__gte=8).delete()
    Event.objects.filter(pk__in=[event.pk for event in events[8:]]).delete()


def empty(events):
    Leaf.objects.all().delete()
    Event.objects.all().delete()


def roll_back_to_an_older_copy(events):
    Leaf.objects.filter(index__gte=5).delete()
    Event.objects.filter(pk__in=[event.pk for event in events[5:]]).delete()


def roll_back_and_go_on(events):
    roll_back_to_an_older_copy(events)
    trace_of("user:eva", 7)
    seal.seal_all()


def leave_out(events):
    (event,) = trace_of("user:eva", 1)
    Event.objects.filter(pk=event.pk).update(at=event_time(event) - dt.timedelta(minutes=5))


def event_time(event):
    return Event.objects.values_list("at", flat=True).get(pk=event.pk)


def set_the_clock_back(events):
    later = trace_of("user:eva", 2)
    day = dt.timedelta(days=1)
    Event.objects.filter(pk=later[0].pk).update(at=event_time(later[0]) + day)
    seal.seal_all()


FOUND = {
    edit: "#3: its event was edited",
    edit_with_stolen_row_key: "#3: the chain breaks here",
    change_the_clock: "#3: the chain breaks here",
    change_the_place: "#3: the chain breaks here",
    delete: "#3: its event was deleted",
    delete_and_close_the_gap: "#3: the chain breaks here",
    delete_and_leave_the_gap: "#3: the chain breaks here",
    delete_and_seal_all_anew: "#0…#4: checkpoint 1 knows another past",
    seal_the_end_anew: "#5…#9: checkpoint 2 knows another past",
    insert_without_our_key: "not written by us",
    insert_without_our_key_and_seal: "#10: its event was not written by us",
    insert_in_the_middle: "#3: the chain breaks here",
    reorder: "#3: the chain breaks here",
    truncate: "#8: the trace ends here, checkpoint 2 knows 10 events",
    empty: "#0: the trace ends here, checkpoint 1 knows 5 events",
    roll_back_to_an_older_copy: "#5: the trace ends here, checkpoint 2 knows 10 events",
    roll_back_and_go_on: "#5…#9: checkpoint 2 knows another past",
    leave_out: "waits for its seal since",
    set_the_clock_back: "#11: the clock was put back by",
}


@pytest.mark.parametrize("attack", FOUND, ids=lambda attack: attack.__name__)
def test_verifier_names_the_attack(sealed, attack):
    attack(sealed)

    with pytest.raises(CommandError) as refusal:
        call_command("audit_verify")
    assert FOUND[attack] in str(refusal.value).splitlines()[0]
    row = Verification.objects.latest("at")
    assert row.problems >= 1
    assert FOUND[attack] in row.first_problem
    told = Event.objects.filter(verb="verify").latest("at")
    assert (told.actor, told.verb, told.outcome) == ("service:audit_verify", "verify", "failed")


def test_intact_trace_says_so_and_is_on_record(sealed, capsys):
    call_command("audit_verify")

    assert capsys.readouterr().out == "intact: #0 to #10, 2 checkpoints agree\n"
    row = Verification.objects.get()
    assert (row.since, row.size, row.checkpoints, row.problems) == (0, 10, 2, 0)
    told = Event.objects.filter(verb="verify").latest("at")
    assert (told.verb, told.kind, told.count, told.outcome) == ("verify", "audit.chain", 10, "ok")


# --- a check of a part -------------------------------------------------------------------


def test_part_is_checked_from_the_checkpoint_before_it(sealed):
    report = verify.verify(since=7)

    assert (report.since, report.size, report.checkpoints) == (5, 10, 2)
    assert report.problems == []


def test_part_does_not_find_what_lies_before_it(sealed):
    edit(sealed)

    assert verify.verify(since=7).problems == []
    assert verify.verify().problems == ["#3: its event was edited"]


def test_part_finds_what_was_done_to_it(sealed):
    Event.objects.filter(pk=sealed[8].pk).update(actor="user:eva")

    assert verify.verify(since=7).problems == ["#8: its event was edited"]


def test_part_begins_at_a_day(sealed, capsys):
    yesterday = sealed[0].at - dt.timedelta(days=1)
    Event.objects.filter(pk__in=[event.pk for event in sealed[:5]]).update(at=yesterday)

    assert verify.place_of(sealed[0].at - dt.timedelta(hours=1)) == 5
    assert verify.place_of(sealed[9].at + dt.timedelta(hours=1)) == 10
    call_command("audit_verify", since=verify.place_of(sealed[0].at - dt.timedelta(hours=1)))
    assert capsys.readouterr().out.startswith("intact: #5 to #10")


# --- checkpoints ---------------------------------------------------------------------------


def rewritten(path, change):
    lines = [json.loads(line) for line in path.read_text().splitlines()]
    path.write_text("".join(json.dumps(line) + "\n" for line in change(lines)))


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (lambda lines: [lines[0], {**lines[1], "size": 9}], "line 2: not signed by us"),
        (lambda lines: [lines[0], {**lines[1], "signature": "00"}], "line 2: not signed by us"),
        (lambda lines: [lines[0], {**lines[1], "signature": "é"}], "line 2: not signed by us"),
        (lambda lines: [lines[1]], "line 1: number 2 where 1 was due"),
        (lambda lines: [lines[1], lines[0]], "line 1: number 2 where 1 was due"),
        (lambda lines: [lines[0], "nonsense"], "line 2: not readable"),
        (lambda lines: [lines[0], {"size": 3}], "line 2: not readable"),
    ],
)
def test_forged_checkpoint_is_refused(sealed, checkpoints, change, problem):
    rewritten(checkpoints, change)

    assert verify.verify().problems[0] == f"checkpoint {problem}"


def test_file_that_is_gone_is_missed(sealed, checkpoints):
    checkpoints.unlink()

    assert verify.verify().problems == [
        "#0: 10 events are sealed, but there is no file of checkpoints"
    ]


def test_older_copy_elsewhere_agrees(sealed, checkpoints, tmp_path, capsys):
    copy = tmp_path / "copy"
    copy.write_text(checkpoints.read_text().splitlines()[0] + "\n")

    call_command("audit_verify", checkpoints=copy)

    assert capsys.readouterr().out == "intact: #0 to #10, 1 checkpoints agree\n"


def test_nothing_new_is_not_signed_again(sealed, checkpoints):
    before = checkpoints.read_bytes()

    assert seal.seal_all() == 0
    assert not seal.checkpoint()
    assert checkpoints.read_bytes() == before


def test_checkpoint_that_a_crash_cut_off_is_made_up_for(sealed, checkpoints):
    trace_of("user:ana", 1)
    assert seal.seal() == 1

    assert seal.seal_all() == 0
    assert signed.last().size == 11


def test_file_belongs_to_the_service_alone(sealed, checkpoints):
    assert stat.S_IMODE(checkpoints.stat().st_mode) == 0o600


def test_line_that_was_cut_off_does_not_spoil_the_next(sealed, checkpoints):
    whole = checkpoints.read_bytes()
    checkpoints.write_bytes(whole + b'{"number": 3, "si')
    trace_of("user:ana", 1)

    seal.seal_all()

    assert signed.last().number == 3
    assert verify.verify().problems == ["checkpoint line 3: not readable"]


# --- the sealer ------------------------------------------------------------------------------


def test_sealer_goes_on_until_nothing_waits(checkpoints):
    trace_of("user:ana", 25)

    assert seal.seal(10) == 10
    assert seal.seal_all() == 15
    assert seal.seal() == 0
    assert list(Leaf.objects.order_by("index").values_list("index", flat=True)) == list(range(25))
    assert len(checkpoints.read_text().splitlines()) == 1


def test_slower_sealer_writes_nothing(monkeypatch):
    trace_of("user:ana", 3)
    real, calls = seal.tip, []

    def tip():
        calls.append(None)
        return real() if len(calls) == 1 else (2, b"another sealer was here")

    monkeypatch.setattr(seal, "tip", tip)

    assert seal.seal() == 0
    assert Leaf.objects.count() == 0


def test_event_far_behind_is_found_by_the_thorough_sealer(monkeypatch):
    monkeypatch.setattr(seal, "WINDOW", 2)
    early, *_ = trace_of("user:ana", 9)
    seal.seal()
    unlocked()
    Leaf.objects.filter(event=early.uid).delete()

    assert seal.seal_all() == 0
    assert seal.seal_all(everything=True) == 1


def test_chain_depends_on_the_clock_and_the_place():
    (event,) = trace_of("user:ana", 1)
    row = Event.objects.values_list(*seal.FACTS).get(pk=event.pk)
    later = (row[0], row[1], row[2] + dt.timedelta(microseconds=1), *row[3:])
    moved = (row[0], row[1] + 1, *row[2:])

    heads = {seal.link(seal.START, one) for one in (row, later, moved)}
    assert len(heads) == 3


def test_memory_stays_bounded(monkeypatch):
    """The verifier reads pieces: no query asks for more rows than a piece holds."""
    monkeypatch.setattr(verify, "PIECE", 10)
    trace_of("user:ana", 45)
    seal.seal_all()
    told = []

    report = verify.verify(progress=lambda done, of: told.append((done, of)))

    assert report.passed
    assert told == [(10, 45), (20, 45), (30, 45), (40, 45), (45, 45)]


@pytest.mark.parametrize("table", ["audit_event", "audit_leaf", "audit_verification"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET {} = 7", "DELETE FROM {}", "TRUNCATE {}"])
def test_database_refuses_to_change_what_is_final(table, statement):
    if statement.startswith("TRUNCATE") and connection.vendor == "sqlite":
        statement = "DELETE FROM {} WHERE 1"  # SQLite has no TRUNCATE
    trace_of("user:ana", 1)
    seal.seal_all()
    verify.keep(verify.verify())
    column = {"audit_event": "count", "audit_leaf": "index", "audit_verification": "size"}[table]

    with pytest.raises(Exception, match="is final"):
        connection.cursor().execute(statement.format(table, connection.ops.quote_name(column)))
