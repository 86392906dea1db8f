"""One expert file while its story is told: each deed by the one who does it, the clock forward."""

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Any

from django.utils import timezone

from accompaniment.desk.demo.moments import local
from accompaniment.desk.demo.story import Cast
from cases.actions import matters
from cases.actions.matters import MatterFacts
from cases.actions.people import accompanied
from cases.actions.team import assign_member
from cases.enums import ConsentMethod, Function
from cases.models import Case, LegalMatter
from expertise.actions import accepting, borrowing, consenting, moving, parts, reviewing, sources
from expertise.actions.accepting import Acceptance
from expertise.actions.answering import answer_question
from expertise.actions.applying import Application, InstrumentFacts, add_instrument
from expertise.actions.consenting import ConsentAnswer
from expertise.actions.evaluating import EvaluationFacts, plan_evaluation, record_evaluation
from expertise.actions.linking import EvidenceTold, LinkTold, connect
from expertise.actions.matrix_pieces import EffectTold, FactTold, WorkTold, write_piece
from expertise.actions.remarks import remark
from expertise.actions.requesting import RequestFacts, request_commission
from expertise.actions.reviewing import Checked
from expertise.actions.sources import SourceFacts
from expertise.actions.writing import write_section
from expertise.enums.commission import CommissionState as S
from expertise.enums.commission import Part, Regime
from expertise.enums.evaluation import SourceKind
from expertise.enums.matrix import Course, EvidenceKind, Level, TimeRelation
from expertise.enums.review import CheckItem, RoundOutcome, Verdict
from expertise.models import Commission, ReviewRound

ZONE = "America/Chihuahua"
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
REASON = "Lo pidió la persona acompañada para su asunto."
OF_REQUEST = ("authority", "numbers", "offence", "initials", "other_party", "regime")
AUTHOR, PEER = "aurora", "ernestina"  # the two experts of the house


class Dossier:
    """One commission: from its request as far as its story has come."""

    def __init__(self, cast: Cast, told: dict[str, Any], shared: dict[str, str]) -> None:
        self.cast, self.told, self.shared = cast, told, shared
        self.today = timezone.localdate(cast.now)
        self.day = self.today - told["asked"] * DAY
        self.every = told.get("every", 4)
        self.coordinator = told.get("coordinator", "teresa")
        self.case = Case.objects.select_related("responsible").get(pk=cast.cases[told["case"]].pk)
        self.day = max(self.day, timezone.localdate(self.case.opened_at) + DAY)
        self.commission = self._requested(self._matter())

    # --- the clock -------------------------------------------------------------------------

    @property
    def at(self) -> dt.datetime:
        """Return the present moment of the story: ten in the morning, never after now."""
        return min(local(self.day, 10), self.cast.now - HOUR)

    def later(self, days: int | None = None) -> None:
        """Let days go by."""
        passed = self.every if days is None else days
        self.day = min(self.day + passed * DAY, self.today)

    # --- requested ------------------------------------------------------------------------

    def _matter(self) -> LegalMatter:
        """Return the matter it is for: one of the case, or a new one with its lawyer."""
        kind, lawyer = self.told["matter"], self.told["lawyer"]
        if self.told.get("own_matter"):
            with self.cast.at_work(lawyer):
                return LegalMatter.objects.get(case=self.case, kind=kind, closed_at=None)
        helping = self.case.assignments.filter(function=Function.LEGAL, until=None)
        if not helping.filter(user=self.cast.people[lawyer]).exists():
            self._let_in(lawyer)
        words = {name: self.told[name] for name in ("authority", "numbers")}
        with self.cast.at_work(lawyer) as by:
            facts = MatterFacts(lawyer=by, **words)
            return matters.open_matter(case=self.case, kind=kind, facts=facts, by=by, at=self.at)

    def _let_in(self, lawyer: str) -> None:
        who = self.case.responsible
        assert who is not None  # noqa: S101  every case of these stories has somebody
        with self.cast.at_work(who.email.partition("@")[0]) as by:
            assign_member(
                case=self.case,
                user=self.cast.people[lawyer],
                function=Function.LEGAL,
                reason=REASON,
                by=by,
                at=self.at,
            )

    def _requested(self, matter: LegalMatter) -> Commission:
        told = {name: self.told[name] for name in OF_REQUEST if name in self.told}
        due = self.told.get("due")
        facts = RequestFacts(
            **{"regime": Regime.CNPP, **told},
            evaluated_name=self.told.get("legal_name", self.told["called"]),
            requester="Asesoría jurídica de la organización, por escrito",
            requested_because=self.told["because"],
            due_on=self.today + due * DAY if due else None,
            questions=tuple(self.told["questions"]),
        )
        with self.cast.at_work(self.told["lawyer"]) as by:
            person = accompanied(self.case)
            return request_commission(matter=matter, person=person, facts=facts, by=by, at=self.at)

    # --- taken on -------------------------------------------------------------------------

    def admit(self) -> None:
        """Let the coordinator look at it, and appoint the expert and her peer."""
        self.later()
        with self.cast.at_work(self.coordinator) as by:
            moving.move_commission(
                commission=self.commission, to=S.ADMISIBILIDAD, by=by, at=self.at
            )
            for part, name in ((Part.EXPERT, AUTHOR), (Part.REVIEWER, PEER)):
                user = self.cast.people[name]
                parts.appoint(commission=self.commission, user=user, part=part, by=by, at=self.at)

    def decline(self) -> None:
        """Let the expert say why she does not take it."""
        self.later()
        ground, why = self.told["ground"], self.told["why"]
        with self.cast.at_work(AUTHOR) as by:
            accepting.decline_commission(
                commission=self.commission, ground=ground, why=why, by=by, at=self.at
            )

    def accept(self) -> None:
        """Let the expert accept under oath."""
        self.later()
        declared = Acceptance(no_impediment=True, oath=True)
        with self.cast.at_work(AUTHOR) as by:
            accepting.accept_commission(
                commission=self.commission, declared=declared, by=by, at=self.at
            )

    def agree(self) -> None:
        """Let her say that she wants to be evaluated, knowing who will read it."""
        self.later()
        answer = ConsentAnswer(
            granted=True,
            method=ConsentMethod.AUTOGRAFA,
            given_on=self.day,
            other_side_told=True,
        )
        with self.cast.at_work(AUTHOR) as by:
            consenting.record_consent(commission=self.commission, answer=answer, by=by, at=self.at)

    # --- evaluated ------------------------------------------------------------------------

    def evaluate(self) -> None:
        """Hold the sessions so far; plan the next one where the story says so."""
        self.go(S.EVALUACION)
        for content in self.told["sessions"]:
            with self.cast.at_work(AUTHOR) as by:
                record_evaluation(
                    commission=self.commission, facts=self._session(content), by=by, at=self.at
                )
            self.later()
        if coming := self.told.get("coming"):
            starts = local(self.today + coming * DAY, 16)
            facts = EvaluationFacts(starts_at=starts, time_zone=ZONE)
            with self.cast.at_work(AUTHOR) as by:
                plan_evaluation(commission=self.commission, facts=facts, by=by, at=self.at)
        self._borrow()

    def _session(self, content: str) -> EvaluationFacts:
        names = ("place", "present", "privacy", "breaks", "effect")
        return EvaluationFacts(
            starts_at=self.at - 2 * HOUR,
            time_zone=ZONE,
            minutes=110,
            conditions={**{name: self.shared[name] for name in names}, "content": content},
            observation=self.shared.get("observation", ""),
        )

    def _borrow(self) -> None:
        """Ask who accompanies her for one item, and get it where the story says so."""
        if "borrow" not in self.told:
            return
        kind, asked_for = self.told["borrow"]
        with self.cast.at_work(AUTHOR) as by:
            asked = borrowing.ask_to_borrow(
                commission=self.commission, kind=kind, asked_for=asked_for, by=by, at=self.at
            )
        who = self.case.responsible
        if words := self.told.get("lend"):
            agreed = borrowing.Agreed(method=ConsentMethod.VERBAL, given_on=self.day)
            assert who is not None  # noqa: S101
            with self.cast.at_work(who.email.partition("@")[0]) as by:
                borrowing.lend(loan=asked.loan, words=words, agreed=agreed, by=by, at=self.at)

    # --- written --------------------------------------------------------------------------

    def integrate(self) -> None:
        """Write what the story says: sources, the matrix, answers, sections."""
        self.go(S.INTEGRACION)
        with self.cast.at_work(AUTHOR) as by:
            self._gather(by)
            self._connect(by)
            self._answer(by)
            for key, body in self.sections().items():
                write_section(
                    commission=self.commission, key=key, version=0, body=body, by=by, at=self.at
                )

    def sections(self) -> dict[str, str]:
        """Return the text of each section that has any."""
        usual = {"metodologia": self.shared["method"], "limitaciones": self.shared["limits"]}
        return {**usual, **self.told.get("section", {})}

    def _gather(self, by: Any) -> None:
        sessions = list(self.commission.evaluations.order_by("number"))
        usual = [["DOCUMENTO", "Denuncia y entrevista inicial", "Fojas 2 a 9", "Primer relato"]]
        self.sources = [
            sources.add_source(
                commission=self.commission,
                kind=SourceKind(kind),
                facts=SourceFacts(title=title, folios=folios, content=content),
                by=by,
                at=self.at,
            )
            for kind, title, folios, content in self.told.get("sources", usual)
        ]
        self.uses = [
            add_instrument(
                commission=self.commission,
                facts=InstrumentFacts(
                    times=(Application(session=sessions[-1], score=score),), **facts
                ),
                by=by,
                at=self.at,
            )
            for facts, score in (
                ({k: v for k, v in each.items() if k != "score"}, each["score"])
                for each in self.told.get("instruments", [])
            )
        ]

    def _connect(self, by: Any) -> None:
        """Fill the causal table; a link without a degree leaves its gap to be seen."""
        piece = {"commission": self.commission, "by": by, "at": self.at}
        facts = [
            write_piece(uid=uuid.uuid4(), told=_fact(each), **piece)
            for each in self.told.get("facts", [])
        ]
        effects = [
            write_piece(uid=uuid.uuid4(), told=_effect(title, words), **piece)
            for title, words in self.told.get("effects", [])
        ]
        cited = self.told.get("works", [[self.shared["work"], self.shared["reference"]]])
        works = [write_piece(uid=uuid.uuid4(), told=WorkTold(*each), **piece) for each in cited]
        self.links = [
            connect(
                fact=facts[fact - 1],
                effect=effects[effect - 1],
                told=LinkTold(
                    grade=grade,
                    time=TimeRelation.DESPUES,
                    specificity=specificity,
                    alternatives=alternatives,
                    stressors=self.shared["stressors"],
                    protective=self.shared["protective"],
                    works=(works[number % len(works)].pk,),
                ),
                evidence=self._evidence(number),
                by=by,
                at=self.at,
            )
            for number, (fact, effect, grade, specificity, alternatives) in enumerate(
                self.told.get("links", [])
            )
        ]

    def _evidence(self, number: int) -> Sequence[EvidenceTold]:
        """Point at what was heard and at what was read, and at a score where there is one."""
        sessions = list(self.commission.evaluations.order_by("number"))
        heard, read = sessions[number % len(sessions)], self.sources[number % len(self.sources)]
        kind = EvidenceKind.COLATERAL if read.kind == SourceKind.COLATERAL else "DOCUMENTO"
        found = [
            EvidenceTold(EvidenceKind.ENTREVISTA, heard.pk, "relato libre"),
            EvidenceTold(kind, read.pk, "primera parte"),
        ]
        if self.uses:
            use = self.uses[number % len(self.uses)]
            found.append(EvidenceTold(EvidenceKind.INSTRUMENTO, use.pk, "puntaje total"))
        return found

    def _answer(self, by: Any) -> None:
        answers = self.told.get("answers", [])
        wanted = self.told.get("answered")
        for question in self.commission.questions.order_by("number"):
            if wanted and question.number not in wanted:
                continue
            text = answers[question.number - 1] if answers else self.told.get("answer", "")
            if text:
                answer_question(
                    question=question,
                    answer=text,
                    rests_on=[link.pk for link in self.links],
                    version=question.version,
                    by=by,
                    at=self.at,
                )

    # --- reviewed -------------------------------------------------------------------------

    def send(self) -> ReviewRound:
        """Send it to the peer."""
        self.later()
        with self.cast.at_work(AUTHOR) as by:
            return reviewing.send_to_review(commission=self.commission, by=by, at=self.at)

    def review(self, begun: ReviewRound, outcome: str = RoundOutcome.APROBADO) -> None:
        """Let the peer go through her list, observe where the story says so, and decide."""
        self.later()
        checked = {item: Checked(Verdict.SI) for item in CheckItem.values}
        with self.cast.at_work(PEER) as by:
            reviewing.fill_checklist(round_=begun, checked=checked, by=by, at=self.at)
            if outcome == RoundOutcome.OBSERVACIONES:
                for section, words, passage in self.told["remarks"]:
                    remark(
                        round_=begun,
                        uid=uuid.uuid4(),
                        section=section,
                        words=words,
                        passage=passage,
                        by=by,
                        at=self.at,
                    )
            reviewing.end_round(round_=begun, outcome=outcome, by=by, at=self.at)

    # --- steps ----------------------------------------------------------------------------

    def go(self, to: str, *, by: str = AUTHOR, reason: str = "") -> None:
        """Take a step of its way."""
        self.later()
        with self.cast.at_work(by) as user:
            self.commission = moving.move_commission(
                commission=self.commission, to=to, reason=reason, by=user, at=self.at
            )


def _fact(told: list[str]) -> FactTold:
    title, words, kind, when, frequency, *where = told
    modality = f"M_{where[0] if where else 'FAMILIAR'}"
    return FactTold(title, words, (f"T_{kind}",), (modality,), when, frequency)


def _effect(title: str, words: str) -> EffectTold:
    return EffectTold(
        title,
        words,
        levels=(Level.INDIVIDUAL,),
        onset="Después de los hechos",
        course=Course.EN_MEJORIA,
        intensity=2,
    )
