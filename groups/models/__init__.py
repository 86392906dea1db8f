"""The records of groups."""

from groups.models.enrolment import (
    Attendance,
    Enrolment,
    EnrolmentStep,
    EnrolmentWord,
    Measure,
)
from groups.models.group import Facilitation, Group, GroupGrant, GroupStep, GroupWord, Theme
from groups.models.meeting import Agreement, Closure, Meeting, RoomCalendarKey, Series
from groups.models.notice import Notice
from groups.models.workshop import (
    Registration,
    Workshop,
    WorkshopCount,
    WorkshopGrant,
    WorkshopWord,
)

__all__ = [
    "Agreement",
    "Attendance",
    "Closure",
    "Enrolment",
    "EnrolmentStep",
    "EnrolmentWord",
    "Facilitation",
    "Group",
    "GroupGrant",
    "GroupStep",
    "GroupWord",
    "Measure",
    "Meeting",
    "Notice",
    "Registration",
    "RoomCalendarKey",
    "Series",
    "Theme",
    "Workshop",
    "WorkshopCount",
    "WorkshopGrant",
    "WorkshopWord",
]
