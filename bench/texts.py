# SPDX-License-Identifier: Apache-2.0
"""How long a text of two hundred pages takes: every page a person opens, comparing, the signed form, Akoma Ntoso."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from pathlib import Path

from bench.measuring import each, say
from comity.base import clock
from comity.drafting.rules import akoma, comparing, signing
from comity.drafting.rules.changing import Change, Edit, apply
from comity.drafting.rules.tree import Clause, Kind, Tree, walk

WORDS = "The Parties shall cooperate with each other in accordance with [this Convention] and their domestic law. " * 5
PAGES = (
    "", "?page=7", "clauses/c200.b/", "write/?page=3", "languages/fr/", "positions/?all=1", "compare/", "proposals/",
)  # fmt: skip


def long_text() -> Tree:
    """Return a text of 2,000 clauses and more than a million bytes."""
    clauses = tuple(
        Clause(f"c{i}", str(i), WORDS, children=tuple(Clause(f"c{i}.{j}", j, WORDS) for j in "abcd"))
        for i in range(1, 401)
    )
    return Tree("Draft Convention", "en", (Clause("p1", "", WORDS),), clauses, "article")


def rules(tree: Tree) -> None:
    """Print what the rules take, without database or page."""
    after = apply(
        tree, (Edit(Change.REWORD, "c100", WORDS.replace("shall", "will")), Edit(Change.MOVE, "c7", target="c9"))
    )
    facts = akoma.Facts("long", Kind.CONVENTION, "OIC", "body", "2026-01-01", "Baku", "draft", 1, "2026-01-01")
    say("clauses", f"{sum(1 for _ in walk(tree.clauses))}")
    for what, work, goal in (
        ("comparing two versions", lambda: comparing.compare(tree, after), 0.2),
        ("signed form and its SHA-256", lambda: signing.challenge(signing.signed_form(tree, text="x", version=1)), 0.2),
        ("Akoma Ntoso", lambda: akoma.write(tree, facts), 0.5),
    ):
        took = each(work)
        say(what, f"{took * 1000:.0f} ms", f"< {goal * 1000:.0f} ms", holds=took < goal)


def pages(tree: Tree) -> None:
    """Print what each page takes at a node of its own."""
    from django.contrib.auth import get_user_model
    from django.test import Client

    from comity.accounts import services as accounts
    from comity.drafting import services

    by = accounts.create_account(
        login="officer@example.org", display_name="Officer", password="correct-horse-battery",
        roles=["secretariat-officer"], at=clock.now(),
    )  # fmt: skip
    services.create_text(
        slug="long", organisation="OIC", body="oic-law-enforcement-heads", kind=Kind.CONVENTION, title="Long",
        languages=["en", "fr"], versions=[tree], by=by, at=clock.now(),
    )  # fmt: skip
    edit = Edit(Change.REWORD, "c100", WORDS.replace("shall", "will"))
    services.edit_clause(text="long", edit=edit, based_on=1, by=by, at=clock.now())
    client = Client()
    client.force_login(get_user_model().objects.get())
    for page in PAGES:
        took = each(lambda page=page: client.get(f"/texts/long/{page}"))
        say(f"page {page or '(the text)'}", f"{took * 1000:.0f} ms", "< 1,000 ms", holds=took < 1)


def main() -> None:
    """Print the figures."""
    home = Path(tempfile.mkdtemp(prefix="comity-bench-"))
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    for folder in ("files", "static"):
        (home / folder).mkdir()
    os.environ |= {"COMITY_HOME": str(home), "DJANGO_SETTINGS_MODULE": "comity.config.settings"}
    import django
    from django.conf import settings
    from django.core.management import call_command

    django.setup()
    settings.STORAGES = {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    from comity.keyring import services as keyring

    keyring.ensure(home / "keys")
    call_command("migrate", verbosity=0)
    tree = long_text()
    rules(tree)
    pages(tree)


if __name__ == "__main__":
    main()
