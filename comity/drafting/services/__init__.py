# SPDX-License-Identifier: Apache-2.0
"""Acts of drafting: begin and import, write and translate, negotiate, carry on, sign."""

from __future__ import annotations

from comity.drafting.services.importing import answer_doubt, import_file, import_text
from comity.drafting.services.living import carry_on
from comity.drafting.services.negotiating import (
    comment,
    decline,
    propose,
    take,
    take_position,
    withdraw_proposal,
)
from comity.drafting.services.signing import bundle, name_signatory, sign, to_sign
from comity.drafting.services.starting import begin_from_words, create_text, name_chair
from comity.drafting.services.writing import confirm_match, edit_clause, edit_frame, save_whole, translate

__all__ = [
    "answer_doubt",
    "begin_from_words",
    "bundle",
    "carry_on",
    "comment",
    "confirm_match",
    "create_text",
    "decline",
    "edit_clause",
    "edit_frame",
    "import_file",
    "import_text",
    "name_chair",
    "name_signatory",
    "propose",
    "save_whole",
    "sign",
    "take",
    "take_position",
    "to_sign",
    "translate",
    "withdraw_proposal",
]
