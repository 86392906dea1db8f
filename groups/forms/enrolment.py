"""Somebody who would like to come: asked, interviewed, accepted."""

import re
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from accompaniment.staff import access
from accompaniment.staff.models import User
from cases import codes
from cases.actions.members import NobodyFound
from cases.forms.fields import LONG, SHORT, TextField
from cases.models import Case
from groups.actions.enrolling import Asks, Interview
from groups.models import Group

INTERVIEW = ("expectations", "safety", "support", "access", "words")
YES_NO = (("", "—"), ("no", _("No")), ("yes", _("Yes")))
SHOWN = 50  # accompaniments to choose from; the others by their code
SEVERAL = 60
MARKED = re.compile(r"^\s*(?:[-\u2013•*]+|\d{1,3}\s*[.)\-])\s*")  # of a list: "- ", "• ", "3) "


class AskForm(forms.Form):
    """Somebody who would like to come."""

    name = TextField(
        label=_("How she wants to be called"), help_text=_("An alias will do."), required=True
    )
    contact = TextField(
        label=_("Safe way to reach her"),
        help_text=_("Only if she has no accompaniment here, where it is kept already."),
    )
    case = forms.ModelChoiceField(
        Case.objects.none(),
        label=_("Her accompaniment here"),
        required=False,
        empty_label=_("None, or not known"),
    )
    code = TextField(
        label=_("Or the code of her accompaniment"),
        help_text=_("Above stand only the newest; any other is found by its code."),
    )
    needs_childcare = forms.BooleanField(label=_("Comes with children"), required=False)
    is_another = forms.BooleanField(
        label=_("I looked: she is not the one whose name sounds alike"), required=False
    )

    def __init__(self, *args: Any, user: User, **facts: Any) -> None:
        super().__init__(*args, **facts)
        self.user = user
        rows = Case.objects.permitted(user, "identify").open().newest_first()
        self.shown = list(rows.values_list("pk", flat=True)[:SHOWN])
        cases: Any = self.fields["case"]
        cases.queryset = rows.filter(pk__in=self.shown)
        cases.label_from_instance = lambda case: f"{case.pseudonym} · {case.code}"

    def clean_code(self) -> Case | None:
        """Open the accompaniment of a code; what the reader may not identify does not exist."""
        if not (text := self.cleaned_data["code"].strip()):
            return None
        rows, plain = Case.objects.open(), codes.parse(text) or ""
        try:
            found: Case = access.open_or_404(rows, self.user, action="identify", code=plain)
        except (Http404, PermissionDenied) as hidden:
            raise forms.ValidationError(NobodyFound.sentence) from hidden
        return found

    def clean(self) -> dict[str, Any]:
        """Take the accompaniment of the list or that of the code."""
        told = super().clean() or self.cleaned_data
        case, other = told.get("case"), told.get("code")
        if case and other and case != other:
            self.add_error("code", _("This is not the one chosen above. Leave one of them."))
        return told

    def asks(self) -> Asks:
        """Return what was filled in."""
        told = dict(self.cleaned_data)
        by_code = told.pop("code")
        return Asks(**{**told, "case": told["case"] or by_code})


class SeveralForm(forms.Form):
    """Several at once: one name in each line, or those of another group."""

    names = TextField(
        label=_("One name in each line"), rows=8, help_text=_("An alias will do."), max_length=LONG
    )
    group = forms.ModelChoiceField(
        Group.objects.none(),
        label=_("Or those who concluded or waited in another group"),
        required=False,
        empty_label=_("None of them"),
    )
    is_another = forms.BooleanField(
        label=_("I looked: they are not those whose names sound alike"), required=False
    )

    def __init__(self, *args: Any, user: User, group: Group, **facts: Any) -> None:
        super().__init__(*args, **facts)
        groups: Any = self.fields["group"]
        rows = Group.objects.permitted(user, "members").exclude(pk=group.pk)
        groups.queryset = rows.order_by("-last_activity_at")
        groups.label_from_instance = lambda each: f"{each.name} · {each.code}"

    def lines(self) -> list[str]:
        """Return the names typed, in order, without what numbers or marks them in a list."""
        typed = str(self.cleaned_data.get("names") or "").splitlines()
        return [name for line in typed if (name := MARKED.sub("", line).strip())]

    def clean(self) -> dict[str, Any]:
        """Ask for at least one source; take all of a list or nothing of it."""
        told = super().clean() or self.cleaned_data
        lines = self.lines()
        if not lines and not told.get("group") and "names" not in self.errors:
            self.add_error("names", _("Write at least one name, or choose a group."))
        if len(lines) > SEVERAL:
            facts = {"count": len(lines), "most": SEVERAL}
            text = _("These are %(count)s names. Send up to %(most)s at once: nothing was taken.")
            self.add_error("names", text % facts)
        if long := [number for number, name in enumerate(lines, 1) if len(name) > SHORT]:
            text = _("Too long for a name: %(lines)s. Nothing was taken; one name in each line.")
            self.add_error("names", text % {"lines": ", ".join(map(str, long))})
        return told


class InterviewForm(forms.Form):
    """The interview before the group."""

    expectations = TextField(label=_("What she hopes for"), rows=3)
    safety = TextField(
        label=_("Is it safe for her to come? To be away from home at that hour?"), rows=3
    )
    support = TextField(label=_("Who and what holds her up"), rows=2)
    access = TextField(label=_("Language, hearing, mobility, children"), rows=2)
    in_crisis = forms.ChoiceField(
        label=_("Is she in an acute crisis?"),
        choices=YES_NO,
        help_text=_("Then individual accompaniment comes first."),
    )
    aggressors = TextField(
        label=_("Who has harmed her"),
        help_text=_(
            "One name in each line, as she says it. The names are not kept: only whether they "
            "agree with those of somebody else in the group. Names told before still count."
        ),
        rows=3,
    )
    words = TextField(label=_("Anything else"), rows=3)

    def heard(self) -> Interview:
        """Return what was filled in."""
        told = self.cleaned_data
        names = tuple(line.strip() for line in told["aggressors"].splitlines() if line.strip())
        words = {name: text for name in INTERVIEW if (text := told[name])}
        return Interview(words=words, in_crisis=told["in_crisis"] == "yes", aggressors=names)


class AcceptForm(forms.Form):
    """A place, perhaps in spite of a possible conflict: that is the coordinator's to decide."""

    despite_conflict = forms.BooleanField(
        label=_("I looked into the possible conflict and decide that she can join"), required=False
    )

    def __init__(self, *args: Any, decides: bool, **facts: Any) -> None:
        super().__init__(*args, **facts)
        if not decides:
            del self.fields["despite_conflict"]


class EnrolmentStepForm(forms.Form):
    """A step of somebody in the group, and why."""

    reason = TextField(label=_("Why"), rows=3, help_text=_("It stays in her own file."))
