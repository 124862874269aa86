# SPDX-License-Identifier: Apache-2.0
"""The errors of Comity: five families, one meaning each.

ComityError
├── Refused      a rule says no; the sentence names the rule
├── NotFound     absent, or not yours to see: the two cannot be told apart
├── Invalid      what was given is malformed, too large, or out of range
├── Unavailable  a peer or resource does not answer; trying again may help
└── Untrusted    a signature, receipt, hash or proof does not hold

Rooms subclass these beside the function that raises. One middleware turns the families into
pages and problem documents (RFC 9457); anything else is a bare 500.
"""

from __future__ import annotations

from typing import ClassVar

from comity.base.wording import Sentence


class ComityError(Exception):
    """Base of every designed error: a stable `code` and one sentence for the person."""

    code: ClassVar[str] = "error"
    status: ClassVar[int] = 500

    def __init__(self, sentence: str, **details: object) -> None:
        """Keep the sentence shown to the person, and details, which are also the values of its places.

        `Invalid("“{given}” is not a year.", given=text, field="year")`: the sentence is a literal, so that it is
        collected and translated; it is said in the reader's language where it is shown, and in English elsewhere.
        """
        self.sentence = sentence if isinstance(sentence, Sentence) else Sentence(sentence, **details)
        super().__init__(self.sentence)
        self.details = details


class Refused(ComityError):
    """A rule of the procedure says no."""

    code = "refused"
    status = 409


class NotFound(ComityError):
    """The thing does not exist for this reader."""

    code = "not-found"
    status = 404


class Invalid(ComityError):
    """The input cannot be accepted as it is."""

    code = "invalid"
    status = 422


class TooLarge(Invalid):
    """The input exceeds a limit set in the settings."""

    code = "too-large"
    status = 413


class Unavailable(ComityError):
    """Something outside does not answer now."""

    code = "unavailable"
    status = 503


class Untrusted(ComityError):
    """A signature, receipt, hash or proof does not hold."""

    code = "untrusted"
    status = 403
