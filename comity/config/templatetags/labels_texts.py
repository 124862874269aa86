# SPDX-License-Identifier: Apache-2.0
"""Words for the codes of texts: kinds, stages, acts, changes, stances, what became of a clause."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

KINDS = {
    "declaration": _("Declaration"),
    "action-plan": _("Action plan"),
    "plan-of-interaction": _("Plan of interaction"),
    "convention": _("Draft convention"),
    "statute": _("Statute"),
    "final-document": _("Final document"),
    "report": _("Report"),
}
STAGES = {
    "tasked": _("Tasked"),
    "draft": _("Draft"),
    "circulated": _("Circulated"),
    "comments": _("Comments"),
    "redraft": _("Second draft"),
    "adopted": _("Adopted"),
    "endorsed": _("Endorsed"),
    "issued": _("Issued"),
    "signed": _("Signed"),
    "in-force": _("In force"),
    "superseded": _("Superseded"),
    "withdrawn": _("Withdrawn"),
}
STAGE_TONES = {
    "tasked": "", "draft": "", "redraft": "", "circulated": "tag-go", "comments": "tag-go", "adopted": "tag-good",
    "endorsed": "tag-good", "issued": "tag-good", "signed": "tag-good", "in-force": "tag-good",
    "superseded": "tag-warn", "withdrawn": "tag-bad",
}  # fmt: skip
STEPS = {
    "begin_draft": _("Begin the draft"),
    "circulate": _("Circulate"),
    "open_comments": _("Ask for comments"),
    "redraft": _("Take back for a second draft"),
    "adopt": _("Record the adoption"),
    "endorse": _("Record the endorsement"),
    "issue": _("Issue"),
    "enter_into_force": _("Record the entry into force"),
    "amend": _("Record an amendment by a newer text"),
    "supersede": _("Mark as superseded"),
    "withdraw": _("Withdraw the text"),
}
TRAIL = {
    "begin": _("began the text"),
    "import": _("imported the text"),
    "begin_draft": _("began the draft"),
    "write": _("changed the draft"),
    "translate": _("saved a translation"),
    "confirm_match": _("found two languages to agree"),
    "circulate": _("circulated the text"),
    "open_comments": _("asked for comments"),
    "propose": _("proposed a change"),
    "withdraw_proposal": _("took back a proposal"),
    "position": _("took a position"),
    "comment": _("commented"),
    "take": _("took proposals into a new version"),
    "decline": _("left a proposal out"),
    "redraft": _("took it back for a second draft"),
    "adopt": _("recorded the adoption"),
    "endorse": _("recorded the endorsement"),
    "issue": _("issued the text"),
    "name_chair": _("named a chair"),
    "name_signatory": _("named a head of delegation"),
    "sign": pgettext_lazy("act", "signed"),
    "enter_into_force": _("recorded the entry into force"),
    "amend": _("recorded an amendment"),
    "supersede": _("marked it as superseded"),
    "withdraw": _("withdrew the text"),
    "answer_doubt": _("settled a doubt of the import"),
}
GIVEN = {
    "until": _("Comments until"),
    "decision": _("Decision of the meeting"),
    "place": _("Place"),
    "date": _("Date"),
    "text": _("Short name of the newer text"),
    "reason": _("Reason"),
}
CHANGES = {
    "reword": _("Reword"),
    "add": _("Add after it"),
    "delete": _("Delete"),
    "move": _("Move"),
}
STANCES = {
    "agree": _("agrees"),
    "agree-if": _("agrees if"),
    "reserve": _("reserves"),
    "object": _("objects"),
}
STANCE_TONES = {"agree": "tag-good", "agree-if": "tag-go", "reserve": "tag-warn", "object": "tag-bad"}
FATES = {
    "same": _("unchanged"),
    "changed": _("reworded"),
    "added": _("added"),
    "removed": _("removed"),
    "open": _("open"),
    "taken": _("taken in"),
    "declined": _("left out"),
    "withdrawn": _("taken back"),
    "overtaken": _("overtaken by the adoption"),
    "confirmed": _("confirmed"),
    "corrected": _("corrected"),
}
FATE_TONES = {
    "changed": "tag-go", "added": "tag-good", "removed": "tag-bad", "open": "tag-go", "taken": "tag-good",
    "confirmed": "tag-good", "corrected": "tag-go",
}  # fmt: skip
LANGUAGE_STEPS = {
    "in-step": _("agree"),
    "lead-changed": _("the leading language was changed since"),
    "other-changed": _("this language alone was changed"),
    "both-changed": _("both were changed since they were compared"),
    "only-lead": _("not translated yet"),
    "only-other": _("no longer in the leading language"),
}
RELATIONS = {"cites": _("cites"), "amends": _("amends"), "supersedes": _("takes the place of")}
CITED = {"cites": _("cited by"), "amends": _("amended by"), "supersedes": _("replaced by")}
CAPACITIES = {
    "secretariat": _("Secretariat"),
    "chair": _("Chair"),
    "delegate": _("Delegate"),
    "observer": _("Observer"),
    "head-of-delegation": _("Head of delegation"),
}
TABLES: dict[str, Mapping[str, Any]] = {
    "text_kind": KINDS,
    "text_stage": STAGES,
    "text_stage_tone": STAGE_TONES,
    "text_step": STEPS,
    "text_trail": TRAIL,
    "text_given": GIVEN,
    "text_change": CHANGES,
    "text_stance": STANCES,
    "text_stance_tone": STANCE_TONES,
    "text_fate": FATES,
    "text_fate_tone": FATE_TONES,
    "text_language_step": LANGUAGE_STEPS,
    "text_capacity": CAPACITIES,
    "text_relation": RELATIONS,
    "text_cited": CITED,
}
