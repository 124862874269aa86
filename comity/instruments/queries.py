# SPDX-License-Identifier: Apache-2.0
"""The one door to the law: from words to an answer, over the facts this node holds."""

from __future__ import annotations

import functools
from typing import Any

from comity.instruments.rules import demands, question
from comity.instruments.rules.answer import Answer, Question
from comity.instruments.rules.governing import Law
from comity.reference import load


@functools.cache
def law() -> Law:
    """Return the law engine over the shipped facts, made once a process."""
    return Law(load())


def ask(**words: Any) -> Question:
    """Return a question; raise `Invalid` for a word Comity does not know (see `rules.question.ask`)."""
    return question.ask(load(), **words)


def navigate(asked: Question) -> Answer:
    """Return the whole answer to a question."""
    return demands.answer(law(), asked)
