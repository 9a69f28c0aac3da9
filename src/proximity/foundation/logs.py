"""Log lines: one per event, identifiers and labels only. What a person wrote never reaches a log."""

import json
import logging
from datetime import UTC, datetime

_KEPT = ("event", "area", "action", "object_id", "organisation", "city", "status", "milliseconds", "job")


class LineFormatter(logging.Formatter):
    """Write a record as one JSON line: time, level, logger, message template and the few allowed extras.

    The message *template* is written, never its arguments: an argument may hold what somebody typed. Tracebacks are reduced
    to exception type and place, since the text of an exception often quotes the value that caused it.
    """

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": str(record.msg)[:200],
        }
        line.update({name: getattr(record, name) for name in _KEPT if hasattr(record, name)})
        if record.exc_info and record.exc_info[0] is not None:
            line["error"] = record.exc_info[0].__name__
            line["where"] = _innermost(record)
        return json.dumps(line, ensure_ascii=False, default=str)


def _innermost(record: logging.LogRecord) -> str:
    traceback = record.exc_info[2] if record.exc_info else None
    place = ""
    while traceback is not None:
        code = traceback.tb_frame.f_code
        place = f"{code.co_filename.rsplit('/proximity/', 1)[-1]}:{traceback.tb_lineno} {code.co_name}"
        traceback = traceback.tb_next
    return place
