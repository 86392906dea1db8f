"""What the logs say: that something happened and where in the code; never to whom, nor why."""

import logging
import traceback
from pathlib import Path
from types import TracebackType
from typing import Any

from django.apps import apps

HOUSE = Path(__file__).resolve().parent.parent


class Scrubbed(logging.Formatter):
    """Write one line per fault: kind of error, route or task, places in the code, trace id.

    Messages of exceptions may quote what somebody typed, and addresses hold codes of records: they
    stay out. The id leads to the event in the trace, whose readers may know more.
    """

    default_time_format = "%Y-%m-%dT%H:%M:%S%z"
    default_msec_format = ""

    def format(self, record: logging.LogRecord) -> str:
        words = [self.formatTime(record), record.levelname, record.name, self._what(record)]
        if record.exc_info and record.exc_info[0]:
            words += [record.exc_info[0].__name__, "at", _places(record.exc_info[2])]
        if trace := _trace():
            words.append(f"trace={trace}")
        return " ".join(words)

    def _what(self, record: logging.LogRecord) -> str:
        if request := getattr(record, "request", None):
            match = getattr(request, "resolver_match", None)
            status = getattr(record, "status_code", "")
            route = f"/{match.route}" if match else "an unknown address"
            return f"{status} {getattr(request, 'method', '')} {route}".strip()
        if record.exc_info:
            return _task(record) or "failed:"
        return record.getMessage().replace("\n", " ").replace("\r", " ")


def _task(record: logging.LogRecord) -> str:
    data: Any = getattr(record, "data", None)
    return f"task {data['name']}" if isinstance(data, dict) and "name" in data else ""


def _places(ended: TracebackType | None) -> str:
    frames = traceback.extract_tb(ended)
    return " < ".join(
        f"{_short(frame.filename)}:{frame.lineno} {frame.name}" for frame in reversed(frames[-12:])
    )


def _short(filename: str) -> str:
    path = Path(filename)
    return str(path.relative_to(HOUSE)) if path.is_relative_to(HOUSE) else path.name


def _trace() -> str:
    if not apps.ready:
        return ""
    from accompaniment.audit import log  # noqa: PLC0415  # models, and we start before them

    trace = log.current()
    return str(trace.request) if trace else ""
