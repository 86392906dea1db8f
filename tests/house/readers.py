"""Who might look, and what each may do with the case of the tests."""

INSIDE = ("responsible", "member", "supervisor", "legal", "coordinator", "reception")
OUTSIDE = (
    "teammate", "stranger", "facilitator", "fundraiser", "auditor", "administrator", "superuser",
)  # fmt: skip
AWAY = ("retired", "nobody")
READERS = (*INSIDE, *OUTSIDE, *AWAY)
MAY = {
    "responsible": {
        *("view", "identify", "read", "write", "legal", "members", "close", "assign"),
    },
    "member": {"view", "identify", "read", "write", "legal"},
    "supervisor": {"view", "identify", "read", "supervise"},
    "legal": {"view", "identify", "legal"},
    "coordinator": {"view", "identify", "close", "assign", "erase"},
    "reception": {"view", "identify"},
}
CLINICAL = {*INSIDE, "teammate", "stranger", "facilitator"}
PSYCHOLOGISTS = {"responsible", "member", "supervisor", "teammate", "stranger"}
