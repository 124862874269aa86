# SPDX-License-Identifier: Apache-2.0
"""A process of its own that takes one act at a Secretariat's node, at a moment given: `python -m … HOME act …`."""

from __future__ import annotations

import json
import sys
import time


def main() -> None:
    """Take the act of the command line and print what came of it as JSON."""
    import django

    django.setup()
    from comity.accounts import queries as accounts
    from comity.base import clock
    from comity.base.errors import ComityError
    from comity.meetings import services

    act, email, when, given = sys.argv[1], sys.argv[2], float(sys.argv[3]), json.loads(sys.argv[4])
    by = accounts.by_email(email)
    time.sleep(max(0.0, when - time.time()))
    try:
        answer = getattr(services, act)(by=by, at=clock.now(), **given)
        print(json.dumps({"ok": str(answer)}))
    except ComityError as error:
        print(json.dumps({"code": error.code, "sentence": error.sentence}))


def lay_out() -> dict[str, object]:
    """Lay out a meeting in session with an open vote. Runs at the node."""
    from comity.base import clock
    from tests.support.hub import Federation

    hub = Federation(clock.now())
    meeting = hub.open()
    hub.officer("second")
    vote = hub.vote(meeting, {"AZ": "yes", "KZ": "yes"})
    return {"meeting": meeting, "vote": vote}


def standing(meeting: str) -> dict[str, object]:
    """Return what the node holds of a meeting. Runs at the node."""
    from comity.ledger.models import Entry
    from comity.ledger.services import verify_all
    from comity.meetings.models import Act, Meeting, RollCall, Vote

    row, vote = Meeting.objects.get(pk=meeting), Vote.objects.filter(meeting_id=meeting).last()
    return {
        "state": row.state, "closed": bool(vote and vote.closed_at), "result": vote.result if vote else None,
        "closings": Act.objects.filter(meeting=row, act="close_vote").count(), "rolls": RollCall.objects.count(),
        "entries": Entry.objects.filter(subject=f"meeting:{meeting}").count(),
        "acts": Act.objects.filter(meeting=row).count(), "ledger": verify_all().holds,
    }  # fmt: skip


if __name__ == "__main__":
    main()
