"""Whom the families of the demonstration search for; all of it invented, in the present tense."""

import datetime as dt
import tomllib
from dataclasses import fields
from typing import Any

from django.utils import timezone

from accompaniment.desk.demo.moments import years_before
from accompaniment.desk.demo.story import Cast, case_called
from accompaniment.desk.demo.tales import TEXTS
from accompaniment.staff.models import User
from cases.actions import missing as records
from cases.actions import missing_dates, missing_search, missing_status, missing_trail
from cases.actions.people import accompanied
from cases.enums import ConsentMethod
from cases.enums.missing import MissingStatus, Source, Telling
from cases.models import Case, MissingPerson

FILE, FOLIO = "00-0000-00000", "RNPDNO-000000"  # of nobody
BLOCKS = ("who", "description", "events", "reporting", "legal")
Told = dict[str, Any]


def tell(cast: Cast) -> None:
    """Open every record and tell what has been done so far."""
    told = tomllib.loads((TEXTS / "missing.toml").read_text())
    for record in told["record"]:
        with cast.at_work(record["with"]) as by:
            telling = Search(record, cast.now, by)
            telling.tell()
        if shared := record.get("shared"):
            with cast.at_work(shared["with"]) as by:
                telling.share(shared, by)


class Search:
    """One record while its story is told."""

    def __init__(self, told: Told, now: dt.datetime, by: User) -> None:
        self.told, self.now, self.by = told, now, by
        self.today = timezone.localdate(now)
        self.case = case_called(told["of"], Case.objects.filter(responsible=by))
        self.missing = self._enter()

    def _at(self, days_ago: int = 0) -> dt.datetime:
        """Return a moment so many days ago, never before the case was opened or after now."""
        return max(self.now - dt.timedelta(days=max(days_ago, 0)), self.case.opened_at)

    def _on(self, days_ago: int) -> dt.date:
        return self.today - dt.timedelta(days=days_ago)

    def _enter(self) -> MissingPerson:
        names = records.MissingNames(self.told["name"], nickname=self.told.get("nickname", ""))
        return records.enter_missing(
            case=self.case,
            names=names,
            status=self.told.get("status", MissingStatus.DESAPARECIDA),
            meaning=meaning_of(self.told),
            by=self.by,
            at=self.case.opened_at,
        )

    @property
    def of(self) -> Told:
        """Return whose record it is and who writes."""
        return {"case": self.case, "missing": self.missing, "by": self.by}

    def tell(self) -> None:
        """Tell everything that is known and done."""
        for block in BLOCKS:
            self._block(block)
        for kind, do in (
            ("authorities", self._ask),
            ("searches", self._go),
            ("samples", self._sample),
            ("moves", self._move),
            ("registry", self._registry),
            ("dates", self._date),
        ):
            for each in self.told.get(kind, ()):
                do(each)
        if "words" in self.told:
            self._child(self.told, self.case, self.by)

    def _block(self, name: str) -> None:
        facts = dict(self.told.get(name, {}))
        if name == "who" and "birth_years" in self.told:
            facts["birth_date"] = self._anniversary("birth")
        if name == "events" and "seen_years" in self.told:
            facts["seen_on"] = self._anniversary("seen")
        if name == "reporting" and facts:
            facts |= {"file": FILE, "folio": FOLIO}
        if facts:
            records.keep_block(block=name, facts=facts, seen="", **self.of, at=self._at())

    def _anniversary(self, what: str) -> str:
        """Return the day whose anniversary comes in so many days."""
        coming = self.today + dt.timedelta(days=self.told[f"{what}_in_days"])
        return years_before(coming, self.told[f"{what}_years"]).isoformat()

    def _ask(self, each: Told) -> None:
        named = {field.name for field in fields(missing_trail.AuthorityFacts)}
        facts = missing_trail.AuthorityFacts(**{n: v for n, v in each.items() if n in named})
        authority = missing_trail.add_authority(facts=facts, **self.of, at=self._at())
        said = missing_trail.SaidFacts(
            self._on(each["days_ago"]),
            each["said"],
            each.get("agreed", ""),
            each.get("how_treated", ""),
        )
        missing_trail.log_contact(
            case=self.case, authority=authority, facts=said, by=self.by, at=self._at()
        )

    def _go(self, each: Told) -> None:
        days_ago = each.pop("days_ago")
        facts = missing_search.SearchFacts(searched_on=self._on(days_ago), **each)
        missing_search.add_search(facts=facts, **self.of, at=self._at(days_ago))

    def _sample(self, each: Told) -> None:
        day = years_before(self.today, each.pop("years_ago"))
        facts = missing_trail.SampleFacts(
            consent_method=ConsentMethod.AUTOGRAFA, consent_on=day, taken_on=day, **each
        )
        missing_trail.add_sample(facts=facts, **self.of, at=self._at())

    def _move(self, each: Told) -> None:
        days_ago = each["days_ago"]
        told = missing_status.TellingFacts(
            way=each["way"],
            told_by=each["told_by"],
            told_to=each["told_to"],
            told_on=self._on(days_ago),
            accompanied_by=each.get("accompanied_by", ""),
            reaction=each.get("reaction", ""),
        )
        source = missing_status.SourceFacts(
            each["source"], each["reference"], self._on(days_ago + 2), each.get("words", "")
        )
        missing_status.move_status(
            to=each["to"], source=source, telling=told, **self.of, at=self._at(days_ago)
        )

    def _registry(self, each: Told) -> None:
        day = self._on(each["days_ago"])
        way = Telling.NADIE if each.get("nobody_told") else Telling.LO_DIJO_LA_FAMILIA
        telling = missing_status.TellingFacts(way, "La familia, al consultarlo", "", day)
        source = missing_status.SourceFacts(Source.CONSULTA, each["reference"], day)
        at = self._at(each["days_ago"])
        missing_status.note_registry(
            to=each["to"], source=source, telling=telling, **self.of, at=at
        )

    def _date(self, each: Told) -> None:
        day = self.today + dt.timedelta(days=each.get("in_days", 0))
        facts = missing_dates.DateFacts(
            each["why"],
            day.month,
            day.day,
            words=each.get("words", ""),
            care=each.get("care", ""),
        )
        missing_dates.add_family_date(case=self.case, facts=facts, by=self.by, at=self._at())

    def share(self, shared: Told, by: User) -> None:
        """Let another family's case share the record, and tell its child."""
        case = case_called(shared["of"], Case.objects.filter(responsible=by))
        records.link_missing(
            case=case, missing=self.missing, meaning=meaning_of(shared), by=by, at=self.now
        )
        self._child(shared, case, by)

    def _child(self, told: Told, case: Case, by: User) -> None:
        named = ("told_by", "words", "told_when", "believes", "asks")
        missing_trail.keep_told(
            case=case,
            missing=self.missing,
            person=accompanied(case),
            facts=missing_trail.ToldFacts(**{name: told.get(name, "") for name in named}),
            by=by,
            at=self.now,
        )


def meaning_of(told: Told) -> records.Meaning:
    """Return the family's own words."""
    named = ("kinship", "refers_as", "holds_true")
    return records.Meaning(**{name: told.get(name, "") for name in named})
