"""Every table says how it is protected, and keeps its versions."""

from django.apps import apps

from accompaniment import gathering
from accompaniment.audit.history import TrackedQuerySet
from accompaniment.staff.access import VisibleQuerySet
from accompaniment.staff.roots import Grant, Root, Word
from accompaniment.vault.fields import SealedTextField
from tests.house import slices

OURS = {"accompaniment", "cases", "groups", "defenders", "expertise", "donations"}
OPEN = {
    "audit.Event": "append-only, read through its own page",
    "audit.Leaf": "append-only, no content",
    "audit.Verification": "append-only, no content",
    "vault.DataKey": "wrapped keys, in their own database",
    "vault.KeyCheck": "a known word, in the database of the keys",
    "staff.User": "staff directory",
    "staff.Team": "staff directory",
    "staff.Membership": "staff directory",
    "staff.Invitation": "digests of links, administrators only",
}
WITHOUT_HISTORY = {
    "cases.Draft": "its author's, and gone when the note is saved",
    "cases.PersonWord": "keyed digests: what is erased leaves none",
}


for room in gathering.modules(slices):
    OPEN |= getattr(room, "OPEN", {})
    WITHOUT_HISTORY |= getattr(room, "WITHOUT_HISTORY", {})


def ours():
    for model in apps.get_models():
        derived = hasattr(model, "instance_type") or issubclass(model, Grant | Word)
        if model.__module__.split(".")[0] in OURS and not derived:
            yield model


def sealed_fields():
    return [f for model in ours() for f in model._meta.fields if isinstance(f, SealedTextField)]


def test_every_model_is_guarded_or_says_why_not():
    unguarded = {
        model._meta.label
        for model in ours()
        if not issubclass(model, Root)
        and not hasattr(model, "guarded_by")
        and not hasattr(model, "guarded_through")
    }

    assert unguarded == set(OPEN)


def test_guarded_models_ask_the_door_and_keep_versions():
    guarded = [model for model in ours() if model._meta.label not in OPEN]

    assert all(isinstance(model.objects.all(), VisibleQuerySet) for model in guarded)
    assert {
        model._meta.label
        for model in guarded
        if not (hasattr(model, "history") and isinstance(model.objects.all(), TrackedQuerySet))
    } == set(WITHOUT_HISTORY)


def test_sealed_fields_share_no_label():
    labels = [field.label for field in sealed_fields()]

    assert sorted(labels) == sorted(set(labels))


def test_sealed_fields_name_a_compartment_their_root_has():
    for field in sealed_fields():
        model = field.model
        path = field.root.removesuffix("_id")
        root = model if path == "id" else model._meta.get_field(path).related_model
        named = field.compartment
        if named.startswith("@"):
            values = set(dict(model._meta.get_field(named[1:]).choices))
        else:
            values = {named}
        assert values <= set(root.compartments), field.label


def test_free_text_is_sealed():
    """A text column that is not sealed holds codes, or has a reason to lie open."""
    open_text = {
        f"{model._meta.label}.{field.name}"
        for model in ours()
        if model._meta.app_label not in {"audit", "vault"}
        for field in model._meta.fields
        if field.get_internal_type() in {"CharField", "TextField", "EmailField", "JSONField"}
        and not field.choices
    }

    assert open_text == {
        *(name for names in gathering.offered(slices, "OPEN_TEXT") for name in names),
        "cases.Case.code",  # random
        "cases.Case.pseudonym",  # drawn by lot
        "cases.ConsentGiven.text_version",  # which printed form was signed
        "cases.ContactChannel.time_zone",  # a name of the tz database
        "cases.Note.content_hash",
        "cases.Addendum.content_hash",
        "staff.User.password",  # hashed
        "staff.User.email",
        "staff.User.full_name",
        "staff.User.short_name",
        "staff.User.licence",
        "staff.User.language",
        "staff.Team.name",
        "staff.Invitation.token_digest",
    }
