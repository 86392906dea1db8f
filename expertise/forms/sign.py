"""Forms of signing a report, making its copies and handing them over."""

import datetime as dt
import re
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accompaniment.forms import DayInput, PlainSelect
from cases.forms.fields import LONG, TextField, choices
from cases.forms.layout import Rows
from expertise.actions.copies import CopyFacts, Receipt
from expertise.actions.signing import Means
from expertise.enums.paper import Audience, CopyForm, DownloadReason
from expertise.reports.masking import Mask, tidy
from expertise.reports.roots import organisation_signs
from expertise.signing.credentials import LARGEST

BETWEEN = re.compile(r"\s*(?:=>|->|→|=|\|)\s*")
OURS, OWN = "organisation", "own"


class CertificateInput(forms.FileInput):
    """A certificate file; what was chosen is never shown again."""

    def __init__(self) -> None:
        super().__init__({"accept": ".p12,.pfx"})


class SignForm(forms.Form):
    """What somebody signs with, asked for at every signature and kept by nobody."""

    refusal: Any = None
    mark_optional = False

    whose = forms.ChoiceField(label=_("Certificate"), widget=forms.RadioSelect)
    certificate = forms.FileField(
        label=_("File of your certificate"),
        help_text=_("Only if you sign with your own: .p12 or .pfx. It is used now and not kept."),
        required=False,
        widget=CertificateInput,
    )
    certificate_password = forms.CharField(
        label=_("Passphrase of the certificate"),
        help_text=_("It opens the certificate for this one signature. Nobody keeps it."),
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the certificate of the organisation where there is one."""
        super().__init__(*args, **kwargs)
        offered = [(OURS, _("The one of the organisation"))] if organisation_signs() else []
        field: Any = self.fields["whose"]
        field.choices = [*offered, (OWN, _("My own"))]
        field.initial = field.choices[0][0]

    def clean(self) -> dict[str, Any]:
        """Ask for the file where it is needed."""
        said = super().clean() or {}
        file = said.get("certificate")
        if said.get("whose") == OWN and not file:
            self.add_error("certificate", _("Choose the file of your certificate (.p12 or .pfx)."))
        if file and file.size > LARGEST:
            self.add_error("certificate", _("This file is too large to be a certificate."))
        return said

    def means(self) -> Means:
        """Return what is signed with."""
        said = self.cleaned_data
        own = said["whose"] == OWN
        return Means(
            passphrase=said["certificate_password"],
            file=said["certificate"].whole() if own else b"",
            own=own,
        )


class NamesField(TextField):
    """Names and what is written instead of each, a line for each pair."""

    default_error_messages = {
        "pair": _("Line %(line)s: write the name, an equals sign, and what is written instead."),
    }

    def __init__(self, **facts: Any) -> None:
        facts.setdefault(
            "help_text",
            _("A line for each: the name = what is written instead. For instance: Ana Sol = A. S."),
        )
        super().__init__(rows=5, **facts)

    def clean(self, value: Any) -> list[Mask]:
        """Return the pairs.

        :raises ValidationError: naming the first line that is none.
        """
        masks: list[Mask] = []
        for number, line in enumerate(super().clean(value).splitlines(), 1):
            if not line.strip():
                continue
            name, *rest = BETWEEN.split(line.strip(), maxsplit=1)
            pair: Mask = {"name": name, "instead": rest[0] if rest else ""}
            if not tidy([pair]):
                raise forms.ValidationError(
                    self.error_messages["pair"], code="pair", params={"line": number}
                )
            masks.append(pair)
        return masks


def written(masks: list[Mask]) -> str:
    """Return pairs as they are typed."""
    return "\n".join(f"{mask['name']} = {mask['instead']}" for mask in masks)


class ProtectForm(forms.Form):
    """The names that may stand on no copy."""

    refusal: Any = None

    names = NamesField(label=_("Names that stand on no copy"))


class MakeCopyForm(Rows, forms.Form):
    """For whom a copy is, what for, and what is masked on it."""

    refusal: Any = None
    together = (("audience", "form"),)

    audience = choices(Audience, label=pgettext_lazy("copy", "For whom"), widget=PlainSelect)
    form = choices(CopyForm, label=pgettext_lazy("copy", "Form"), widget=PlainSelect)
    recipient = TextField(
        label=_("Recipient"),
        help_text=_("It stands on every page of this copy: the court, the office, the lawyer."),
        required=True,
    )
    reason = TextField(label=_("What is this copy for?"), rows=2, required=True)
    masks = NamesField(label=_("Further names to mask on this copy"))
    seen = forms.CharField(required=False, widget=forms.HiddenInput, max_length=64)

    def facts(self) -> CopyFacts:
        """Return what was said."""
        said = self.cleaned_data
        return CopyFacts(
            audience=said["audience"],
            form=said["form"],
            recipient=said["recipient"],
            reason=said["reason"],
            masks=tuple(said["masks"]),
        )


class DeliverForm(Rows, forms.Form):
    """Who received a copy, and when."""

    refusal: Any = None
    together = (("received_by", "received_on"),)

    received_by = TextField(label=_("Received by"), required=True)
    received_on = forms.DateField(label=pgettext_lazy("copy", "Day"), widget=DayInput)
    words = TextField(
        label=_("Acknowledgement"),
        help_text=_("A stamp, a number, how it was handed over."),
        rows=2,
    )

    def clean_received_on(self) -> dt.date:
        """Refuse a day that is still to come."""
        day: dt.date = self.cleaned_data["received_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("This day is still to come."))
        return day

    def receipt(self) -> Receipt:
        """Return what was said."""
        said = self.cleaned_data
        return Receipt(by=said["received_by"], on=said["received_on"], words=said["words"])


class TicketForm(forms.Form):
    """Why somebody of the legal area downloads a copy."""

    refusal: Any = None

    reason = choices(DownloadReason, label=_("What do you need it for?"), widget=PlainSelect)
    words = TextField(
        label=pgettext_lazy("download", "Detail"),
        help_text=_("The number of a writing, a hearing, a recipient. It is sealed."),
    )
    careful = forms.BooleanField(
        label=_("I will keep it in a safe place and send it by no messenger.")
    )


class ShelfForm(forms.Form):
    """What is looked for among the released copies."""

    mark_optional = False

    q = TextField(
        label=_("Search by folio, number or kind of document"),
        max_length=LONG,
        widget=forms.TextInput(attrs={"type": "search"}),
    )


class VerifyForm(forms.Form):
    """A file somebody doubts."""

    mark_optional = False

    file = forms.FileField(
        label=_("Signed file (PDF)"),
        help_text=_("It is looked at here and now, and not kept. At most 30 MB."),
        widget=forms.FileInput(attrs={"accept": ".pdf,application/pdf"}),
    )
