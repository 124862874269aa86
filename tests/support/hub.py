# SPDX-License-Identifier: Apache-2.0
"""A Secretariat's people for tests of meetings: officers, delegates, a meeting carried to where a test begins."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from comity.accounts import services as accounts
from comity.accounts.rules.roles import Person
from comity.meetings import services
from comity.meetings.models import Delegation, Meeting
from comity.meetings.queries import access

PASSWORD = "correct-horse-battery"
OTS, OIC, ECO = "ots-prosecutors-general", "oic-law-enforcement-heads", "eco-prosecutors-general"
FIVE = ("AZ", "KG", "KZ", "TR", "UZ")


class Federation:
    """People of a Secretariat's node, made when they are first asked for."""

    def __init__(self, at: datetime) -> None:
        self.at = at
        self._people: dict[str, Person] = {}

    def officer(self, name: str = "officer") -> Person:
        return self._person(name, ["secretariat-officer"], "")

    def delegate(self, state: str, name: str = "") -> Person:
        return self._person(f"{name or 'head'}-{state.lower()}", ["delegate"], state)

    def _person(self, name: str, roles: list[str], state: str) -> Person:
        if name not in self._people:
            self._people[name] = accounts.create_account(
                login=f"{name}@meeting.example", display_name=name.title(), password=PASSWORD, roles=roles,
                at=self.at, state=state,
            )  # fmt: skip
        return self._people[name]

    # ---- a meeting, step by step ----

    def planned(self, body: str = OTS) -> str:
        return services.plan(body=body, titles={"en": "The next meeting"}, by=self.officer(), at=self.at)

    def offered(self, meeting: str, state: str) -> None:
        services.offer(
            meeting=meeting, city="Astana", zone="Asia/Almaty", start=None, end=None, text="You are welcome.",
            by=self.delegate(state), at=self.at,
        )  # fmt: skip

    def hosted(self, body: str = OTS, host: str = "AZ", start: date = date(2027, 6, 1)) -> str:
        meeting = services.offer_next(
            body=body, titles={"en": "The next meeting", "ru": "Следующая встреча"}, city="Baku", zone="Asia/Baku",
            start=start, end=start, text="You are welcome.", by=self.delegate(host), at=self.at,
        )  # fmt: skip
        services.welcome(meeting=meeting, state=host, by=self.officer(), at=self.at)
        return meeting

    def invited(self, body: str = OTS, host: str = "AZ", start: date = date(2027, 6, 1)) -> str:
        meeting = self.hosted(body, host, start)
        services.agree_date(meeting=meeting, by=self.officer(), at=self.at)
        services.invite(meeting=meeting, answer_by=start, by=self.officer(), at=self.at)
        return meeting

    def accredited(self, meeting: str, states: Iterable[str]) -> None:
        for state in states:
            head = self.delegate(state)
            people = [services.Given(head.name, "Prosecutor General", "Office", is_head=True, email=head.email)]
            services.accredit(meeting=meeting, people=people, powers=f"{state}/1", by=head, at=self.at)
            found = Delegation.objects.get(meeting_id=meeting, state=state)
            services.accept_powers(meeting=meeting, delegation=found.pk, by=self.officer(), at=self.at)

    def open(self, body: str = OTS, present: Iterable[str] = FIVE, host: str = "AZ") -> str:
        meeting = self.invited(body, host)
        self.accredited(meeting, present)
        services.propose_item(meeting=meeting, titles={"en": "Cooperation"}, by=self.officer(), at=self.at)
        services.open_meeting(meeting=meeting, by=self.officer(), at=self.at)
        services.call_roll(meeting=meeting, present=present, number=1, by=self.officer(), at=self.at)
        return meeting

    def vote(self, meeting: str, said: dict[str, str], decision: str = "default") -> int:
        number, _ = services.open_vote(
            meeting=meeting, question="Shall it be so?", decision=decision, by=self.officer(), at=self.at
        )
        for state, choice in said.items():
            services.cast(meeting=meeting, vote=number, choices={state: choice}, by=self.delegate(state), at=self.at)
        return number

    @staticmethod
    def members(meeting: str) -> tuple[str, ...]:
        row = Meeting.objects.get(pk=meeting)
        return access.members(access.body(row.body), on=row.start_date or row.created_at.date())
