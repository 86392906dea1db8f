"""The walls an author chooses, walked page by page by everybody who works beside her."""

import pytest
from django.urls import reverse

from cases.actions.notes import add_addendum, edit_note
from cases.actions.team import assign_member, end_assignment
from cases.enums import Function, Visibility
from tests.factories import make_member, make_note, make_sections, sign
from tests.traces import do

WORD = "canary-wall-52d0"
BESIDE = {
    "member": ("psychologist", Function.MEMBER),
    "supervisor": ("psychologist", Function.SUPERVISOR),
    "lawyer": ("lawyer", Function.LEGAL),
    "coordinator": ("coordinator", None),
    "reception": ("reception", None),
}
PAGES = ("note", "note_versions", "note_print", "note_sign")


def let_in(case, worker, role, function):
    colleague = make_member(case.team, role)
    if function:
        do(assign_member, worker, case=case, user=colleague, function=function)
    return colleague


@pytest.mark.parametrize("who", BESIDE)
@pytest.mark.parametrize("level", [Visibility.AUTHOR, Visibility.SUPERVISION])
def test_note_is_shown_on_no_page_beyond_its_wall(client, case, worker, who, level):
    note = sign(make_note(case, worker, text=WORD, visibility=level), worker)
    do(add_addendum, worker, note=note, body=WORD)
    client.force_login(let_in(case, worker, *BESIDE[who]))
    may_read = who == "supervisor" and level == Visibility.SUPERVISION

    pages = [reverse(f"cases:{name}", args=[case.code, note.pk]) for name in PAGES]
    pages += [case.get_absolute_url(), reverse("cases:timeline", args=[case.code])]
    pages += ["/", reverse("cases:case_list"), reverse("cases:case_list") + "?mine=on"]
    shown = {page for page in pages if WORD in client.get(page).content.decode()}

    assert bool(shown) == may_read


def test_versions_written_behind_a_wall_stay_there(client, case, worker):
    note = make_note(case, worker, text="canary-text-1", visibility=Visibility.AUTHOR)
    for version, level in enumerate((Visibility.SUPERVISION, Visibility.TEAM), 1):
        sections = make_sections(f"canary-text-{version + 1}")
        do(edit_note, worker, note=note, version=version, sections=sections, visibility=level)
    client.force_login(let_in(case, worker, "psychologist", Function.MEMBER))

    page = client.get(reverse("cases:note_versions", args=[case.code, note.pk])).content.decode()

    assert [f"canary-text-{number}" in page for number in (1, 2, 3)] == [False, False, True]


def test_coordinator_who_supervised_reads_nothing_afterwards(client, case, worker):
    note = make_note(case, worker, text=WORD, visibility=Visibility.SUPERVISION)
    colleague = make_member(case.team, "coordinator")
    facts = {"case": case, "user": colleague, "function": Function.SUPERVISOR}
    assignment = do(assign_member, worker, **facts)
    client.force_login(colleague)
    page = reverse("cases:note", args=[case.code, note.pk])
    assert WORD in client.get(page).content.decode()

    do(end_assignment, worker, assignment=assignment)

    assert client.get(page).status_code == 404
    assert WORD not in client.get(case.get_absolute_url()).content.decode()
