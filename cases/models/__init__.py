"""What an accompaniment is made of."""

from .activity import (
    Activity,
    ActivityMoment,
    GoalSeen,
    GroupSession,
    Headcount,
    Presence,
    SharedAgreement,
)
from .assessment import Assessment
from .bond import Bond
from .call import (
    CallAttempt,
    CallDraft,
    CallNotice,
    CallStep,
    ThirdPartyCall,
)
from .case import (
    Assignment,
    Case,
    CaseGrant,
    CaseWord,
    Transition,
    Triage,
)
from .children import ChildKnows, Custody
from .collective import (
    Collective,
    Commission,
    Cycle,
    CycleStep,
    Member,
    MemberAgreed,
    MemberStep,
    Placement,
    Seat,
)
from .conference import Conference
from .consent import ConsentGiven
from .contact import ContactChannel
from .disclosure import Disclosure
from .document import Document, DocumentVersion
from .event import Event
from .family import (
    FamilyAgreement,
    FamilySheet,
    SafetyInterview,
    SessionPerson,
    Stay,
)
from .first_contact import FirstContact, FirstContactGrant, FirstContactWord
from .hearing import Hearing
from .institution import Institution
from .instrument import (
    Applied,
    AppliedDraft,
    ExternalResult,
    InstrumentCut,
    InstrumentText,
)
from .legal import (
    DateToAvoid,
    InterAreaRequest,
    LegalMatter,
    ReadinessNote,
    StageChange,
)
from .missing_family import (
    ChildTold,
    FamilyDate,
    FamilyTold,
    MissingDate,
)
from .missing_person import MissingLink, MissingPerson, MissingWord
from .missing_trail import (
    AuthorityContact,
    MissingAuthority,
    MissingSample,
    MissingSearch,
    MissingStatusStep,
)
from .note import Addendum, Draft, Note
from .person import Participation, Person, PersonWord
from .phone_line import PhoneLine
from .plan import (
    AgreedAction,
    FollowUp,
    Goal,
    Plan,
    PlanReview,
)
from .protection import (
    OrderBreach,
    OrderContact,
    OrderStep,
    ProtectionOrder,
)
from .referral import Referral, ReferralStep
from .room import Room
from .safety import SafetyAlert
from .session import Session
from .supervision import Supervision, SupervisionGrant, SupervisionWord
from .task import Task

__all__ = [
    "Activity",
    "ActivityMoment",
    "Addendum",
    "AgreedAction",
    "Applied",
    "AppliedDraft",
    "Assessment",
    "Assignment",
    "AuthorityContact",
    "Bond",
    "CallAttempt",
    "CallDraft",
    "CallNotice",
    "CallStep",
    "Case",
    "CaseGrant",
    "CaseWord",
    "ChildKnows",
    "ChildTold",
    "Collective",
    "Commission",
    "Conference",
    "ConsentGiven",
    "ContactChannel",
    "Custody",
    "Cycle",
    "CycleStep",
    "DateToAvoid",
    "Disclosure",
    "Document",
    "DocumentVersion",
    "Draft",
    "Event",
    "ExternalResult",
    "FamilyAgreement",
    "FamilyDate",
    "FamilySheet",
    "FamilyTold",
    "FirstContact",
    "FirstContactGrant",
    "FirstContactWord",
    "FollowUp",
    "Goal",
    "GoalSeen",
    "GroupSession",
    "Headcount",
    "Hearing",
    "Institution",
    "InstrumentCut",
    "InstrumentText",
    "InterAreaRequest",
    "LegalMatter",
    "Member",
    "MemberAgreed",
    "MemberStep",
    "MissingAuthority",
    "MissingDate",
    "MissingLink",
    "MissingPerson",
    "MissingSample",
    "MissingSearch",
    "MissingStatusStep",
    "MissingWord",
    "Note",
    "OrderBreach",
    "OrderContact",
    "OrderStep",
    "Participation",
    "Person",
    "PersonWord",
    "PhoneLine",
    "Placement",
    "Plan",
    "PlanReview",
    "Presence",
    "ProtectionOrder",
    "ReadinessNote",
    "Referral",
    "ReferralStep",
    "Room",
    "SafetyAlert",
    "SafetyInterview",
    "Seat",
    "Session",
    "SessionPerson",
    "SharedAgreement",
    "StageChange",
    "Stay",
    "Supervision",
    "SupervisionGrant",
    "SupervisionWord",
    "Task",
    "ThirdPartyCall",
    "Transition",
    "Triage",
]
