# SPDX-License-Identifier: Apache-2.0
"""`comity navigate AZ UZ --offence … --measure …`: which law governs, what it demands, and why."""

from __future__ import annotations

import argparse
from datetime import date
from typing import Any

from comity.base import clock
from comity.base.errors import Invalid
from comity.config.cli.shared import add_json, say, say_json


def register(groups: Any) -> None:
    """Add the command to the parser."""
    command = groups.add_parser(
        "navigate",
        help="say which law governs a request between two States, and what it demands",
        description="Answer from dated treaty participation: which instrument governs, what supplements it, "
        "what is possible but unconfirmed, and what the request must contain, with articles.",
        epilog="Example: comity navigate AZ UZ --offence drug-trafficking --measure bank-records --on 2026-11-22. "
        "The codes: comity reference list offences, measures, forms or states.",
    )
    command.add_argument("requesting", help="State that asks, ISO 3166-1 alpha-2, such as AZ")
    command.add_argument("requested", help="State that is asked, such as UZ")
    command.add_argument("--offence", action="append", default=[], dest="offences", help="offence category; repeatable")
    command.add_argument(
        "--measure", action="append", default=[], dest="measures", help="measure asked for; repeatable"
    )
    command.add_argument("--form", help="form of cooperation where no measure is named: mla, extradition, …")
    command.add_argument("--on", metavar="DATE", help="day of the request, YYYY-MM-DD (default: today)")
    command.add_argument("--urgent", action="store_true", help="show the urgent channels first")
    add_json(command)
    command.set_defaults(act=navigate)


def navigate(chosen: argparse.Namespace) -> int:
    """Print the answer."""
    from comity.instruments import queries
    from comity.instruments.rules import rendering

    asked = queries.ask(
        requesting=chosen.requesting,
        requested=chosen.requested,
        offences=chosen.offences,
        measures=chosen.measures,
        form=chosen.form,
        on=_day(chosen.on),
        urgent=chosen.urgent,
    )
    answer = queries.navigate(asked)
    if chosen.json:
        say_json(rendering.as_json(answer))
    else:
        say(rendering.as_text(answer))
    return 0


def _day(text: str | None) -> date:
    if text is None:
        return clock.today()
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Invalid(f"“{text}” is not a date. Write it as YYYY-MM-DD, such as 2026-11-22.") from None
