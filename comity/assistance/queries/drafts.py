# SPDX-License-Identifier: Apache-2.0
"""Reads of a draft: its pages, how far each is, and what preflight finds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from comity.accounts.rules.roles import Person
from comity.assistance.models import Attachment, Request
from comity.assistance.queries import access, stories
from comity.assistance.rules import forms, preflight
from comity.assistance.rules.forms import Section
from comity.assistance.rules.preflight import Drafted, Finding
from comity.instruments.rules.answer import Answer
from comity.reference import load


@dataclass(frozen=True, slots=True)
class Task:
    """One line of the task list: a page, and whether it is empty, begun or complete."""

    section: Section
    progress: str


def pages_of(row: Request, answer: Answer) -> tuple[Section, ...]:
    """Return the pages of a draft."""
    return forms.sections(load(), measures=tuple(row.measures), answer=answer)


def tasks_of(row: Request, answer: Answer) -> tuple[Task, ...]:
    """Return the task list of a draft."""
    return tuple(Task(page, _progress(page, row.content)) for page in pages_of(row, answer))


def findings_of(row: Request, *, at: datetime) -> tuple[Finding, ...]:
    """Return what preflight finds in a draft on the day `at`."""
    answer = stories.law_of(row, on=at.date())
    documents = Attachment.objects.filter(request=row).exclude(document="").values_list("document", flat=True)
    drafted = Drafted(row.content, row.basis, tuple(row.measures), frozenset(documents))
    return preflight.check(load(), drafted, answer)


def findings(person: Person, request_id: str, *, at: datetime) -> tuple[Finding, ...]:
    """Return what preflight finds in a request a person may see; raise `NotFound`."""
    return findings_of(access.row(person, request_id), at=at)


def tasks(person: Person, request_id: str, *, at: datetime) -> tuple[tuple[Task, ...], Answer]:
    """Return the task list of a draft and the law it is measured by; raise `NotFound`."""
    row = access.row(person, request_id)
    answer = stories.law_of(row, on=at.date())
    return tasks_of(row, answer), answer


def law(person: Person, request_id: str, *, at: datetime) -> Answer:
    """Return what the law says of a request a person may see; raise `NotFound`."""
    return stories.law_of(access.row(person, request_id), on=at.date())


def _progress(page: Section, values: dict[str, str]) -> str:
    filled = [field for field in page.fields if values.get(field.key)]
    needed = [field for field in page.fields if field.is_required]
    if all(values.get(field.key) for field in needed) and (needed or filled):
        return "complete"
    return "begun" if filled else "empty"
