"""What coordination should look at in its groups; it names the group and the colleague alone."""

from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from accompaniment.audit import log
from accompaniment.audit.enums import Verb
from accompaniment.staff.enums import Role
from accompaniment.staff.standing import Standing
from accompaniment.templatetags.moments import moment
from groups.models import Group, Notice

FEW = 12


@dataclass(frozen=True, slots=True)
class Waiting:
    """One notice in somebody's day, and where it is looked into."""

    title: str
    url: str
    note: str
    when: str
    icon: str = "danger"
    kind: str = "danger"


def of_group(group: Group) -> list[Notice]:
    """Return what was told of a group and nobody has looked into, the newest first."""
    rows = Notice.objects.unseen().filter(group=group).select_related("user")
    return list(rows.order_by("-at", "-id")[:FEW])


def waiting(user: Any, here: Standing) -> list[Waiting]:
    """Return what waits for who coordinates, and trace what is named."""
    if not here.holds(Role.COORDINATOR):
        return []
    rows = Notice.objects.visible_to(user).unseen().exclude(user=user)
    found = list(rows.select_related("group", "user").order_by("-at", "-id")[:FEW])
    if ids := sorted({str(each.group_id) for each in found}):
        log.collect(Verb.LIST, "groups.group", None, ids, count=len(ids))
    return [
        Waiting(
            _("Somebody was refused again and again in a group"),
            each.group.get_absolute_url() + "#notices",
            f"{each.group.name} · {each.group.code} · {each.user.get_short_name()}",
            moment(timezone.localdate(each.at), "left"),
        )
        for each in found
    ]
