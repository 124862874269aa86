# SPDX-License-Identifier: Apache-2.0
"""How long the Navigator takes: one answer, loading the facts of law, every pair of OIC States and offence."""

from __future__ import annotations

import itertools
import time
from datetime import date

from bench.measuring import each, say
from comity.instruments.rules import demands, question
from comity.instruments.rules.governing import Law
from comity.reference import Reference, load

ON = date(2026, 11, 25)
FORMS = ("mla", "extradition")


def one_answer(reference: Reference) -> None:
    """Print how long one warm answer takes."""
    law = Law(reference)

    def ask() -> None:
        asked = question.ask(
            reference, requesting="AZ", requested="UZ", offences=["drug-trafficking"], measures=["bank-records"], on=ON
        )
        demands.answer(law, asked)

    took = each(ask)
    say("one warm answer", f"{took * 1000:.2f} ms", "< 5 ms", holds=took < 0.005)


def every_pair(reference: Reference) -> None:
    """Print how long every ordered pair of OIC States takes, for every offence, for both forms."""
    law, states = Law(reference), reference.members("OIC", on=ON)
    pairs = list(itertools.permutations(states, 2))
    started, answers, governed = time.process_time(), 0, 0
    for form, (one, other), offence in itertools.product(FORMS, pairs, reference.offences):
        asked = question.ask(reference, requesting=one, requested=other, offences=[offence], form=form, on=ON)
        governed += demands.answer(law, asked).governing is not None
        answers += 1
    took = time.process_time() - started
    what = f"{len(pairs)} pairs × {len(reference.offences)} offences × {len(FORMS)} forms"
    say(what, f"{took:.0f} s", "< 120 s on one core", holds=took < 120)
    say("  of these answers, with an instrument certain to govern", f"{governed / answers:.0%}")


def main() -> None:
    """Print the figures."""
    started = time.process_time()
    reference = load()
    took = time.process_time() - started
    say("loading all facts of law", f"{took:.2f} s", "< 1 s", holds=took < 1)
    one_answer(reference)
    every_pair(reference)


if __name__ == "__main__":
    main()
