"""The door: who may do what with which record. Nothing else decides."""

from collections.abc import Collection
from functools import cache
from typing import Any, Self
from uuid import UUID

from django.apps import apps
from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q
from django.http import Http404

from accompaniment.audit import log
from accompaniment.audit.enums import Verb
from accompaniment.staff.models import User
from accompaniment.staff.standing import standing, works_with_records
from accompaniment.vault import gate

FINDABLE_BY = ("view", "identify")  # the actions a word of the index may ask for


@cache
def permission_id(root: Any, action: str) -> int:
    """Return the id of a permission; migrations make them, so it lasts as long as the process."""
    app, name = root._meta.app_label, f"{action}_{root._meta.model_name}"
    return Permission.objects.values_list("pk", flat=True).get(
        codename=name, content_type__app_label=app
    )


def root_of(model: Any) -> Any:
    """Return the root that guards a model: the model itself, or where ``guarded_by`` leads."""
    path = getattr(model, "guarded_by", None)
    return model._meta.get_field(path).related_model if path else model


def root_id(record: Any) -> UUID:
    """Return the id of the root that guards a record."""
    path = getattr(record, "guarded_by", None)
    return getattr(record, f"{path}_id") if path else record.pk


def table(root: Any, name: str) -> Any:
    """Return the model behind the ``grants`` or the ``words`` of a root."""
    return root._meta.get_field(name).related_model


def _behind(model: Any, user: User, action: str) -> Q:
    """Return the condition under which rows of a model lie open to this user for this action.

    ``EXISTS`` throughout: an ``IN (subquery)`` would hash all grants of the user before it looked
    at one row.
    """
    if through := getattr(model, "guarded_through", None):  # behind the doors of her cases
        link = model._meta.get_field(through)
        rows = link.related_model.objects.filter(
            _behind(link.related_model, user, action), **model.guarded_while
        )
        return Q(Exists(rows.filter(**{link.field.name: OuterRef("pk")})))
    path = getattr(model, "guarded_by", None)
    root = root_of(model)
    if path and not hasattr(root, "grants"):
        parents = root._base_manager.filter(_behind(root, user, action))
        return Q(Exists(parents.filter(pk=OuterRef(f"{path}_id"))))
    granted = table(root, "grants").objects.filter(
        user=user,
        permission=permission_id(root, action),
        content_object=OuterRef(f"{path}_id" if path else "pk"),
    )
    team = f"{path}__team__in" if path else "team__in"
    return Q(**{team: standing(user).teams_for(action, root)}) | Q(Exists(granted))


class VisibleQuerySet(models.QuerySet[Any]):
    """A queryset that can be narrowed to what one person may see or do."""

    def visible_to(self, user: Any) -> Self:
        """Keep the rows this user may view."""
        return self.permitted(user, "view")

    def permitted(self, user: Any, action: str) -> Self:
        """Keep the rows on which this user may perform the action."""
        if not works_with_records(user):
            return self.none()
        return self.filter(_behind(self.model, user, action))


def allows(user: Any, action: str, record: models.Model) -> bool:
    """Test whether the user may perform the action on this one record."""
    rows: Any = type(record)._default_manager
    return rows.permitted(user, action).filter(pk=record.pk).exists()


def allowed_actions(user: Any, root: Any) -> set[str]:
    """Return every action the user may perform on this root, in two small queries."""
    if not works_with_records(user):
        return set()
    known = table(type(root), "grants").actions | {"erase"}
    mine, model = standing(user), type(root)
    by_team = {a for a in known if root.team_id in mine.teams_for(a, model)}
    suffix = f"_{type(root)._meta.model_name}"
    names = root.grants.filter(user=user).values_list("permission__codename", flat=True)
    return by_team | {name.removesuffix(suffix) for name in names}


def require(user: Any, action: str, record: models.Model) -> None:
    """Refuse the use case unless the user may perform the action on the record.

    :raises PermissionDenied: and the refusal is traced.
    """
    if not allows(user, action, record):
        log.deny(f"{action} {record._meta.label_lower}", root_id(record))
        raise PermissionDenied


def readable(actor: Any, kind: str, action: str, roots: Collection[UUID]) -> set[UUID]:
    """Tell the vault on which of these roots the actor may perform the action."""
    if kind in getattr(actor, "reads", ()):  # a service, named with what it may read
        return set(roots)
    if not hasattr(actor, "is_active"):
        return set()
    manager: Any = apps.get_model(kind)._default_manager
    return set(manager.permitted(actor, action).filter(pk__in=roots).values_list("pk", flat=True))


def open_or_404(
    queryset: Any, user: Any, *, action: str = "view", cover: str = "", **lookup: Any
) -> Any:
    """Open one visible record: fetch, ask and trace; what is hidden does not exist.

    ``action`` is what the page is for, where it is for more than looking; ``cover`` the code under
    which the record was reached, where it has none of its own.

    :raises Http404: if there is none that this user may view.
    :raises PermissionDenied: if it is visible and the action is not allowed.
    """
    record = queryset.visible_to(user).filter(**lookup).first()
    kind = queryset.model._meta.label_lower
    if record is None:
        hidden = queryset.filter(**lookup).first()
        log.deny(kind, hidden and root_id(hidden))
        raise Http404
    let_in([record], code=cover)
    if action != "view":
        require(user, action, record)
    log.collect(Verb.OPEN, kind, root_id(record), [record.pk])
    return record


def let_in(records: Collection[Any], *, code: str = "") -> None:
    """Tell the vault and the trace that the door has shown these records to the one reading.

    ``code`` is the cover under which they were shown, where the records have none of their own.
    """
    access, trace = gate.current(), log.current()
    for record in records:
        root = root_id(record)
        if access:
            access.expect(root_of(type(record))._meta.label_lower, {root})
        if trace:
            trace.codes[root] = log.code_of(record) or code or trace.codes.get(root, "")


# --- who is let in, and the places in the lists ------------------------------------------


def place_of(root: Any) -> dict[str, Any]:
    """Return the place of a root in every list."""
    return {"is_open": root.is_open, "urgency": root.urgency, "sort_key": root.last_activity_at}


@transaction.atomic
def grant(user: User, actions: str | Collection[str], root: Any) -> None:
    """Let the user perform these actions on this root."""
    wanted = {actions} if isinstance(actions, str) else set(actions)
    if not wanted <= table(root, "grants").actions:
        raise ValueError(f"{sorted(wanted)} are not all granted on {root._meta.label}")
    root = _locked(root)
    model: Any = type(root)
    ids = {permission_id(model, action) for action in wanted}
    held = root.grants.filter(user=user, permission__in=ids).values_list("permission", flat=True)
    one = table(root, "grants")
    one.objects.bulk_create(
        one(user=user, permission_id=each, content_object=root, **place_of(root))
        for each in sorted(ids.difference(held))
    )
    if wanted & set(FINDABLE_BY):
        index_words(root, _digests(root))


@transaction.atomic
def revoke(user: User, actions: str | Collection[str], root: Any) -> None:
    """Take these actions on this root away from the user."""
    wanted = {actions} if isinstance(actions, str) else set(actions)
    root = _locked(root)
    model: Any = type(root)
    ids = [permission_id(model, action) for action in wanted]
    root.grants.filter(user=user, permission__in=ids).delete()
    if gone := wanted & set(FINDABLE_BY):
        root.words.filter(scope=user.pk, action__in=gone).delete()


def _locked(root: Any) -> Any:
    """Re-read a root and hold it, so that its place and its grants stand still."""
    return type(root)._base_manager.select_for_update().get(pk=root.pk)


def shelve(root: Any, *, at: Any = None) -> None:
    """Put a locked root in its place in every list; ``at`` moves it up as newly active.

    The time of last activity is derived from what is recorded below the root and has its own
    trace there: it alone is written without a version of the root.
    """
    if at and at > root.last_activity_at:
        root.last_activity_at = at
        type(root)._base_manager.filter(pk=root.pk).update(last_activity_at=at)
    place = place_of(root)
    root.grants.update(**place)
    root.words.update(**place)


def _digests(root: Any) -> dict[str, set[bytes]]:
    found: dict[str, set[bytes]] = {action: set() for action in FINDABLE_BY}
    for action, digest in root.words.values_list("action", "digest"):
        found[action].add(bytes(digest))
    return found


def index_words(root: Any, digests: dict[str, set[bytes]]) -> None:
    """Store the words of a root anew for its team and for everyone who may search by them.

    ``digests`` holds, by action, the words that need it: a pseudonym needs ``view``, a name or a
    telephone number ``identify``.
    """
    model: Any = type(root)
    word, rows = table(root, "words"), []
    needed = {permission_id(model, action): action for action, said in digests.items() if said}
    scopes = {action: {root.team_id} - {None} for action in needed.values()}
    held = root.grants.filter(permission__in=needed)
    for permission, holder in held.values_list("permission", "user"):
        scopes[needed[permission]].add(holder)
    for action, found in scopes.items():
        rows += [
            word(scope=scope, action=action, digest=d, content_object=root, **place_of(root))
            for scope in found
            for d in digests[action]
        ]
    root.words.all().delete()
    word.objects.bulk_create(rows)
