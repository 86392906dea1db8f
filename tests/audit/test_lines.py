"""An event as a line of a file."""

from django.utils import timezone

from accompaniment.audit import lines, queries


def test_name_begins_no_cell_where_spreadsheets_part_at_semicolons():
    facts = {"at": timezone.now(), "actor": "user:1", "role": "", "purpose": "care", "verb": "list"}
    row = queries.Row(
        seq=1, **facts, outcome="ok", kind="cases.case", code="", fields=[], counted=1
    )

    assert lines.record(row, {row.actor: "Ana;=cmd()"})[3] == "Ana =cmd()"
