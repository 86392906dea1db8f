"""Why a report was not signed: each sentence says what to do, none repeats what was typed."""

from django.utils.translation import gettext_lazy as _

from cases.actions.refusal import Refusal
from expertise.signing import credentials as kinds


class CertificateMissing(Refusal):
    """There is nothing to sign with."""

    sentence = _("Choose the file of your certificate (.p12 or .pfx).")


class CertificateClosed(Refusal):
    """The passphrase is wrong, or it is no certificate."""

    sentence = _(
        "The certificate did not open: the passphrase is not right, or the file is no certificate. "
        "Nothing was signed and nothing was kept. Try again."
    )


class CertificateTooSlow(Refusal):
    """Opening it would keep everybody waiting."""

    sentence = _(
        "This file asks for so much work to be opened that it was not tried. Export the "
        "certificate anew from where you keep it, with the usual settings, and choose that file."
    )


class CertificateUnfit(Refusal):
    """It has no key, or was issued for something else."""

    sentence = _("One cannot sign with this certificate. Choose one that was issued for signing.")


class CertificateExpired(Refusal):
    """Its time is over."""

    sentence = _("This certificate has expired. Renew it, or sign with another one.")


class CertificateNotYet(Refusal):
    """Its time has not begun."""

    sentence = _("This certificate does not count yet. Look at the day from which it does.")


class CertificateUnknown(Refusal):
    """None of the authorities this house trusts has issued it: nobody could verify it here."""

    sentence = _(
        "The authority that issued this certificate is not known here, so nobody could verify the "
        "signature. Ask who looks after the system to add it."
    )


class StampMissing(Refusal):
    """The authority of time stamps is silent, or unknown."""

    sentence = _(
        "The time stamp did not come, so nothing was signed. Try again in a moment, or tell who "
        "looks after the system."
    )


class PaperBroken(Refusal):
    """The rendered file cannot be signed."""

    sentence = _("This file cannot be signed. Have it made again.")


class AlreadySigned(Refusal):
    """It was signed before, perhaps a moment ago."""

    sentence = _("This has been signed already. A signed document stays as it is.")
    conflict = True


class NothingToSign(Refusal):
    """No final file has been made of what was approved."""

    sentence = _("The final file is not ready. Have it made, and sign when it is there.")


class StaleFile(Refusal):
    """The file was made before the report was approved."""

    sentence = _("The report has been approved anew since this file was made. Have it made again.")


UNUSABLE: dict[type[kinds.Unusable], type[Refusal]] = {
    kinds.NotOpened: CertificateClosed,
    kinds.TooMuchWork: CertificateTooSlow,
    kinds.NoKey: CertificateUnfit,
    kinds.NotForSigning: CertificateUnfit,
    kinds.Expired: CertificateExpired,
    kinds.NotYet: CertificateNotYet,
}
