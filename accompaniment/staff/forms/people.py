"""Forms about people, roles, teams and one's own account."""

from typing import Any

from allauth.account.forms import ResetPasswordKeyForm
from django import forms
from django.conf import settings
from django.contrib.auth import password_validation
from django.utils.translation import gettext_lazy as _

from accompaniment.staff.enums import CLINICAL, Role
from accompaniment.staff.models import Team, User


class SearchForm(forms.Form):
    """Find people by name or address."""

    mark_optional = False
    words = forms.CharField(
        label=_("Name or e-mail"),
        max_length=120,
        error_messages={"required": _("Write part of a name, or of an e-mail.")},
    )


class InviteForm(forms.Form):
    """Whom to invite."""

    full_name = forms.CharField(label=_("Full name"), max_length=120)
    email = forms.EmailField(
        label=_("Work e-mail"),
        max_length=254,
        help_text=_("The link goes here. It works once, for seven days."),
    )


class RoleForm(forms.Form):
    """Which role, and in which team."""

    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)
    team = forms.ModelChoiceField(
        label=_("Team"),
        queryset=Team.objects.none(),
        required=False,
        empty_label=_("Without a team"),
        help_text=_("Fundraising, audit and administration work without a team, and alone."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the teams there are."""
        super().__init__(*args, **kwargs)
        self.fields["team"].queryset = Team.objects.order_by("name")  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Ask for a team where the role works in one."""
        data = super().clean() or {}
        role, team = data.get("role"), data.get("team")
        if role in CLINICAL and team is None:
            self.add_error("team", _("This role works in a team: choose which."))
        if role and role not in CLINICAL and team is not None:
            self.add_error("team", _("This role works without a team: leave it empty."))
        return data


class TeamForm(forms.Form):
    """The name of a team."""

    name = forms.CharField(label=_("Name of the team"), max_length=60)


class AccountForm(forms.Form):
    """One's own name, language and theme."""

    full_name = forms.CharField(
        label=_("Full name"), max_length=120, help_text=_("As it signs notes and reports.")
    )
    short_name = forms.CharField(label=_("How colleagues call you"), max_length=40, required=False)
    licence = forms.CharField(label=_("Professional licence"), max_length=20, required=False)
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    theme = forms.ChoiceField(
        label=_("Theme"),
        choices=User.Theme.choices,
        required=False,
        widget=forms.RadioSelect,
    )


class WelcomeForm(ResetPasswordKeyForm):
    """The first password of somebody invited."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Say what is asked, in our words."""
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.help_text = " ".join(password_validation.password_validators_help_texts())
            if name == "password2":
                field.help_text = ""
