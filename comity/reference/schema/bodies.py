# SPDX-License-Identifier: Apache-2.0
"""The schemas of organisations and bodies: dated names and emblems, members, tracks, and convening rules as data.

A rule says how it binds (`force`): `laid-down` by the body, `recommended` to it (held as a rule until the body says
otherwise), or `practice`, which a Secretariat may configure and which only warns. A rule that is only remembered
(`evidence: memory`) never blocks either.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field as Key

from comity.reference.schema.base import Evidence, Model, RoughDate

StateCode = Annotated[str, Key(pattern=r"^[A-Z]{2}$")]
Slug = Annotated[str, Key(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=48)]
Citation = Annotated[str, Key(pattern=r"^([a-z0-9-]+#[a-zA-Z0-9.-]+)?$")]
Basis = Literal["members", "present", "present-and-voting", "votes-cast"]


class Sourced(Model):
    """A fact with where it stands: document or address, clause of it, how sure; `cites` names a clause of a text."""

    source: str = ""
    clause: str = ""
    cites: Citation = ""
    evidence: Evidence
    note: str = ""


class Dated(Sourced):
    """A fact that holds from a day (inclusive) until another (exclusive); empty: open or not known."""

    since: RoughDate = ""
    until: RoughDate = ""


class Name(Dated):
    """A name under its dates; `texts` holds it by language."""

    texts: Annotated[dict[str, str], Key(min_length=1)]


class Emblem(Dated):
    """A logo under its dates: in use, or to be redesigned by a decision."""

    status: Literal["in-use", "to-be-redesigned", "unknown"]
    text: str


class Named(Sourced):
    """Someone or something by name."""

    name: str


class Secretariat(Sourced):
    """Who serves the organisation or body, and how far it stands."""

    name: str
    status: Literal["in-place", "being-established", "unknown"]


class Charter(Sourced):
    """The founding text of a body and its entry into force."""

    title: str
    status: Literal["in-force", "adopted", "not-in-force", "unknown"]
    in_force_since: RoughDate = ""
    instrument: str = ""


class Language(Sourced):
    """A language of the body and what it is used for."""

    code: str
    used_for: str


class Track(Sourced):
    """A line of cooperation: prosecutors general, interior ministries and so on."""

    key: str
    title: str


class Member(Dated):
    """A State that belongs to a body, where the body does not take all members of its organisation."""

    state: StateCode
    role: Literal["member", "observer"] = "member"


class Rule(Sourced):
    """A convening rule: how it binds and what it says in one sentence."""

    force: Literal["laid-down", "recommended", "practice"]
    text: str


class Share(Model):
    """A share of a basis: `more_than` it, or at least it. 2/3 of members: numerator 2, denominator 3."""

    numerator: Annotated[int, Key(ge=0)]
    denominator: Annotated[int, Key(ge=1)]
    more_than: bool = False
    of: Basis


class Rhythm(Rule):
    """How often the body meets, in months."""

    every_months: Annotated[int, Key(ge=1, le=120)]


class Extraordinary(Rule):
    """Who may request an extraordinary session and which share must approve it."""

    requested_by: Literal["any-member"]
    approval: Share


class ExpertMeeting(Rule):
    """An expert meeting before each conference adopts its agenda."""

    before: Literal["each-conference"]


class DateAgreed(Rule):
    """With whom the host agrees the date."""

    agreed_with: Literal["secretariat"]


class Host(Rule):
    """How the host is found."""

    by: Literal["offer-and-welcome", "rotation"]
    order: tuple[StateCode, ...] = ()


class Quorum(Rule):
    """The share of members that must be present before anything is decided."""

    share: Share
    proxies_count: bool = False


class Majority(Rule):
    """How a kind of decision is taken: by consensus, or by a share."""

    decision: Literal["default", "adoption", "procedure", "admission", "host"]
    consensus: bool = False
    share: Share | None = None


class Attendance(Rule):
    """Who may attend besides the members."""

    capacities: tuple[Literal["observer", "guest", "partner", "secretariat"], ...]


class Proxies(Rule):
    """Whether an absent member may give another its vote in writing, and how many one may hold."""

    allowed: bool
    max_held: Annotated[int, Key(ge=0)] = 1


class Circulation(Rule):
    """How many days before the meeting documents are circulated."""

    days_before: Annotated[int, Key(ge=0, le=365)]


class Composition(Rule):
    """Who sits in an expert group: so many from each Party, and the Secretariat or not."""

    per_party: Annotated[int, Key(ge=1)]
    secretariat: bool


class Rules(Model):
    """The convening rules of a body; what is None is not laid down and not known."""

    rhythm: Rhythm | None = None
    extraordinary: Extraordinary | None = None
    expert_meeting: ExpertMeeting | None = None
    date: DateAgreed | None = None
    host: Host | None = None
    quorum: Quorum | None = None
    majorities: tuple[Majority, ...] = ()
    attendance: Attendance | None = None
    proxies: Proxies | None = None
    circulation: Circulation | None = None


class Group(Sourced):
    """An expert group a body established: mandate, tasks and who sits in it."""

    slug: Slug
    name: str
    mandate: str
    since: RoughDate = ""
    tasks: tuple[str, ...] = ()
    composition: Composition | None = None


class PastMeeting(Model):
    """Which row of tables/meetings.csv is a meeting of the body, and the id it has."""

    id: Annotated[str, Key(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
    series: str
    ordinal: str = ""
    start: RoughDate = ""
    kind: Literal["conference", "experts", "seminar"] = "conference"


class Organisation(Model):
    """An organisation of States. Its members and observers stand in tables/membership.csv."""

    schema_: Literal["comity/organisation@1"] = Key(alias="schema")
    id: str
    names: Annotated[tuple[Name, ...], Key(min_length=1)]
    emblems: tuple[Emblem, ...] = ()
    secretariat: Secretariat | None = None
    partners: tuple[Named, ...] = ()
    tracks: tuple[Track, ...] = ()
    languages: tuple[Language, ...] = ()


class Body(Model):
    """A council, meeting series or centre of an organisation."""

    schema_: Literal["comity/body@1"] = Key(alias="schema")
    slug: Slug
    organisation: str
    track: str
    kind: Literal["council", "conference", "ministerial", "centre", "track"]
    names: Annotated[tuple[Name, ...], Key(min_length=1)]
    emblems: tuple[Emblem, ...] = ()
    members: tuple[Member, ...] = ()
    partners: tuple[Named, ...] = ()
    secretariat: Secretariat | None = None
    charter: Charter | None = None
    languages: tuple[Language, ...] = ()
    rules: Rules = Rules()
    groups: tuple[Group, ...] = ()
    history: tuple[PastMeeting, ...] = ()
