"""A large world, written by PostgreSQL itself: n cases, 200 people, more of them busy than the
planner keeps common values for, and some who see only twenty cases among all.
"""

import hashlib

from django.contrib.auth.models import Permission
from django.db import connection

from accompaniment.staff.models import Membership, Team, User
from accompaniment.staff.pages import page
from cases.models import Case

PSYCHOLOGISTS, LAWYERS, TEAMS = 150, 30, 10

CASES = """
INSERT INTO cases_case (id, code, pseudonym, line, state, team_id, is_open, urgency, opened_at,
                        last_activity_at, sessions_held, closed_at, closed_by_id, closing_reason)
SELECT md5('case' || i)::uuid, 'c' || i, 'Río Claro', 'IND',
       CASE WHEN closed THEN 'CERRADO' ELSE 'EN_PROCESO' END,
       (%s::uuid[])[1 + i %% 10], NOT closed, CASE WHEN i %% 97 = 0 THEN 1 ELSE 2 + i %% 3 END,
       at, at, 0, CASE WHEN closed THEN at END, CASE WHEN closed THEN %s::uuid END,
       CASE WHEN closed THEN 'ACUERDO_MUTUO' ELSE '' END
FROM (SELECT i, (i / 10) %% 10 < 7 AS closed,
             timestamptz '2018-01-01'
                 + (hashint4(i)::bigint & 268435455) * interval '1 second' AS at
      FROM generate_series(1, %s) AS g(i)) AS c
"""
GRANTS = """
INSERT INTO cases_casegrant (user_id, permission_id, content_object_id, is_open, urgency, sort_key)
SELECT u.id, p.id, c.id, c.is_open, c.urgency, c.last_activity_at
FROM unnest(%s::uuid[]) WITH ORDINALITY AS u(id, n)
CROSS JOIN LATERAL (
    SELECT DISTINCT 1 + (k::bigint * 7368787 + u.n * 15485863) %% %s AS i
    FROM generate_series(1, %s) AS g(k)) AS pick
JOIN cases_case AS c ON c.id = md5('case' || pick.i)::uuid
CROSS JOIN unnest(%s::int[]) AS p(id)
"""
WORDS = """
INSERT INTO cases_caseword (scope, action, digest, content_object_id, is_open, urgency, sort_key)
SELECT s.scope, 'identify', decode(md5(w.word), 'hex'), c.id, c.is_open, c.urgency,
       c.last_activity_at
FROM (SELECT *, (hashtext(code) & 65535) %% 33 AS a, (hashtext(code || 'x') & 65535) %% 400 AS b
      FROM cases_case) AS c
CROSS JOIN LATERAL (VALUES ('first' || a), ('second' || b)) AS w(word)
CROSS JOIN LATERAL (
    SELECT c.team_id AS scope UNION
    SELECT g.user_id FROM cases_casegrant AS g
    WHERE g.content_object_id = c.id AND g.permission_id = %s) AS s
"""


def build(count):
    """Fill the database and return one psychologist, one coordinator and one lawyer."""
    teams = Team.objects.bulk_create(Team(name=f"team {n}") for n in range(TEAMS))
    people = User.objects.bulk_create(
        User(email=f"bench-{n}@example.org", full_name=f"Bench {n}")
        for n in range(PSYCHOLOGISTS + LAWYERS + 2 * TEAMS)
    )
    psychologists, others = people[:PSYCHOLOGISTS], people[PSYCHOLOGISTS:]
    lawyers, coordinators = others[:LAWYERS], others[LAWYERS:]
    Membership.objects.bulk_create(
        Membership(user=user, team=teams[n % TEAMS], role=role)
        for role, users in (
            ("psychologist", psychologists),
            ("lawyer", lawyers),
            ("coordinator", coordinators),
        )
        for n, user in enumerate(users)
    )
    view = Permission.objects.get(codename="view_case").pk
    more = Permission.objects.filter(codename__in=["identify_case", "read_case", "write_case"])
    with connection.cursor() as cursor:
        cursor.execute(CASES, [[team.pk for team in teams], people[0].pk, count])
        cursor.execute("ANALYZE cases_case")
        own = [user.pk for user in psychologists]
        all_of = [view, *more.values_list("pk", flat=True)]
        cursor.execute(GRANTS, [own, count, count // 100, all_of])
        cursor.execute(GRANTS, [[user.pk for user in lawyers], count, 20, [view]])
        cursor.execute("ANALYZE cases_casegrant")
        cursor.execute(WORDS, [view])
        cursor.execute("ANALYZE cases_caseword")
    return {"psychologist": psychologists[70], "coordinator": coordinators[3], "lawyer": lawyers[8]}


def pages_touched(ask):
    """Run ``ask()`` and return how many 8 kB pages its SELECTs on cases touched, and its answer."""
    touched = 0

    def explain(execute, sql, params, many, context):
        nonlocal touched
        if sql.startswith("SELECT") and "cases_case" in sql:
            with context["connection"].connection.cursor() as cursor:
                cursor.execute("EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) " + sql, params)
                plan = cursor.fetchone()[0][0]["Plan"]
            touched += plan["Shared Hit Blocks"] + plan["Shared Read Blocks"]
        return execute(sql, params, many, context)

    with connection.execute_wrapper(explain):
        answer = ask()
    return touched, answer


def digest_of(word):
    """Return the digest this world stores for a word."""
    return hashlib.md5(word.encode(), usedforsecurity=False).digest()


def questions(user):
    """Return the lists worth measuring for one reader, by name."""
    one, other = digest_of("first7"), digest_of("second7")
    first = page(Case.objects.all(), user, limit=10)
    return {
        "newest": lambda: page(Case.objects.all(), user),
        "open only": lambda: page(Case.objects.all(), user, is_open=True),
        "closed only": lambda: page(Case.objects.all(), user, is_open=False),
        "urgent only": lambda: page(Case.objects.all(), user, is_open=True, urgency=1),
        "next page": lambda: page(Case.objects.all(), user, after=first.next),
        "one word": lambda: page(Case.objects.all(), user, words=[one]),
        "two words": lambda: page(Case.objects.all(), user, words=[other, one]),
    }
