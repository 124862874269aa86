# SPDX-License-Identifier: Apache-2.0
"""Recording the meetings an imported text tells of: the text is read in the drafting room, the meetings stand here."""

from __future__ import annotations

import contextlib
import json
from datetime import date, datetime
from types import SimpleNamespace
from typing import Any

from django.db import transaction

from comity.accounts.rules.roles import Person
from comity.base.errors import Refused
from comity.drafting import services as drafting
from comity.drafting.queries import texts
from comity.meetings.services.records import Recorded, record_imported


class NoMeeting(Refused):
    """The text tells of no meeting."""

    code = "no-meeting"


def take_in(*, data: bytes, name: str, by: Person, at: datetime) -> str:
    """Import an official text from a plain text file with the meetings it tells of, all or nothing; return its slug.

    The same file again changes nothing. Raises `Invalid` with the reason when it is no official text, `NotFound` for
    others than officers of the Secretariat.
    """
    with transaction.atomic():
        slug = drafting.import_file(data=data, name=name, by=by, at=at)
        with contextlib.suppress(NoMeeting):
            record_text(text=slug, by=by, at=at)
    return slug


def record_text(*, text: str, by: Person, at: datetime) -> Recorded:
    """Record the meetings an imported text tells of; recorded again, nothing stands twice.

    Raises `NotFound` for a text that is not theirs to see, `NoMeeting` for one that tells of none, `NotYours` for
    others than officers of the Secretariat.
    """
    found = texts.source_facts(by, text, at=at)
    told = json.loads(json.dumps(found), object_hook=lambda values: SimpleNamespace(**values))
    meetings = [_dated(item) for item in getattr(told, "meetings", None) or ()]
    if not meetings:
        raise NoMeeting("This text tells of no meeting.")
    language = texts.view(by, text, at=at).summary.languages[0]
    return record_imported(
        meetings, by=by, at=at, source=f"text {text}", text=text, language=language,
        outcomes=getattr(told, "outcomes", None) or (),
    )  # fmt: skip


def _dated(item: Any) -> Any:
    if item.dates is not None:
        item.dates.start, item.dates.end = date.fromisoformat(item.dates.start), date.fromisoformat(item.dates.end)
    return item
