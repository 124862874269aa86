# SPDX-License-Identifier: Apache-2.0
"""Words of meetings for codes, in pages and papers. Translated where they are shown."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

KINDS = {
    "conference": _("Meeting"),
    "extraordinary": _("Extraordinary session"),
    "experts": _("Expert meeting"),
    "group": _("Meeting of the expert group"),
    "seminar": _("Seminar"),
}
STATES = {
    "requested": _("Approval asked"),
    "planned": _("Planned: a host is wanted"),
    "hosted": _("Host found: days to be agreed"),
    "dated": _("Days agreed"),
    "invited": _("Invitations sent"),
    "open": _("In session"),
    "closed": pgettext_lazy("meeting", "Closed"),
    "cancelled": _("Cancelled"),
    "recorded": _("Held"),
}
TONES = {"requested": "warn", "open": "good", "cancelled": "bad", "closed": "", "recorded": ""}
# act: (what the button says, what the timeline says)
ACTS = {
    "offer_next": (_("Offer to host the next meeting"), ""),
    "take_seat": (_("Name your expert"), ""),
    "set_task": (_("Add a task"), ""),
    "plan": (_("Plan the next meeting"), _("planned the meeting")),
    "request_session": (_("Request an extraordinary session"), _("requested the extraordinary session")),
    "approve_session": (_("Approve or decline the session"), _("answered the request for the session")),
    "offer": (_("Offer to host"), _("offered to host")),
    "withdraw_offer": (_("Withdraw the offer"), _("withdrew the offer to host")),
    "welcome": (_("Welcome an offer"), _("recorded that the offer is welcomed")),
    "propose_date": (_("Propose the days"), _("proposed the days")),
    "agree_date": (_("Agree the days"), _("agreed the days")),
    "convene_experts": (_("Call the expert meeting"), _("called the expert meeting")),
    "convene_group": (_("Call the expert group"), _("called the expert group")),
    "invite": (_("Send the invitations"), _("sent the invitations")),
    "invite_guest": (_("Invite a guest"), _("invited a guest")),
    "answer": (_("Answer the invitation"), _("answered the invitation")),
    "accredit": (_("Name the delegation"), _("named the delegation")),
    "accept_powers": (_("Accept full powers"), _("found the full powers in order")),
    "name_signatories": (_("Name the heads as signatories"), _("named the heads of delegation as signatories")),
    "schedule": (_("Add to the programme"), _("changed the programme")),
    "propose_item": (_("Propose an agenda item"), _("proposed an agenda item")),
    "adopt_agenda": (_("Adopt the agenda"), _("recorded that the agenda is adopted")),
    "circulate": (_("Circulate a document"), _("circulated a document")),
    "give_proxy": (_("Give a proxy"), _("gave a proxy")),
    "open": (_("Open the meeting"), _("opened the meeting")),
    "call_roll": (_("Call the roll"), _("called the roll")),
    "speak": (_("Enter a statement"), _("entered a statement")),
    "open_vote": (_("Put a question to the vote"), _("opened a vote")),
    "cast": (_("Vote"), _("voted")),
    "close_vote": (_("Close the vote"), _("closed the vote")),
    "decide": (_("Record an outcome"), _("recorded an outcome")),
    "close": (_("Close the meeting"), _("closed the meeting")),
    "correct": (_("Add a corrigendum"), _("added a corrigendum")),
    "cancel": (_("Cancel the meeting"), _("cancelled the meeting")),
    "deliver": (_("Deliver a task"), _("recorded what the group delivers")),
    "import": (_("Import"), _("recorded the meeting from a document")),
}
CAPACITIES = {
    "member": _("Member"),
    "observer": _("Observer"),
    "guest": _("Guest"),
    "partner": _("Partner organisation"),
    "secretariat": _("Secretariat"),
}
POWERS = {
    "none": _("no full powers yet"),
    "given": _("full powers to be examined"),
    "accepted": _("full powers in order"),
}
ANSWERS = {"comes": _("comes"), "declines": _("does not come"), "": _("no answer yet")}
SESSIONS = {
    "plenary": _("Plenary"),
    "courtesy-call": _("Courtesy call"),
    "bilateral": _("Bilateral meeting"),
    "side-event": _("Side event"),
    "cultural": _("Cultural programme"),
}
STATEMENTS = {"statement": _("Statement"), "key-point": _("Key point"), "proposal": _("Proposal")}
OUTCOMES = {
    "adoption": _("Adoption of a text"),
    "decision": _("Decision"),
    "mandate": _("Mandate"),
    "plan": _("Plan"),
    "next-host": _("Next host"),
    "renaming": _("Change of name or emblem"),
    "establishment": _("Establishment of a group"),
    "other": _("Other outcome"),
}
CHOICES = {
    "yes": pgettext_lazy("vote", "For"),
    "no": pgettext_lazy("vote", "Against"),
    "abstain": pgettext_lazy("vote", "Abstention"),
}
OBJECTIONS = {"yes": _("Agrees"), "no": _("Objects"), "abstain": _("Stands aside")}
DECISIONS = {
    "adoption": _("Adoption of a text"),
    "procedure": _("Question of procedure"),
    "admission": _("Admission"),
    "host": _("Next host"),
    "default": _("Other question, by vote"),
}
BASES = {
    "members": _("all members"),
    "present": _("members present"),
    "present-and-voting": _("members present and voting"),
    "votes-cast": _("votes cast, abstentions included"),
}
RULES = {
    "rhythm": _("Rhythm"),
    "extraordinary": _("Extraordinary session"),
    "expert_meeting": _("Expert meeting before the conference"),
    "date": _("Date"),
    "host": _("Host"),
    "quorum": _("Quorum"),
    "majority": _("Majority"),
    "attendance": _("Who may attend"),
    "proxies": _("Proxies"),
    "circulation": _("Circulation of documents"),
    "composition": _("Composition"),
}
FORCES = {"laid-down": _("laid down"), "recommended": _("recommended"), "practice": _("practice, configurable")}
EMBLEMS = {"in-use": _("in use"), "to-be-redesigned": _("to be redesigned"), "unknown": _("not seen")}
STANDINGS = {
    "in-place": _("in place"),
    "being-established": _("being established"),
    "in-force": _("in force"),
    "adopted": _("adopted"),
    "not-in-force": _("not in force"),
    "unknown": _("unknown"),
}
NOTICES = {
    "approval-asked": _("Your approval of an extraordinary session is asked."),
    "session-approved": _("The extraordinary session is approved."),
    "host-offered": _("A State offers to host."),
    "host-welcomed": _("The offer to host is welcomed."),
    "date-proposed": _("Days are proposed to you."),
    "date-agreed": _("The days are agreed."),
    "invited": _("You are invited."),
    "agenda-adopted": _("The agenda is adopted."),
    "document": _("A document is circulated."),
    "opened": _("The meeting is open."),
    "vote-opened": _("A vote is open: your State is asked."),
    "vote-closed": _("A vote is closed."),
    "closed": _("The meeting is closed."),
    "cancelled": _("The meeting is cancelled."),
    "answer-soon": _("The answer to the invitation is due in three days."),
    "documents-soon": _("Documents are due in three days."),
    "starts-soon": _("The meeting begins in a week."),
    "starts-tomorrow": _("The meeting begins tomorrow."),
}
TABLES = {
    "meeting_kind": KINDS,
    "meeting_state": STATES,
    "meeting_capacity": CAPACITIES,
    "meeting_powers": POWERS,
    "meeting_answer": ANSWERS,
    "meeting_session": SESSIONS,
    "meeting_statement": STATEMENTS,
    "meeting_outcome": OUTCOMES,
    "meeting_choice": CHOICES,
    "meeting_objection": OBJECTIONS,
    "meeting_decision": DECISIONS,
    "meeting_basis": BASES,
    "meeting_rule": RULES,
    "meeting_force": FORCES,
    "meeting_emblem": EMBLEMS,
    "meeting_standing": STANDINGS,
    "meeting_notice": NOTICES,
}
