"""Who works here, in which team, as what."""

from .calendar_key import CalendarKey
from .invitation import Invitation
from .team import Membership, Team
from .user import User

__all__ = ["CalendarKey", "Invitation", "Membership", "Team", "User"]
