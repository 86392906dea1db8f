"""Who works here, in which team, as what."""

from .invitation import Invitation
from .team import Membership, Team
from .user import User

__all__ = ["Invitation", "Membership", "Team", "User"]
