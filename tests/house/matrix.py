"""Who may reach which address: the executable twin of docs/access.md, read by people.

Every address of the house has its row: for GET and for POST (sent empty) what it asks of the
reader and what it answers to those who may ("write 422": who may write gets the form back). An
address without a row fails the build. Who sees a record and may not do this gets 403, who may not
see it 404, who is not signed in the way to the door (302).
"""

from accompaniment import gathering
from tests.house import slices
from tests.house.readers import AWAY, CLINICAL, MAY, PSYCHOLOGISTS

# --- a case and what lies in it: the need is an action of the door --------------------------
CASE = {
    "cases:assignment_end": ("assign 200", "assign 422"),
    "cases:close": ("close 200", "close 422"),
    "cases:consent_give": ("write 200", "write 422"),
    "cases:consent_revoke": ("write 200", "write 302"),
    "cases:contact_add": ("write|assign 200", "write|assign 422"),
    "cases:contact_edit": ("write|assign 200", "write|assign 422"),
    "cases:contact_number": ("identify 200", "405"),
    "cases:contact_retire": ("write|assign 200", "write|assign 302"),
    "cases:contact_verify": ("write|assign 200", "write|assign 422"),
    "cases:detail": ("view 200", "405"),
    "cases:draft_discard": ("405", "draft 302"),
    "cases:hand_over": ("assign 200", "assign 422"),
    "cases:member_add": ("assign 200", "assign 422"),
    "cases:note_draft": ("405", "write 422"),
    "cases:note_new": ("write 200", "write 422"),
    "cases:note_readers": ("write 200", "405"),
    "cases:participant_add": ("write|assign 200", "write|assign 422"),
    "cases:participation_end": ("write|assign 200", "write|assign 422"),
    "cases:person_edit": ("write|assign 200", "write|assign 422"),
    "cases:reopen": ("close 200", "close 422"),
    "cases:session_hold": ("write 200", "write 422"),
    "cases:session_move": ("write 200", "write 422"),
    "cases:session_not_held": ("write 200", "write 422"),
    "cases:session_record": ("write 200", "write 422"),
    "cases:session_schedule": ("write 200", "write 422"),
    "cases:step": ("write 200", "write 422"),
    "cases:steps": ("write 200", "405"),
    "cases:timeline": ("view 200", "405"),
    "cases:urgency": ("write|assign 200", "write|assign 422"),
    "cases:viewed": ("assign 200", "405"),
}
# --- a note: who may not read it does not learn from an address that it exists ---------------
NOTE = {
    "cases:addendum_add": ("write 200", "write 422"),
    "cases:note": ("read 200", "write 422"),
    "cases:note_print": ("read 200", "405"),
    "cases:note_sign": ("write 200", "write 422"),
    "cases:note_versions": ("read 200", "405"),
}
# --- pages of a role: the others get 403 ------------------------------------------------------
ROLE = {
    "audit:check": ({"auditor", "administrator"}, "405", "302"),
    "audit:event_list": ({"auditor", "administrator"}, "200", "405"),
    "audit:export": ({"auditor", "administrator"}, "200", "200"),
    "audit:person": ({"auditor", "administrator"}, "200", "405"),
    "audit:record": ({"auditor", "administrator"}, "200", "405"),
    "cases:case_list": (CLINICAL, "200", "405"),
    "cases:open": (PSYCHOLOGISTS | {"coordinator"}, "200", "422"),
    "cases:search": (CLINICAL, "200", "422"),
    "staff:invitation_resend": ({"administrator"}, "405", "302"),
    "staff:invitation_withdraw": ({"administrator"}, "405", "302"),
    "staff:person_deactivate": ({"administrator"}, "200", "302"),
    "staff:person_detail": ({"administrator"}, "200", "422"),
    "staff:person_factors": ({"administrator"}, "200", "302"),
    "staff:person_invite": ({"administrator"}, "200", "422"),
    "staff:person_list": ({"administrator"}, "200", "422"),
    "staff:person_reactivate": ({"administrator"}, "200", "302"),
    "staff:role_take": ({"administrator"}, "405", "404"),
    "staff:team_list": ({"administrator"}, "200", "422"),
    "staff:team_rename": ({"administrator"}, "200", "422"),
}
# --- everyone's own: signed in or not ---------------------------------------------------------
OWN = {  # GET and POST signed in, GET and POST signed out
    "account_change_password": "200 200 302 302",
    "account_login": "302 302 200 422",
    "account_logout": "200 302 302 302",
    "account_reauthenticate": "200 200 302 302",
    "account_reset_password": "200 200 200 200",
    "account_reset_password_done": "200 405 200 405",
    "account_reset_password_from_key": "200 200 200 200",
    "account_reset_password_from_key_done": "200 405 200 405",
    "desk:home": "200 405 302 302",
    "exit": "303 303 303 303",
    "healthz": "503 405 503 405",  # no worker and no broker in this test
    "mfa_activate_totp": "302 302 302 302",
    "mfa_add_webauthn": "302 302 302 302",
    "mfa_authenticate": "302 302 302 302",
    "mfa_deactivate_totp": "404 404 302 302",
    "mfa_edit_webauthn": "302 302 302 302",
    "mfa_generate_recovery_codes": "302 302 302 302",
    "mfa_index": "200 405 302 302",
    "mfa_list_webauthn": "200 405 302 302",
    "mfa_login_webauthn": "302 302 302 302",
    "mfa_reauthenticate": "302 302 302 302",
    "mfa_reauthenticate_webauthn": "302 302 302 302",
    "mfa_remove_webauthn": "302 302 302 302",
    "mfa_view_recovery_codes": "404 405 302 302",
    "session": "200 200 200 200",
    "staff:account": "200 200 302 302",
    "staff:invitation_accept": "404 404 404 404",
    "staff:invitation_open": "302 405 302 405",
    "styleguide": "200 405 200 405",
    "usersessions_list": "200 302 302 302",
}
# --- the rooms of the house, each with its own rows ------------------------------------------
OTHER = {}  # route: (method, reader) -> status, where neither case nor role decides
for room in gathering.modules(slices):
    for table, name in ((CASE, "CASE"), (NOTE, "NOTE"), (ROLE, "ROLE"), (OWN, "OWN")):
        table.update(getattr(room, name, {}))
    OTHER.update(getattr(room, "OTHER", {}))
NAMES = {*CASE, *NOTE, *ROLE, *OWN, *OTHER}


def expected(name: str, method: str, reader: str) -> str:
    """Return the status this reader gets."""
    post = method == "post"
    if name in OTHER or name in OWN:
        own = OWN.get(name, "").split()
        return own[post + 2 * (reader in AWAY)] if own else OTHER[name](method, reader)
    if reader in AWAY:
        return "302"
    if name in ROLE:
        allowed, *answers = ROLE[name]
        return answers[post] if reader in allowed or answers[post] == "405" else "403"
    row = (CASE.get(name) or NOTE[name])[post]
    if row == "405":
        return row
    need, answer = row.split()
    may = MAY.get(reader, set())
    if need == "draft":  # nobody else's, whatever they may do
        answer = "302" if reader == "responsible" else "404"
        need = "write"
    if may & set(need.split("|")):
        return answer
    return "403" if ("read" if name in NOTE else "view") in may else "404"
