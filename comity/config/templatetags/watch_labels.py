# SPDX-License-Identifier: Apache-2.0
"""Words for the codes of the watch list."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

KINDS = {
    "application": _("Web application"),
    "domain": _("Domain"),
    "url": _("Link"),
    "account": _("Account or channel"),
    "bot": _("Bot"),
    "invite": _("Invitation link"),
    "wallet": _("Crypto wallet"),
    "payment": _("Payment handle"),
    "iban": _("Bank account (IBAN)"),
    "phone": _("Phone number"),
    "email": _("E-mail address"),
    "coded-word": _("Coded word"),
}
STATUSES = {
    "reported": pgettext_lazy("indicator", "Reported"),
    "corroborated": pgettext_lazy("indicator", "Corroborated"),
    "asked": pgettext_lazy("indicator", "Limitation asked"),
    "limited": pgettext_lazy("indicator", "Limited"),
    "reappeared": pgettext_lazy("indicator", "Reappeared"),
    "cleared": pgettext_lazy("indicator", "Cleared"),
}
TONES = {
    "reported": "go", "corroborated": "warn", "asked": "warn", "limited": "good", "reappeared": "bad", "cleared": "",
}  # fmt: skip
ACTS = {
    "report": pgettext_lazy("watch", "Report"),
    "corroborate": _("Corroborate"),
    "add": _("Add evidence"),
    "ask": _("Ask for limitation"),
    "limit": _("It is limited"),
    "decline": _("The request was declined"),
    "reappear": _("It reappeared"),
    "retract": _("Withdraw the corroboration"),
    "clear": _("Clear it"),
    "report-again": _("Report it again"),
}
GIVEN = {
    "evidence": _("What was seen"),
    "addressee": _("Who is asked"),
    "name": _("Name of who is asked"),
    "grounds": _("Why before others corroborate"),
    "measure": _("What was done"),
    "reason": pgettext_lazy("watch", "Reason"),
}
ADDRESSEES = {
    "provider": _("Provider of the service"),
    "registrar": _("Registrar of the domain"),
    "hosting": _("Hosting company"),
    "regulator": _("Regulator"),
    "app-store": _("App store"),
    "exchange": _("Crypto exchange"),
}
MEASURES = {
    "removed": _("Removed"),
    "blocked": _("Blocked"),
    "suspended": _("Suspended"),
    "delisted": _("Delisted"),
    "frozen": _("Frozen"),
    "restricted": _("Restricted"),
}
CLOCKS = {
    "corroboration": _("Partners say whether they know it too"),
    "limitation-request": _("Ask the provider, registrar or regulator to limit it"),
    "limitation-answer": _("The provider answers"),
    "limitation-check": _("Look whether it is still limited"),
    "reappearance-request": _("Ask again after it reappeared"),
}
SOURCES = {
    "telegram-json": _("Telegram export (JSON)"),
    "telegram-html": _("Telegram export (HTML)"),
    "whatsapp": _("WhatsApp export"),
    "text": _("Text"),
    "pdf": _("PDF"),
    "picture": _("Picture"),
    "archive": _("Archive"),
}
DETECTION_STATES = {
    "reading": _("It is being read"),
    "done": pgettext_lazy("detection", "Read"),
    "failed": _("It could not be read"),
    "stopped": _("Stopped by a person"),
}
LEFT = {
    "no-recognition": _("Pictures without text: this node has no program to read them (tesseract)."),
    "locked": _("Locked with a password."),
    "broken": _("Broken."),
    "not-read": _("Not a kind of file that can be read here."),
    "too-large": _("Too large."),
    "too-many": _("There are more files in the archive than are read at once. Split it."),
}
DECISIONS = {"confirmed": _("confirmed"), "rejected": pgettext_lazy("finding", "rejected")}
REASONS = {
    "checksum": _("The checksum holds: %(detail)s."),
    "no-checksum": _("The form is right; written this way the address has no checksum to test."),
    "checksum-wrong": _("The checksum does not hold (%(detail)s): mistyped or invented."),
    "calling-code": _("Calling code and length fit."),
    "shape": _("It has the form of an e-mail address."),
    "platform-link": _("A link of %(detail)s leads there."),
    "link": _("A whole link."),
    "domain": _("A name under a known top-level domain."),
    "international-name": _("In network letters: %(detail)s."),
    "common-site": _("A site everyone uses: look at the page itself."),
    "handle-near": _("A handle right after the word %(detail)s."),
    "handle-named": _("A name given for %(detail)s."),
    "handle-in-export": _("A handle in an export of %(detail)s."),
    "handle-alone": _("A handle; the service is not named."),
    "disguised": _("It was disguised: defanged, or with invisible characters."),
    "coded-beside": _("Beside coded words: %(detail)s."),
    "means": _("Said to mean: %(detail)s."),
    "sale-beside": _("Beside signs of a sale: %(detail)s."),
    "known": _("It is on the watch list."),
    "looks-like": _("Looks like %(detail)s, which is on the list."),
    "one-letter-off": _("One letter off %(detail)s, which is on the list."),
    "same-stem": _("The same name but for its ending as %(detail)s, which is on the list."),
}
TABLES = {
    "watch_kind": KINDS,
    "watch_status": STATUSES,
    "watch_act": ACTS,
    "watch_given": GIVEN,
    "watch_addressee": ADDRESSEES,
    "watch_measure": MEASURES,
    "watch_clock": CLOCKS,
    "watch_source": SOURCES,
    "watch_decision": DECISIONS,
    "detection_state": DETECTION_STATES,
    "detection_left": LEFT,
}
