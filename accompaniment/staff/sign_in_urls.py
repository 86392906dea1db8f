"""The addresses of allauth that exist here, by the names it knows; and the ways out.

No sign-up, no second e-mail address, no account of another company.
"""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from allauth.usersessions import views as usersessions
from django.urls import path

from accompaniment.staff.views import session
from accompaniment.staff.views.signing_in import RemovePasskey, SignIn

RESET = "account/password/reset/"
FACTORS = "account/2fa/"
urlpatterns = [
    path("session/", session.session, name="session"),
    path("exit/", session.quick_exit, name="exit"),
    path("account/login/", SignIn.as_view(), name="account_login"),
    path("account/logout/", session.SignOut.as_view(), name="account_logout"),
    path("account/confirm/", account.reauthenticate, name="account_reauthenticate"),
    path("account/sessions/", usersessions.list_usersessions, name="usersessions_list"),
    path("account/password/", account.password_change, name="account_change_password"),
    path(RESET, account.password_reset, name="account_reset_password"),
    path(f"{RESET}sent/", account.password_reset_done, name="account_reset_password_done"),
    path(
        f"{RESET}done/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path(
        f"{RESET}<str:uidb36>/<str:key>/",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(FACTORS, mfa.index, name="mfa_index"),
    path(f"{FACTORS}code/", mfa.authenticate, name="mfa_authenticate"),
    path(f"{FACTORS}confirm/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path(f"{FACTORS}app/", totp.activate_totp, name="mfa_activate_totp"),
    path(f"{FACTORS}app/remove/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path(f"{FACTORS}codes/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(f"{FACTORS}codes/new/", codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path(f"{FACTORS}keys/", passkeys.list_webauthn, name="mfa_list_webauthn"),
    path(f"{FACTORS}keys/add/", passkeys.add_webauthn, name="mfa_add_webauthn"),
    path(
        f"{FACTORS}keys/confirm/",
        passkeys.reauthenticate_webauthn,
        name="mfa_reauthenticate_webauthn",
    ),
    path(f"{FACTORS}keys/login/", passkeys.login_webauthn, name="mfa_login_webauthn"),
    path(f"{FACTORS}keys/<int:pk>/", passkeys.edit_webauthn, name="mfa_edit_webauthn"),
    path(f"{FACTORS}keys/<int:pk>/remove/", RemovePasskey.as_view(), name="mfa_remove_webauthn"),
]
