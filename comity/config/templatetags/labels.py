# SPDX-License-Identifier: Apache-2.0
"""Words for codes: what people read where programs store a code. Translated where they are shown."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from comity.config.templatetags import labels_texts, register_labels, watch_labels

STATES = {
    "draft": _("Draft"),
    "internal_review": _("Waiting for release"),
    "sent": _("Sent"),
    "delivered": _("Delivered"),
    "acknowledged": _("Registered"),
    "under_completeness_check": _("Being checked"),
    "info_requested": _("Question asked"),
    "accepted_with_conditions": _("Conditions proposed"),
    "accepted": _("Accepted"),
    "in_execution": _("In execution"),
    "partially_executed": _("Partly executed"),
    "postponed": _("Postponed"),
    "executed": _("Executed"),
    "refused": _("Refused"),
    "returned_not_competent": _("Returned: not competent"),
    "withdrawn": _("Withdrawn"),
    "closed": _("Closed"),
}
STATE_TONES = {
    "info_requested": "warn",
    "accepted_with_conditions": "warn",
    "postponed": "warn",
    "refused": "bad",
    "returned_not_competent": "bad",
    "executed": "good",
    "closed": "",
    "withdrawn": "",
    "draft": "",
}
# act: (what the button says, what the timeline says)
ACTS = {
    "submit": (_("Submit for release"), _("submitted it for release")),
    "give_back": (_("Give back to the drafter"), _("gave it back to the drafter")),
    "send": (_("Release and send"), _("released and sent the request")),
    "acknowledge": (pgettext_lazy("step", "Register"), _("registered the request")),
    "return_not_competent": (_("Return: not competent"), _("returned the request: not competent")),
    "examine": (_("Begin the check"), _("began the check for completeness")),
    "ask": (_("Ask a question"), _("asked a question")),
    "answer": (_("Answer"), _("answered the question")),
    "propose_conditions": (_("Propose conditions"), _("proposed conditions")),
    "accept_conditions": (_("Accept the conditions"), _("accepted the conditions")),
    "decline_conditions": (_("Decline the conditions"), _("declined the conditions")),
    "accept": (_("Accept"), _("accepted the request")),
    "consult": (_("Consult before refusing"), _("consulted before refusing")),
    "reply_consultation": (_("Reply to the consultation"), _("replied to the consultation")),
    "refuse": (_("Refuse"), _("refused the request")),
    "postpone": (_("Postpone"), _("postponed execution")),
    "resume": (_("Resume execution"), _("resumed execution")),
    "route": (_("Assign for execution"), _("assigned it for execution")),
    "execute_part": (_("Send a part of the result"), _("sent a part of the result")),
    "refuse_part": (_("Refuse a part"), _("refused a part of the request")),
    "execute": (_("Send the result"), _("executed the request")),
    "ask_status": (_("Ask for the status"), _("asked for the status")),
    "report_status": (_("Report the status"), _("reported the status")),
    "withdraw": (_("Withdraw"), _("withdrew the request")),
    "close": (_("Close"), _("closed the request")),
    "reopen": (_("Ask for more"), _("reopened the request with a supplement")),
}
GIVEN = {
    "reference": _("Reference number"),
    "contact": _("Contact person"),
    "next_step": _("Next step to expect"),
    "reason": _("Reason"),
    "text": _("Explanation"),
    "term": _("Answer until"),
    "review_date": _("Review on"),
    "executing_authority": _("Executing authority"),
    "items": _("Items refused"),
}
REASONS = {
    "facts-insufficient": _("Facts are not described sufficiently"),
    "link-unclear": _("The link between the offence and what is asked is unclear"),
    "person-unclear": _("The person cannot be identified"),
    "account-unclear": _("The account, number or place cannot be identified"),
    "period-missing": _("The period is missing or too wide"),
    "law-missing": _("The text of the law, the penalty or the limitation is missing"),
    "document-missing": _("A document or decision is missing"),
    "translation-missing": _("The translation is missing or cannot be used"),
    "signature-missing": _("The signature or authority of the sender is in doubt"),
    "assurance-missing": _("An assurance is needed"),
    "other-deficiency": _("Something else is needed"),
    "other-authority": _("Another authority of this State is competent"),
    "other-state": _("Another State is competent"),
    "other-channel": _("The instrument demands another channel"),
    "not-assistance": _("What is asked is not legal assistance"),
    "own-proceedings": _("It would interfere with an investigation, prosecution or trial here"),
    "person-serving": _("The person serves a sentence or stands trial here"),
    "court-pending": _("A court here has to decide first"),
    "obtained-otherwise": _("The material was obtained in another way"),
    "case-ended": _("The case has ended"),
    "no-longer-needed": _("It is no longer needed"),
    "sent-in-error": _("It was sent in error"),
    "form": _("The request is not made in the form the instrument demands"),
    "sovereignty-ordre-public": _("Sovereignty, security, public order or other essential interests"),
    "domestic-law": _("The law of the requested State does not allow it"),
    "dual-criminality": _("The act is not an offence in the requested State"),
    "political-offence": _("The offence is considered political"),
    "ne-bis-in-idem": _("The person was already tried for the act"),
    "discrimination": _("The request is made to prosecute on grounds of race, religion, nationality or opinion"),
}
STAGES = {
    "submission-accepted": _("submitted"),
    "submission-rejected": _("submission rejected"),
    "relay-accepted": _("relayed"),
    "relay-rejected": _("relay rejected"),
    "relay-failed": _("relay failed"),
    "delivered": _("delivered"),
    "not-delivered": _("not delivered"),
    "retrieved": _("opened"),
    "not-retrieved": _("not opened in time"),
    "registered": _("registered"),
    "returned": _("returned"),
}
CLOCKS = {
    "acknowledgement": _("Register and acknowledge"),
    "acknowledgement-urgent": _("Register and acknowledge, urgent"),
    "completeness": _("Say whether the request is complete"),
    "supplementary-information": _("Answer the question"),
    "decision": _("Decide to execute or refuse"),
    "execution": _("Execute"),
    "execution-urgent": _("Execute, urgent"),
    "status-reply": _("Reply on the status"),
    "review": _("Review the postponement"),
    "silence-first": _("Silence for a month"),
    "silence-second": _("Silence for two months"),
    "silence-third": _("Silence for three months: tell the head of the authority"),
}
CLOCK_STATES = {
    "runs": _("runs"),
    "overdue": _("overdue"),
    "paused": _("stopped"),
    "met": _("kept"),
    "missed": _("missed"),
}
SIDES = {"requesting": _("Outgoing"), "requested": _("Incoming")}
SECTIONS = {
    "case": _("Authority and case"),
    "facts": _("Facts"),
    "offence": _("Offence and law"),
    "persons": _("Persons"),
    "purpose": _("Purpose and procedure"),
    "instrument": _("What the instrument also wants"),
    "handling": _("Urgency, confidentiality, language"),
    "law": _("Legal basis"),
    "documents": _("Documents"),
}
PROGRESS = {"empty": _("Not begun"), "begun": _("Begun"), "complete": _("Complete")}
EVIDENCE = {
    "text": _("wording seen"),
    "secondary": _("seen in a commentary"),
    "memory": _("to be confirmed"),
}
LEVELS = {"block": _("Must be put right"), "doubt": _("Doubtful"), "note": _("Note")}
ROLES = {
    "case-prosecutor": _("Case prosecutor"),
    "central-officer": _("Officer of the central authority"),
    "executing-officer": _("Executing officer"),
    "node-admin": _("Node administrator"),
    "auditor": _("Auditor"),
    "analyst": _("Analyst"),
    "secretariat-officer": _("Officer of the Secretariat"),
    "delegate": _("Delegate"),
}
FORMS = {
    "mla": _("Mutual legal assistance"),
    "extradition": _("Extradition"),
    "confiscation": _("Confiscation and return of assets"),
    "transfer-of-proceedings": _("Transfer of proceedings"),
    "transfer-of-sentenced-persons": _("Transfer of sentenced persons"),
    "enforcement-of-sentences": _("Enforcement of sentences"),
}
LAW_SECTIONS = {
    "contents": _("The request must contain"),
    "documents": _("Documents to attach"),
    "language": _("Language"),
    "form_of_request": _("Form"),
    "channels": _("Channel"),
    "dual_criminality": _("Dual criminality"),
    "thresholds": _("Thresholds"),
    "grounds": _("Could be refused on"),
    "barred_grounds": _("May not be refused on"),
    "nationals": _("Nationals"),
    "time_limits": _("Terms"),
    "postponement": _("Postponement"),
    "use_limits": _("Limits on use"),
    "confidentiality": _("Confidentiality"),
    "costs": _("Costs"),
    "duties": _("Duties"),
}
PARTICIPATION = {
    "party": _("party"),
    "signatory": pgettext_lazy("participation", "signed"),
    "none": _("not a party"),
    "unknown": _("unknown"),
}
FAMILIES = {
    "appearance": _("Appearance of persons"),
    "electronic": _("Electronic evidence"),
    "evidence": _("Taking evidence"),
    "financial": _("Money and assets"),
    "information": _("Information"),
    "joint": _("Joint work"),
    "proceedings": _("Proceedings"),
    "protection": _("Protection"),
    "sentence": _("Sentences"),
    "service": _("Service of documents"),
    "special": _("Special techniques"),
    "surrender": _("Surrender of persons"),
}
TABLES: dict[str, Mapping[str, Any]] = {
    **labels_texts.TABLES,
    "family": FAMILIES,
    "state": STATES,
    "given": GIVEN,
    "reason": REASONS,
    "stage": STAGES,
    "clock": CLOCKS,
    "clock_state": CLOCK_STATES,
    "side": SIDES,
    "section": SECTIONS,
    "progress": PROGRESS,
    "evidence": EVIDENCE,
    "level": LEVELS,
    "role": ROLES,
    "form": FORMS,
    "law_section": LAW_SECTIONS,
    "participation": PARTICIPATION,
    **register_labels.TABLES,
    **watch_labels.TABLES,
}
