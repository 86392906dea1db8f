"""The form of an assessment: at each level what hurts beside what holds up, and more on request."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from cases.actions.assessments import AssessmentFacts, EffectSaid, Near, ResourceSaid
from cases.enums.effects import EFFECTS, Intensity, Level
from cases.enums.resources import OFFERED, Closeness, ResourceLevel, Tie
from cases.forms.fields import TextField

MOST = 20_000  # letters in one section
PLACES = 12  # in the map of the network
SECTIONS: dict[str, tuple[Any, Any]] = {
    "context": (_("Context and history of what happened"), ""),
    "meaning": (_("What it means to her"), _("In her own words")),
    "legal": (_("How the legal process weighs or helps"), ""),
    "risk": (_("Risk today"), _("What endangers her, what protects her")),
    "health": (_("Health"), _("Only what matters here. It lies sealed.")),
    "expectations": (_("What she expects of this accompaniment"), ""),
}
BESIDE = {  # which resources stand beside which level of effects
    Level.IND: ResourceLevel.IND,
    Level.FAM: ResourceLevel.FAM,
    Level.COM: ResourceLevel.COL,
}
KNOWN_EFFECTS: dict[str, tuple[str, Any]] = {
    f"{level}:{each.value}": (level, each)
    for level, vocabularies in EFFECTS.items()
    for vocabulary in vocabularies
    for each in vocabulary
}


def effects_of(level: str, *, child: bool) -> list[tuple[str, Any]]:
    """Return the effects to tick at a level; those of children where one is accompanied."""
    vocabularies = EFFECTS[level] if child else EFFECTS[level][:1]
    return [(f"{level}:{each.value}", each.label) for vocab in vocabularies for each in vocab]


def resources_of(level: str) -> list[tuple[str, Any]]:
    """Return the resources to tick at a level."""
    return [(f"{level}:{each.value}", each.label) for each in OFFERED[level]]


def ticks(label: Any, offered: list[tuple[str, Any]]) -> forms.MultipleChoiceField:
    """Return a checklist."""
    widget = forms.CheckboxSelectMultiple
    return forms.MultipleChoiceField(label=label, choices=offered, required=False, widget=widget)


@dataclass(frozen=True, slots=True)
class Side:
    """One level on the page: effects on one side, resources on the other."""

    title: str
    effects: list[Any]
    resources: list[Any]
    is_open: bool


@dataclass(frozen=True, slots=True)
class More:
    """The further questions about one effect that was ticked."""

    title: str
    fields: list[Any]


class AssessmentForm(forms.Form):
    """One look at how someone is."""

    mark_optional = False

    assessment_id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    def __init__(
        self, *args: Any, events: list[tuple[str, str]], child: bool = False, **facts: Any
    ) -> None:
        super().__init__(*args, **facts)
        for name, (label, note) in SECTIONS.items():
            self.fields[name] = TextField(rows=3, label=label, help_text=note, max_length=MOST)
        for level in Level:
            self.fields[f"effects_{level}"] = ticks(
                gettext("What hurts: %(level)s") % {"level": level.label.lower()},
                effects_of(level, child=child),
            )
            self.fields[f"other_effects_{level}"] = TextField(label=_("Something else that hurts"))
        for source in ResourceLevel:
            self.fields[f"resources_{source}"] = ticks(
                gettext("What holds up and resists: %(whose)s") % {"whose": source.label.lower()},
                resources_of(source),
            )
            self.fields[f"other_resources_{source}"] = TextField(
                label=_("Something else that holds up")
            )
        self.ticked = [key for level in Level for key in self._ticked(level)]
        for key in self.ticked:
            self._ask_more(key, events)
        for n in range(PLACES):
            self._ask_near(n)

    def _ticked(self, level: str) -> list[str]:
        """Return the effects ticked at a level, as sent or as they were the last time."""
        name = f"effects_{level}"
        sent: Any = self.data
        said = sent.getlist(self.add_prefix(name)) if self.is_bound else self.initial.get(name)
        return [key for key in said or [] if key in KNOWN_EFFECTS]

    def _ask_more(self, key: str, events: list[tuple[str, str]]) -> None:
        unknown = pgettext_lazy("answer", "Not said")
        now = [("", unknown), ("yes", _("Yes")), ("no", _("Not any more"))]
        self.fields[f"how_{key}"] = forms.ChoiceField(
            label=_("How strong"), choices=[("", unknown), *Intensity.choices], required=False
        )
        self.fields[f"now_{key}"] = forms.ChoiceField(
            label=_("Is it there now?"), choices=now, required=False
        )
        self.fields[f"since_{key}"] = TextField(label=_("Since when"))
        self.fields[f"event_{key}"] = forms.ChoiceField(
            label=_("After which event"), choices=[("", _("None in particular")), *events],
            required=False,
        )  # fmt: skip
        self.fields[f"words_{key}"] = TextField(rows=2, label=_("In her own words"))

    def _ask_near(self, n: int) -> None:
        self.fields[f"near_{n}"] = TextField(label=_("Who or what"), max_length=60)
        self.fields[f"close_{n}"] = forms.ChoiceField(
            label=_("How near"), choices=Closeness.choices, required=False, initial=Closeness.CERCA
        )
        self.fields[f"tie_{n}"] = forms.ChoiceField(
            label=_("What the tie is like"), choices=Tie.choices, required=False, initial=Tie.APOYA
        )

    # --- how the page shows it -----------------------------------------------------------------

    @property
    def sections(self) -> list[Any]:
        """Return the questions answered in words."""
        return [self[name] for name in SECTIONS]

    def sides(self) -> Iterator[Side]:
        """Yield the levels, each with both axes; the last effects share the collective's side."""
        for level in Level:
            beside = BESIDE.get(level)
            names = [f"resources_{beside}", f"other_resources_{beside}"] if beside else []
            effects = [self[f"effects_{level}"], self[f"other_effects_{level}"]]
            yield Side(
                title=str(level.label),
                effects=effects,
                resources=[self[name] for name in names],
                is_open=level == Level.IND or any(f.value() for f in effects),
            )

    def more(self) -> Iterator[More]:
        """Yield what is asked about each effect that was ticked."""
        for key in self.ticked:
            names = [f"{part}_{key}" for part in ("how", "now", "since", "event", "words")]
            title = str(KNOWN_EFFECTS[key][1].label)
            yield More(title, [self[name] for name in names])

    def near(self) -> list[list[Any]]:
        """Return the rows of the network: those that are written, and three more."""
        rows = [[self[f"{part}_{n}"] for part in ("near", "close", "tie")] for n in range(PLACES)]
        written = sum(bool(row[0].value()) for row in rows)
        return rows[: min(PLACES, written + 3)]

    # --- what was sent -------------------------------------------------------------------------

    def facts(self) -> AssessmentFacts:
        """Return what was sent, as the use case hears it."""
        sent = self.cleaned_data
        keys = [key for source in ResourceLevel for key in sent[f"resources_{source}"]]
        return AssessmentFacts(
            sections={name: sent[name] for name in SECTIONS},
            effects=tuple(self._effect(key) for key in self.ticked),
            resources=tuple(ResourceSaid(*key.split(":")) for key in keys),
            others={
                name.removeprefix("other_"): sent[name]
                for name in self.fields
                if name.startswith("other_")
            },
            network=tuple(
                Near(
                    sent[f"near_{n}"],
                    sent[f"close_{n}"] or Closeness.CERCA,
                    sent[f"tie_{n}"] or Tie.APOYA,
                )
                for n in range(PLACES)
                if sent[f"near_{n}"].strip()
            ),
        )

    def _effect(self, key: str) -> EffectSaid:
        sent = self.cleaned_data
        level, code = key.split(":")
        return EffectSaid(
            level=level,
            code=code,
            intensity=sent.get(f"how_{key}", ""),
            since=sent.get(f"since_{key}", ""),
            is_current={"yes": True, "no": False}.get(sent.get(f"now_{key}", "")),
            words=sent.get(f"words_{key}", ""),
            event=sent.get(f"event_{key}", ""),
        )


def from_assessment(content: dict[str, Any]) -> dict[str, Any]:
    """Return the last look as initial values of the next one."""
    found: dict[str, Any] = dict(content.get("sections", {}))
    for each in content.get("effects", []):
        key = f"{each['level']}:{each['code']}"
        found.setdefault(f"effects_{each['level']}", []).append(key)
        now = {True: "yes", False: "no"}.get(each["is_current"], "")
        found |= {f"how_{key}": each["intensity"], f"now_{key}": now}
        found |= {f"{part}_{key}": each[part] for part in ("since", "event", "words")}
    for each in content.get("resources", []):
        key = f"{each['level']}:{each['code']}"
        found.setdefault(f"resources_{each['level']}", []).append(key)
    found |= {f"other_{name}": text for name, text in content.get("others", {}).items()}
    for n, each in enumerate(content.get("network", [])):
        found |= {
            f"near_{n}": each["name"],
            f"close_{n}": each["closeness"],
            f"tie_{n}": each["tie"],
        }
    return found
