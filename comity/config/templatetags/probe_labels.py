# SPDX-License-Identifier: Apache-2.0
"""Words for the codes of probes."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

NOTICES = {
    "probe-alarm": _("A probe raised an alarm"),
    "probe-approval": _("A partner asks for a count by name pairs alone: both central authorities decide"),
    "probe-declined": _("A query order was not released"),
    "probe-hit": _("A partner knows somebody of a query order"),
    "probe-answered": _("A query order is answered: no hit"),
    "probe-refused": _("The partner refused a query order or a hit"),
    "probe-untrusted": _("The answer to a query order does not hold and was dropped"),
    "probe-expired": _("A query order ran out without an answer"),
    "probe-opened": _("A partner asked for this person and opened the hit"),
    "probe-disclosed": _("The partner disclosed the entry of a hit"),
    "probe-not-found": _("The partner no longer has the entry of a hit"),
}
STATES = {
    "waiting": _("Waiting for release"),
    "declined": _("Not released"),
    "released": _("Released"),
    "sent": _("Sent"),
    "answered": _("Answered"),
    "refused": _("Refused"),
    "untrusted": _("Dropped: the answer does not hold"),
    "expired": _("Ran out"),
}
HITS = {
    "found": _("Found, not opened"),
    "dismissed": _("Not followed"),
    "opened": _("Open at both sides"),
    "disclosed": _("Disclosed"),
    "refused": _("Refused"),
    "not-found": _("No longer there"),
}
KINDS = {
    "K1": _("an identity document"),
    "K2": _("name and full date of birth"),
    "K3": _("name and year of birth"),
    "K4": _("name alone"),
    "K5": _("a number, account or address of a thing"),
}
THINGS = {
    "phone": _("telephone"),
    "email": _("e-mail"),
    "account": _("user account"),
    "iban": _("IBAN"),
    "bank": _("account at a bank"),
    "wallet": _("crypto wallet"),
    "plate": _("number plate or chassis number"),
    "url": _("site or page"),
    "document": _("document with its State"),
}
REASONS = {
    "other-person": _("It is another person"),
    "investigation": _("Disclosure would harm an investigation"),
    "sensitive": _("The source must be protected"),
    "no-basis": _("The legal basis does not cover it"),
    "other": pgettext_lazy("reason", "Another reason"),
}
REFUSALS = {
    "limit-day": _("The partner has answered for as many persons as it may today"),
    "limit-month": _("The partner has answered for as many persons as it may this month"),
    "not-approved": _("The central authority of the partner did not approve"),
    "bad-evaluation": _("It was not made with the key announced beforehand"),
    "malformed": _("It is malformed"),
    "keys-changed": _("The making of keys changed here meanwhile: ask again"),
}
ALARMS = {
    "near-day": _("Near the limit of a day"),
    "near-month": _("Near the limit of a month"),
    "limit-day": _("Limit of a day reached: an order was refused"),
    "limit-month": _("Limit of a month reached: an order was refused"),
    "key-changed": _("A second key was announced for a month"),
    "bad-answer": _("An answer did not hold and was dropped"),
    "hit-without-entry": _("A hit was opened that no entry has"),
    "log-contradiction": _("The log of the partner contradicts an earlier root"),
}
PROOFS = {
    "agrees": _("What was sent is what the order says"),
    "differs": _("What was sent is not what the order says"),
    "lost": _("What was asked is no longer kept"),
    "keys-changed": _("The making of keys changed since: it cannot be made again"),
}
AUDITS = {
    "": _("Waits for an auditor"),
    "in-order": _("In order"),
    "not-in-order": _("Not in order"),
}
TABLES = {
    "probe_proof": PROOFS,
    "probe_audit": AUDITS,
    "probe_state": STATES,
    "hit_state": HITS,
    "probe_kind": KINDS,
    "probe_thing": THINGS,
    "hit_reason": REASONS,
    "probe_refusal": REFUSALS,
    "probe_alarm": ALARMS,
}
