"""The page of one activity: its sessions by age, its moments, what was agreed, who came."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

from accompaniment.templatetags.moments import moment
from cases.enums.collective import Band, CommunityGroup, CountedAs, Moment
from cases.models import Headcount, Presence
from cases.reports import veil
from cases.reports.collective import opened

ALL_TOGETHER = _("Everybody together")
WORDS = {
    "theme": _("Theme"),
    "objective": _("Objective"),
    "technique": _("Technique"),
    "materials": _("Materials"),
    "place": _("Place"),
    "emerging": _("Themes that emerged"),
    "resources": _("Resources and resistances you saw"),
    "alerts": _("Alerts"),
    "opening": _("Shared opening"),
    "closing": _("Shared closing"),
    "preparation": _("Preparation"),
    "agreed": _("Consent"),
    "health": _("Health"),
    "containment": _("Containment"),
    "found": _("What was found or said"),
    "treatment": _("Treatment by the authorities"),
    "decompression": _("Decompression"),
    "needs": _("What they need now"),
    "follow_up": _("How you stay close"),
    "how": _("How you come out of it"),
    "weighs": _("What weighs on you"),
    "holds": _("What held you up"),
    "rest": _("Rest and care agreed on"),
}


@dataclass(frozen=True, slots=True)
class CountRow:
    """One age band of a headcount."""

    label: str
    cells: list[int]
    total: int


@dataclass(frozen=True, slots=True)
class PartShown:
    """One session of an activity."""

    part: Any
    label: str
    facilitators: str
    room: str
    plan: list[tuple[str, str]]
    record: list[tuple[str, str]]
    came: str
    counted: list[CountRow]
    heads: list[str]
    names: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class MomentShown:
    """Before, during or after: what was written, or that nothing is yet."""

    code: str
    label: str
    words: list[tuple[str, str]]
    day: str
    who: str


def words_of(box: Any) -> list[tuple[str, str]]:
    """Return what is written in a box, each with its heading, in the order of the form."""
    said = opened(box) or {}
    return [(str(label), said[name]) for name, label in WORDS.items() if said.get(name)]


def parts_shown(activity: Any, *, read: bool, exactly: bool) -> list[PartShown]:
    """Return the sessions of an activity, in three queries."""
    together = activity.parts.select_related("facilitator", "cofacilitator", "room")
    rows = list(together.order_by("group", "id"))
    order = ["", *CommunityGroup.values]
    rows.sort(key=lambda part: order.index(part.group))
    ids = [part.pk for part in rows]
    counts: defaultdict[Any, dict[tuple[str, str], int]] = defaultdict(dict)
    names: defaultdict[Any, list[str]] = defaultdict(list)
    if exactly:
        for row in Headcount.objects.filter(part__in=ids):
            counts[row.part_id][row.counted_as, row.band] = row.people
        for each in Presence.objects.filter(part__in=ids).select_related("member"):
            names[each.part_id].append(opened(each.member.called))
    return [part_shown(part, counts[part.pk], names[part.pk], read, exactly) for part in rows]


def part_shown(
    part: Any,
    counts: dict[tuple[str, str], int],
    names: list[str],
    read: bool,  # noqa: FBT001
    exactly: bool,  # noqa: FBT001
) -> PartShown:
    """Say one session of an activity."""
    people = [part.facilitator, part.cofacilitator]
    heads = [each for each in CountedAs if any(counts.get((each, band)) for band in Band)]
    return PartShown(
        part=part,
        label=str(CommunityGroup(part.group).label if part.group else ALL_TOGETHER),
        facilitators=", ".join(each.get_short_name() for each in people if each),
        room=str(part.room or ""),
        plan=words_of(part.plan) if read else [],
        record=words_of(part.record) if read else [],
        came=veil.said(part.people, exactly=exactly),
        counted=[row for band in Band if (row := count_row(band, heads, counts)).total],
        heads=[str(each.label) for each in heads],
        names=sorted(names, key=str.lower),
    )


def count_row(band: Band, heads: list[CountedAs], counts: dict[tuple[str, str], int]) -> CountRow:
    """Say one age band of a headcount."""
    cells = [counts.get((each, band), 0) for each in heads]
    return CountRow(str(band.label), cells, sum(cells))


def moments_shown(activity: Any, *, read: bool) -> list[MomentShown]:
    """Return the three moments in order, written or not, in one query."""
    rows = {row.moment: row for row in activity.moments.select_related("written_by")}
    return [moment_shown(each, rows.get(each.value), read=read) for each in Moment]


def moment_shown(each: Moment, row: Any, *, read: bool) -> MomentShown:
    """Say one moment."""
    if row is None:
        return MomentShown(each.value, str(each.label), [], "", "")
    words = words_of(row.words) if read else []
    day, who = moment(row.happened_on, "short"), row.written_by.get_short_name()
    return MomentShown(each.value, str(each.label), words, day, who)
