"""What the clock of the worker asks for, and how often."""

import datetime as dt

from celery.schedules import crontab

RHYTHM = {
    "tell the health page": {
        "task": "accompaniment.desk.tasks.heartbeat",
        "schedule": dt.timedelta(seconds=5),
        "options": {"expires": 10},
    },
    "seal the trace": {
        "task": "accompaniment.audit.tasks.seal_trace",
        "schedule": dt.timedelta(seconds=8),
        "options": {"expires": 8},
    },
    "verify what the trace has grown by": {
        "task": "accompaniment.audit.tasks.verify_trace",
        "schedule": dt.timedelta(hours=1),
        "options": {"expires": 1800},
    },
    "verify the whole trace": {
        "task": "accompaniment.audit.tasks.verify_trace",
        "kwargs": {"whole": True},
        "schedule": crontab(hour="3", minute="20"),
        "options": {"expires": 1800},
    },
    "tidy the accounts": {
        "task": "accompaniment.staff.tasks.tidy",
        "schedule": dt.timedelta(minutes=5),
        "options": {"expires": 300},
    },
    "see to the papers": {
        "task": "expertise.tasks.reconcile_papers",
        "schedule": dt.timedelta(seconds=10),
        "options": {"expires": 10},
    },
    "look through what waits": {
        "task": "cases.tasks.scan_waiting",
        "schedule": dt.timedelta(minutes=5),
        "options": {"expires": 300},
    },
    "look through what waits in expert files": {
        "task": "expertise.tasks.scan_attachments",
        "schedule": dt.timedelta(minutes=5),
        "options": {"expires": 300},
    },
    "compare documents with their files": {
        "task": "cases.tasks.compare_files",
        "schedule": crontab(hour="4", minute="40"),
        "options": {"expires": 1800},
    },
    "clear drafts that nobody needs": {
        "task": "expertise.tasks.clear_old_drafts",
        "schedule": crontab(hour="4", minute="20"),
        "options": {"expires": 1800},
    },
    "raise what comes due": {
        "task": "cases.tasks.remind_all",
        "schedule": dt.timedelta(minutes=30),
        "options": {"expires": 1800},
    },
    "finish shredding": {
        "task": "cases.tasks.sweep_shreds",
        "schedule": dt.timedelta(minutes=5),
        "options": {"expires": 300},
    },
}
