"""The records of an expertise."""

from expertise.models.commission import (
    Aftermath,
    Commission,
    CommissionGrant,
    CommissionWord,
    PartTaken,
    Step,
)
from expertise.models.credential import Credential
from expertise.models.evaluation import (
    Attachment,
    Borrowing,
    EvaluationSession,
    InstrumentUse,
    Loan,
    Question,
    Source,
)
from expertise.models.hearing import Judgment, Testimony
from expertise.models.matrix import CausalLink, Effect, Evidence, Fact, Work
from expertise.models.paper import Copy, Job, Paper, Release, Ticket
from expertise.models.review import Check, Remark, ReviewRound
from expertise.models.section import GenderCheck, Section, SectionDraft, Version

__all__ = [
    "Aftermath",
    "Attachment",
    "Borrowing",
    "CausalLink",
    "Check",
    "Commission",
    "CommissionGrant",
    "CommissionWord",
    "Copy",
    "Credential",
    "Effect",
    "EvaluationSession",
    "Evidence",
    "Fact",
    "GenderCheck",
    "InstrumentUse",
    "Job",
    "Judgment",
    "Loan",
    "Paper",
    "PartTaken",
    "Question",
    "Release",
    "Remark",
    "ReviewRound",
    "Section",
    "SectionDraft",
    "Source",
    "Step",
    "Testimony",
    "Ticket",
    "Version",
    "Work",
]
