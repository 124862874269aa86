# SPDX-License-Identifier: Apache-2.0
"""Says sentences in the language of the person who reads."""

from __future__ import annotations

from django.conf import settings
from django.utils import translation

from comity.base.wording import Sentence, said


def speak(text: str) -> str:
    """Return a sentence, list, State or text of the reference data in the reader's language.

    A plain text is translated where the catalogue has it and stays as it is otherwise; values keep their places.
    """
    if not text:
        return ""
    if type(text) is str:
        text = Sentence(text)
    return said(text, translation.get_language() or settings.LANGUAGE_CODE, translation.gettext)
