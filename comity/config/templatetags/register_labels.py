# SPDX-License-Identifier: Apache-2.0
"""Words for the codes of the common register."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from comity.config.templatetags import probe_labels

THINGS = {
    "Person": _("Person"),
    "Organization": _("Organisation"),
    "Company": _("Company"),
    "Vehicle": _("Vehicle"),
    "Vessel": _("Vessel"),
    "Airplane": _("Aircraft"),
    "Address": _("Address"),
    "CryptoWallet": _("Crypto wallet"),
    "BankAccount": _("Bank account"),
    "UserAccount": _("User account"),
    "Phone": _("Phone number"),
    "Domain": _("Website"),
    "Route": _("Route"),
}
PROPERTIES = {
    "name": _("Name"),
    "alias": _("Other name"),
    "weakAlias": _("Nickname"),
    "previousName": _("Earlier name"),
    "firstName": _("Given name"),
    "lastName": _("Surname"),
    "middleName": _("Middle name"),
    "fatherName": _("Father's name"),
    "motherName": _("Mother's name"),
    "birthDate": _("Date of birth"),
    "deathDate": _("Date of death"),
    "birthPlace": _("Place of birth"),
    "nationality": _("Nationality"),
    "citizenship": _("Citizenship"),
    "gender": _("Gender"),
    "idNumber": _("Identity number"),
    "passportNumber": _("Passport number"),
    "taxNumber": _("Tax number"),
    "position": _("Position"),
    "phone": _("Phone"),
    "email": _("E-mail"),
    "website": _("Website"),
    "country": _("Country"),
    "address": _("Address"),
    "notes": _("Notes"),
    "sourceUrl": _("Found at"),
    "registrationNumber": _("Registration number"),
    "jurisdiction": _("Jurisdiction"),
    "incorporationDate": _("Founded on"),
    "leiCode": _("LEI code"),
    "model": _("Model"),
    "type": _("Type"),
    "imoNumber": _("IMO number"),
    "flag": pgettext_lazy("vessel", "Flag"),
    "serialNumber": _("Serial number"),
    "full": _("Full address"),
    "city": _("City"),
    "postalCode": _("Postal code"),
    "publicKey": _("Wallet address"),
    "currency": _("Currency"),
    "managingExchange": _("Exchange"),
    "iban": _("IBAN"),
    "accountNumber": _("Account number"),
    "bic": _("BIC"),
    "bankName": _("Bank"),
    "username": _("User name"),
    "wallet": _("Wallet address"),
    "route": _("Route"),
    "url": _("Website"),
    "service": _("Service"),
    "ipAddress": _("IP address"),
}
CATEGORIES = {
    "suspect": _("Suspect"),
    "accused": _("Accused"),
    "convicted": _("Convicted"),
    "wanted": _("Wanted"),
    "missing": _("Missing person"),
    "associate": _("Associate"),
    "victim": _("Victim"),
    "witness": _("Witness"),
}
CERTAINTIES = {"confirmed": _("confirmed"), "probable": _("probable"), "possible": _("possible")}
LINK_REASONS = {
    "name-and-birth": _("like name and agreeing birth date"),
    "name": _("like name"),
    "batch": _("alike when the whole register was weighed"),
}
LINK_KINDS = {
    "identifier": _("Document or number"),
    "account": _("Bank account"),
    "wallet": _("Crypto wallet"),
    "phone": _("Phone number"),
    "online": _("E-mail or user name"),
    "vehicle": _("Vehicle"),
    "web": _("Website"),
    "route": _("Route"),
    "address": _("Address"),
    "name-and-birth": _("Name and birth date"),
    "name": _("Name"),
}
NOTICES = {
    "link": _("Is linked with an entry of another case"),
    "received": _("A partner gave an entry"),
    "updated": _("The owner changed the entry"),
    "withdrawn": _("The owner withdrew the entry: its content is gone"),
    "review": _("Is due for review"),
    "purged": _("An entry reached its last day and was deleted"),
    "watch-received": _("A partner shared an indicator of the watch list"),
    "watch-corroborate": _("A partner corroborates an indicator of the watch list"),
    "watch-retract": _("A partner takes back what it said of an indicator of the watch list"),
    "watch-reappear": _("A partner says that a limited indicator is back"),
    "feed-stopped": _("A feed of the watch list has stopped"),
    "rights": _("A person concerned has a request about the entry"),
}
EVENTS = {
    "entry.entered": _("entered it"),
    "entry.said": _("said more of it"),
    "entry.retracted": _("took a value back"),
    "entry.handling": _("changed who may know of it"),
    "entry.withdrawn": _("withdrew it"),
    "entry.disclosed": _("disclosed it to a partner"),
    "entry.recalled": _("recalled it from a partner"),
    "entry.received": _("gave it to this State"),
    "entry.updated": _("sent a later version"),
    "entry.linked": _("linked it to a case"),
    "entry.passed-on": _("passed it on"),
    "entry.renewed": _("reviewed it and set new days"),
    "entry.purged": _("deleted its content on its last day"),
    "entry.erased": _("deleted its content"),
    "entry.merged": _("ruled that it is the same as another entry"),
    "entry.told-apart": _("ruled that it is not the same as another entry"),
    "entry.unmerged": _("took a ruling back"),
}
AGREEMENTS = {
    "same": _("the same"),
    "partly": _("agrees as far as known"),
    "swapped": _("day and month swapped"),
    "near": _("within a year"),
    "other": _("another"),
    "unknown": _("not known"),
}
AGREEMENT_TONES = {"same": "good", "partly": "good", "swapped": "warn", "near": "warn", "other": "bad"}
LIKENESS = {
    "same": pgettext_lazy("likeness", "same"),
    "alike": pgettext_lazy("likeness", "alike"),
    "doubtful": pgettext_lazy("likeness", "doubtful"),
    "joined": pgettext_lazy("likeness", "written as one word"),
    "initial": pgettext_lazy("likeness", "initial"),
    "relation": pgettext_lazy("likeness", "relation"),
    "title": pgettext_lazy("likeness", "title"),
    "particle": pgettext_lazy("likeness", "particle"),
    "name alone": pgettext_lazy("likeness", "only on one side"),
    "initial alone": pgettext_lazy("likeness", "initial only on one side"),
    "relation alone": pgettext_lazy("likeness", "relation only on one side"),
    "title alone": pgettext_lazy("likeness", "title only on one side"),
    "particle alone": pgettext_lazy("likeness", "particle only on one side"),
}
NOTES = {
    "letters": _("%(one)s = %(two)s"),
    "differs": _("%(one)s is not %(two)s"),
    "missing": _("%(one)s has no counterpart"),
    "unwritten": _("%(one)s: short vowel, not written in the Arabic script"),
    "known": _("both spell %(one)s"),
    "apart": _("%(one)s and %(two)s are different names"),
    "ending": _("-%(one)s and -%(two)s: endings of one family name"),
    "relation": _("%(one)s = %(two)s = %(three)s"),
    "joined": _("written as one word on one side"),
    "initial": _("initial %(one)s for %(two)s"),
    "servant": _("Abd al- left out on one side"),
}
RIGHTS = {
    "access": _("To know what is kept"),
    "correction": _("To correct what is kept"),
    "deletion": _("To delete what is kept"),
}
RIGHT_STATES = {"open": _("to be decided"), "decided": _("waits for a second person"), "closed": _("closed")}
RIGHT_OUTCOMES = {
    "granted": _("granted"),
    "partly": _("granted in part"),
    "refused": pgettext_lazy("right", "refused"),
    "nothing-held": _("nothing is kept"),
    "owner-abroad": _("belongs to another State: passed on"),
    "open": _("not closed yet"),
}
RIGHT_REASONS = {
    "needed": _("Still needed for the purpose it is kept for"),
    "investigation": _("Knowing of it would harm an investigation"),
    "others-rights": _("It would harm the rights of others"),
    "not-the-person": _("It is about another person"),
    "correct-already": _("It is correct as it stands"),
    "no-longer-needed": _("No longer needed"),
    "wrong": _("It was wrong"),
}
IMPORT_STATES = {
    "draft": _("not begun"),
    "running": _("running"),
    "done": pgettext_lazy("import", "done"),
    "cancelled": pgettext_lazy("import", "cancelled"),
    "stopped": pgettext_lazy("import", "stopped"),
}
IMPORT_REASONS = {
    "no-access": _("Whoever began it may not know of the case any more."),
    "unreadable": _("The file cannot be read."),
    "too-many-wrong": _("Too many lines were wrong: look at how the file is read."),
}
LINE_OUTCOMES = {
    "entered": pgettext_lazy("line", "entered"),
    "wrong": pgettext_lazy("line", "wrong"),
    "repeated": pgettext_lazy("line", "repeated"),
}
FILE_FORMS = {
    "ftm": _("FollowTheMoney, one entity a line"),
    "csv": _("Table (CSV)"),
    "stix": _("STIX 2.1 bundle"),
    "misp": _("MISP event"),
}
MARKS = {"comma": _("Comma"), "semicolon": _("Semicolon"), "tab": _("Tab"), "bar": _("Vertical bar")}
TABLES = {
    "import_state": IMPORT_STATES,
    "import_reason": IMPORT_REASONS,
    "line_outcome": LINE_OUTCOMES,
    "file_form": FILE_FORMS,
    "mark": MARKS,
    **probe_labels.TABLES,
    "agreement": AGREEMENTS,
    "likeness": LIKENESS,
    "right": RIGHTS,
    "right_state": RIGHT_STATES,
    "right_outcome": RIGHT_OUTCOMES,
    "right_reason": RIGHT_REASONS,
    "thing": THINGS,
    "property": PROPERTIES,
    "category": CATEGORIES,
    "certainty": CERTAINTIES,
    "notice": NOTICES | probe_labels.NOTICES,
    "link_kind": LINK_KINDS,
    "link_reason": LINK_REASONS,
    "register_event": EVENTS,
}
