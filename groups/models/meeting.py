"""Sessions of a group, the rule that made them, and what was agreed in them."""

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from accompaniment.audit.history import TrackedQuerySet, tracked
from accompaniment.staff.models import Team
from accompaniment.vault.fields import SealedJSONField, SealedTextField
from cases.enums import Modality
from cases.models import Room
from groups.enums import MeetingState
from groups.models.group import Group, Theme
from groups.querysets import MeetingQuerySet, RecordQuerySet


def _sealed(label: str, kind: Any = SealedTextField, compartment: str = "group") -> Any:
    return kind(root="group_id", label=label, compartment=compartment, null=True, blank=True)


class Series(models.Model):
    """A rule by which sessions recur: every Tuesday, 16:00 to 18:00, twelve times."""

    guarded_by = "group"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="series")
    rule = models.CharField(max_length=120)  # RFC 5545: FREQ=WEEKLY;INTERVAL=1;BYDAY=TU;COUNT=12
    first_on = models.DateField()
    starts = models.TimeField()  # on the clock of its time zone
    minutes = models.PositiveSmallIntegerField(default=120)
    time_zone = models.CharField(max_length=40)  # a name of the tz database
    skips_closures = models.BooleanField(default=True)
    room = models.ForeignKey(Room, null=True, on_delete=models.PROTECT, related_name="series")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)  # another rule took over

    history = tracked()
    objects = RecordQuerySet.as_manager()

    def __str__(self) -> str:
        return f"series {self.pk}"


class Meeting(models.Model):
    """One session of a group."""

    guarded_by = "group"
    occupies = "starts_at"  # a room and its facilitators are in one place at a time

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="meetings")
    series = models.ForeignKey(Series, null=True, on_delete=models.PROTECT, related_name="meetings")
    number = models.PositiveSmallIntegerField(null=True)  # among those held
    starts_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField(default=120)
    time_zone = models.CharField(max_length=40)
    room = models.ForeignKey(Room, null=True, on_delete=models.PROTECT, related_name="meetings")
    modality = models.CharField(max_length=24, choices=Modality, default=Modality.PRESENCIAL)
    link = _sealed("meeting.link", compartment="agenda")  # of a video call
    state = models.CharField(max_length=12, choices=MeetingState, default=MeetingState.PROGRAMADA)
    theme = models.ForeignKey(Theme, null=True, on_delete=models.PROTECT, related_name="+")
    preparation: Any = _sealed("meeting.preparation", SealedJSONField)
    # by name: title, objectives, moments, technique, materials, childcare
    note: Any = _sealed("meeting.note", SealedJSONField)
    # by name: opening, development, closing, emergent: never a name
    debrief: Any = _sealed("meeting.debrief")  # of those who facilitate
    faces: Any = models.JSONField(default=dict)  # {"5": 7, "3": 1}: counted, nobody is named
    headcount = models.PositiveSmallIntegerField(null=True)  # of others who came, without a name
    version = models.PositiveIntegerField(default=1)
    sheet_version = models.PositiveIntegerField(default=0)  # of the attendance
    cancelled_because = _sealed("meeting.cancelled_because", compartment="agenda")
    held_at = models.DateTimeField(null=True)
    entered_at = models.DateTimeField(null=True)  # afterwards: it was held and in no calendar

    history = tracked()
    objects = MeetingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="groups_meeting_lasts_minutes",
                condition=Q(minutes__gte=15, minutes__lte=720),
            ),
            models.UniqueConstraint(
                name="groups_meeting_number",
                fields=["group", "number"],
                condition=Q(number__isnull=False),
            ),
            models.CheckConstraint(
                name="groups_meeting_held_says_number",
                condition=Q(state="REALIZADA", number__isnull=False, held_at__isnull=False)
                | ~Q(state="REALIZADA") & Q(number=None, held_at=None),
            ),
            models.CheckConstraint(
                name="groups_meeting_entered_after_it_began",
                condition=Q(entered_at=None) | Q(entered_at__gte=models.F("starts_at")),
            ),
        ]
        indexes = [
            models.Index(fields=["group", "starts_at"], name="groups_meeting_of_group"),
            models.Index(fields=["room", "starts_at"], name="groups_meeting_of_room"),
            models.Index(fields=["starts_at"], name="groups_meeting_of_day"),
        ]

    def __str__(self) -> str:
        return f"meeting {self.pk}"


class Agreement(models.Model):
    """Something the group agreed on: what, who sees to it, by when."""

    guarded_by = "group"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="agreed")
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="agreements")
    text = _sealed("agreement.text")
    who = _sealed("agreement.who")
    due_on = models.DateField(null=True)
    done_at = models.DateTimeField(null=True)

    history = tracked()
    objects = RecordQuerySet.as_manager()

    def __str__(self) -> str:
        return f"agreement {self.pk}"


class Closure(models.Model):
    """Days on which the house does not work: vacations, and what the calendar does not know."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    team = models.ForeignKey(
        Team, null=True, on_delete=models.PROTECT, related_name="closures"
    )  # nobody: the whole house
    name = models.CharField(max_length=60)
    begins_on = models.DateField()
    ends_on = models.DateField()
    is_open = models.BooleanField(default=False)  # taken back: the house works after all

    history = tracked()
    objects = TrackedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="groups_closure_ends_after_it_begins",
                condition=Q(ends_on__gte=models.F("begins_on")),
            )
        ]

    def __str__(self) -> str:
        return f"closure {self.pk}"


class RoomCalendarKey(models.Model):
    """A secret address of one room's calendar; only the digest of its token is kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    room = models.ForeignKey(Room, on_delete=models.PROTECT, related_name="calendar_keys")
    token_digest = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="groups_room_calendar_one", fields=["room"], condition=Q(withdrawn_at=None)
            )
        ]

    def __str__(self) -> str:
        return f"calendar key {self.pk}"
