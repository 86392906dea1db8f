"""What an accompaniment is made of."""

from .case import Assignment, Case, CaseGrant, CaseWord, Transition, Triage
from .consent import ConsentGiven
from .contact import ContactChannel
from .note import Addendum, Draft, Note
from .person import Participation, Person, PersonWord
from .session import Session

__all__ = [
    "Addendum",
    "Assignment",
    "Case",
    "CaseGrant",
    "CaseWord",
    "ConsentGiven",
    "ContactChannel",
    "Draft",
    "Note",
    "Participation",
    "Person",
    "PersonWord",
    "Session",
    "Transition",
    "Triage",
]
