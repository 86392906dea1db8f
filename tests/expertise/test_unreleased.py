"""Whatever people do, in whatever order: nobody outside obtains a byte that was not released."""

from dataclasses import dataclass, field

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from hypothesis.stateful import run_state_machine_as_test as run

from accompaniment.staff import access
from accompaniment.staff.models import Membership, User
from cases.actions.team import assign_member, end_assignment
from expertise.actions.copies import Receipt, deliver_copy
from expertise.enums.commission import CommissionState
from expertise.enums.paper import Audience
from expertise.models import Commission, Copy, Paper, Release
from tests import factories, legal
from tests.expertise import giving
from tests.expertise.giving import house_signs, printed_at_once  # noqa: F401
from tests.factories import NOON
from tests.traces import do

CANARY = "canary-numbers-7f3e"
REASON = {"reason": "PREPARAR", "careful": "on"}
OUTSIDE = ("lawyer", "other_lawyer", "administrator", "coordinator", "other_team", "accompanist")
READER = st.sampled_from(("lawyer", "lawyer", *OUTSIDE, "accompanist"))


@dataclass
class Kept:
    """A ticket somebody asked for, to be tried later."""

    reader: str
    client: Client
    copy: Copy
    url: str
    used: bool = False


@dataclass
class Oracle:
    """Who may have which copy: thirty lines of plain Python against all of the house."""

    legal: set[str] = field(default_factory=lambda: {"lawyer", "accompanist"})
    released: set[int] = field(default_factory=set)
    withdrawn: set[int] = field(default_factory=set)

    def may(self, reader, number):
        return reader in self.legal and number in self.released - self.withdrawn

    def all_of(self, reader):
        return {number for number in self.released if self.may(reader, number)}


class OnTheWayOut(RuleBasedStateMachine):
    """A report from its approval to the hands of lawyers, and every hand that reaches for it."""

    world: dict  # of the test: case, worker, coordinator
    reached: set  # in any run: whether the walk came where it matters

    def __init__(self):
        super().__init__()
        self.before = transaction.savepoint()  # every run is taken back
        case, worker = self.world["case"], self.world["worker"]
        coordinator = self.world["coordinator"]
        lawyer = legal.make_lawyer(case, worker)
        self.people = {
            "lawyer": lawyer,
            "other_lawyer": factories.make_member(factories.make_team(), "lawyer"),
            "administrator": factories.make_member(role="administrator"),
            "coordinator": coordinator,
            "other_team": factories.make_member(factories.make_team()),
            "accompanist": worker,
        }
        self.commission = giving.approved(
            worker, case, coordinator, by=lawyer, numbers=f"Causa: {CANARY}"
        )
        self.clients = {name: self.client_of(name) for name in OUTSIDE}
        self.oracle, self.tickets, self.copies = Oracle(), list[Kept](), list[Copy]()

    def client_of(self, name):
        client = Client()
        client.force_login(self.people[name])
        return client

    def teardown(self):
        try:
            for reader in OUTSIDE:  # and at the end of each walk, everybody for everything
                for number in sorted(self.oracle.released):
                    self.ask_for(reader, number, times=2)
        finally:
            transaction.savepoint_rollback(self.before)

    @property
    def state(self):
        return Commission.objects.get(pk=self.commission.pk).state

    @initialize(stage=st.sampled_from([0, 1, 2, 3, 4, 4, 4]))
    def begin(self, stage):
        """Begin somewhere on the way, so that short walks reach its end too."""
        steps = (self.prepare, self.sign, lambda: self.copy(Audience.JURIDICO))
        for step in steps[:stage]:
            step()
        if stage == 4:
            giving.sign_copy(self.copies[0])
            giving.release(self.copies[0])
            self.oracle.released.add(1)

    # --- what the expert does ---------------------------------------------------------------

    @precondition(lambda self: self.state == CommissionState.APROBADO)
    @rule()
    def prepare(self):
        giving.prepared(self.commission)

    @precondition(lambda self: Paper.objects.filter(kind="FINAL", copy=None).exists())
    @precondition(lambda self: self.state == CommissionState.APROBADO)
    @rule()
    def sign(self):
        giving.sign(self.commission)

    @precondition(lambda self: self.state in {"FIRMADO", "ENTREGADO"} and len(self.copies) < 4)
    @rule(audience=st.sampled_from([Audience.JURIDICO, Audience.JURIDICO, Audience.JUZGADO]))
    def copy(self, audience):
        self.copies.append(giving.make_copy(self.commission, audience))

    @precondition(lambda self: self.copies)
    @rule(data=st.data())
    def sign_copy(self, data):
        copy = data.draw(st.sampled_from(self.copies))
        if not copy.papers.filter(kind="FIRMADO").exists() and not withdrawn(copy):
            giving.sign_copy(copy)

    @precondition(lambda self: self.copies)
    @rule(data=st.data())
    def deliver(self, data):
        copy = data.draw(st.sampled_from(self.copies))
        fresh = Copy.objects.get(pk=copy.pk)
        ready = copy.papers.filter(kind="FIRMADO").exists()
        if ready and not (fresh.delivered_at or fresh.withdrawn_at):
            receipt = Receipt(by="Oficialía", on=NOON.date())
            do(deliver_copy, self.commission.expert, copy=copy, receipt=receipt)

    @precondition(lambda self: self.copies)
    @rule(data=st.data())
    def release(self, data):
        copy = data.draw(st.sampled_from(self.copies))
        ready = copy.papers.filter(kind="FIRMADO").exists() and copy.audience == "JURIDICO"
        if ready and copy.number not in self.oracle.released and not withdrawn(copy):
            giving.release(copy)
            self.oracle.released.add(copy.number)

    @precondition(lambda self: self.copies)
    @rule(data=st.data())
    def withdraw(self, data):
        copy = data.draw(st.sampled_from(self.copies))
        if not withdrawn(copy):
            giving.withdraw(copy)
            self.oracle.withdrawn.add(copy.number)

    # --- what becomes of those outside ------------------------------------------------------

    @rule(let_in=st.booleans())
    def case_of_the_lawyer(self, let_in):
        case, worker, user = self.world["case"], self.world["worker"], self.people["lawyer"]
        standing = case.assignments.filter(user=user, until=None).first()
        fit = self.has_role("lawyer") and self.fresh("lawyer").is_active
        if let_in and not standing and fit:
            do(assign_member, worker, case=case, user=user, function="legal")
        elif not let_in and standing:
            do(end_assignment, worker, assignment=standing)
        self.settle("lawyer")

    @rule(held=st.booleans())
    def role_of_the_lawyer(self, held):
        user = self.people["lawyer"]
        if held and not self.has_role("lawyer"):
            Membership.objects.create(user=user, role="lawyer", team=factories.make_team())
        elif not held:
            Membership.objects.filter(user=user).delete()
        self.settle("lawyer")

    @rule(active=st.booleans())
    def account_of_the_lawyer(self, active):
        facts = {"is_active": active, "deactivated_at": None if active else NOON}
        User.objects.filter(pk=self.people["lawyer"].pk).update(**facts)
        self.settle("lawyer")

    def has_role(self, name):
        return Membership.objects.filter(user=self.people[name]).exists()

    def settle(self, name):
        """Say anew whether somebody works on the legal road of the case."""
        user = User.objects.get(pk=self.people[name].pk)
        assigned = self.world["case"].assignments.filter(user=user, until=None).exists()
        counts = assigned and user.is_active and self.has_role(name)
        (self.oracle.legal.add if counts else self.oracle.legal.discard)(name)
        self.clients[name] = self.client_of(name)

    # --- what those outside reach for --------------------------------------------------------

    @precondition(lambda self: self.oracle.released)
    @rule(reader=READER, data=st.data(), times=st.integers(0, 2))
    def ask(self, reader, data, times):
        self.ask_for(reader, data.draw(st.sampled_from(sorted(self.oracle.released))), times)

    def ask_for(self, reader, number, times):
        release = Release.objects.get(number=number, code=self.commission.code)
        client = self.clients[reader]

        answer = client.post(reverse("expertise:release", args=[release.pk]), REASON)

        assert (is_file(answer)) is self.oracle.may(reader, number)
        if is_file(answer):
            ticket = Kept(reader, client, release.copy, answer.url)
            self.tickets.append(ticket)
            for _ in range(times):
                self.reach_for(ticket, reader)

    @precondition(lambda self: self.tickets)
    @rule(reader=READER, data=st.data())
    def use(self, reader, data):
        self.reach_for(data.draw(st.sampled_from(self.tickets)), reader)

    def reach_for(self, ticket, reader):
        own = reader == ticket.reader and self.clients[reader] is ticket.client
        client = ticket.client if own else self.clients[reader]
        may = own and not ticket.used and self.oracle.may(reader, ticket.copy.number)

        body = body_of(client.get(ticket.url))

        assert (b"%PDF" in body) is may
        if may:
            ticket.used = True
            paper = Paper.objects.get(copy=ticket.copy, kind="FIRMADO")
            assert body == giving.bytes_of(paper, self.commission.expert)
        self.reached.add("downloaded" if may else "refused")

    @invariant()
    def the_lists_show_what_may_be_had(self):
        for reader in OUTSIDE:
            rows = Release.objects.standing().visible_to(self.fresh(reader))
            assert set(rows.values_list("number", flat=True)) == self.oracle.all_of(reader)

    @rule(reader=st.sampled_from(OUTSIDE))
    def knock_at_every_door(self, reader):
        client = self.clients[reader]
        # who coordinates knows which matter she appointed an expert for, and reads no further
        own = self.commission.get_absolute_url()
        knows = {own} if access.allows(self.fresh(reader), "identify", self.commission) else set()
        for url in self.addresses():
            body = body_of(client.get(url))
            assert b"%PDF" not in body, url
            if not self.oracle.all_of(reader) and url not in knows:
                assert CANARY.encode() not in body, url

    def addresses(self):
        """Every address that has to do with files, released or not."""
        folio = self.commission.code
        yield reverse("expertise:for_you")
        for name in ("commission", "signing", "signed_file", "copies"):
            yield reverse(f"expertise:{name}", args=[folio])
        for copy in self.copies:
            yield reverse("expertise:copy_file", args=[folio, copy.pk])
            yield reverse("verify:key", args=[copy.key])
        for paper in Paper.objects.all():
            yield reverse("expertise:release_file", args=[paper.pk, "x" * 43])
        for release in Release.objects.all():
            yield reverse("expertise:release", args=[release.pk])
            yield reverse("expertise:release_file", args=[release.pk, "x" * 43])

    def fresh(self, name):
        return User.objects.get(pk=self.people[name].pk)


def withdrawn(copy):
    return Copy.objects.get(pk=copy.pk).withdrawn_at is not None


def is_file(answer):
    return answer.status_code == 302 and "/file/" in answer.url


def body_of(answer):
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


@pytest.mark.usefixtures("house_signs", "printed_at_once")
def test_no_order_of_steps_gives_a_byte_away(case, worker, coordinator):
    OnTheWayOut.world = {"case": case, "worker": worker, "coordinator": coordinator}
    OnTheWayOut.reached = set()
    lasting = settings(
        max_examples=16 if connection.vendor == "sqlite" else 6,  # who may is said above both
        stateful_step_count=14,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],  # a failure prints its steps; making them fewer takes minutes
        suppress_health_check=list(HealthCheck),
    )

    run(OnTheWayOut, settings=lasting)

    assert OnTheWayOut.reached == {"downloaded", "refused"}
