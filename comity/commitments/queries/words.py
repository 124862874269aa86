# SPDX-License-Identifier: Apache-2.0
"""Words for the codes of commitments: what people read in pages and papers."""

from __future__ import annotations

from datetime import date

from babel import Locale, dates
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from comity.base.wording import state_name

STATUS = {
    "open": _("no report"),
    "under-way": _("under way"),
    "reported-kept": _("reported kept, in review"),
    "asked-back": _("asked back"),
    "overdue": pgettext_lazy("commitment", "overdue"),
    "kept": pgettext_lazy("commitment", "kept"),
    "adjusted": _("adjusted"),
    "superseded": _("superseded"),
    "dropped": _("given up"),
}
TONES = {
    "under-way": "go",
    "reported-kept": "go",
    "asked-back": "warn",
    "overdue": "bad",
    "kept": "good",
}
OWNERS = {"secretariat": _("the Secretariat"), "experts": _("the expert group")}
ADDRESSEES = {
    "each-state": _("each State"),
    "state": _("a named State"),
    "host": _("the host"),
    "secretariat": _("the Secretariat"),
    "experts": _("the expert group"),
}
ACTS = {
    "progress": _("reported progress"),
    "claim": _("reported it kept"),
    "observe": _("found in a document: under way"),
    "attest": _("found in a document: kept"),
    "accept": _("accepted the report"),
    "ask_back": _("asked back"),
    "adjust": _("adjusted the commitment"),
    "supersede": _("recorded that another decision took its place"),
    "drop": _("recorded that it was given up"),
    "reopen": _("took it up again"),
}
BUTTONS = {
    "progress": _("Report progress"),
    "claim": _("Report it kept"),
    "accept": _("Accept the report"),
    "ask_back": _("Ask back"),
    "supersede": _("Superseded by another decision"),
    "drop": _("Given up"),
    "reopen": _("Take up again"),
}
FINDINGS = {
    "reached": _("reached"),
    "partly": _("partly reached"),
    "not-reached": _("not reached"),
    "cannot-be-judged": _("cannot be judged"),
}
STEPS = {
    "due-in-90": _("due within three months"),
    "due-in-30": _("due within a month"),
    "due-in-7": _("due within a week"),
    "overdue": pgettext_lazy("commitment", "overdue"),
    "overdue-30": _("overdue for a month: contact persons were told"),
    "overdue-180": _("overdue for half a year: contact persons were told"),
}
RHYTHMS = {"once": _("once"), "continuing": _("continuing")}
COLUMNS = {
    "commitment": _("commitment"),
    "owner": _("addressee"),
    "version": _("version"),
    "report": _("report"),
    "as_of": _("day"),
    "value": _("value"),
    "text": _("text"),
    "status": _("status"),
}
ORGANISATIONS = {
    "ECO": _("Economic Cooperation Organization"),
    "OTS": _("Organization of Turkic States"),
    "OIC": _("Organisation of Islamic Cooperation"),
}


def owner(code: str) -> str:
    """Return the name of an owner in the reader's language."""
    if code in OWNERS:
        return str(OWNERS[code])
    return state_name(code, translation.get_language() or "en")


def rhythm(code: str) -> str:
    """Return a rhythm in words."""
    if code in RHYTHMS:
        return str(RHYTHMS[code])
    months = int(code.split("-")[1])
    return translation.ngettext("every month", "every %(n)d months", months) % {"n": months}


def day(value: date) -> str:
    """Return a day as the reader's language writes it."""
    locale = Locale.parse(translation.get_language() or "en", sep="-")
    return dates.format_date(value, "d MMM y", locale=locale)
