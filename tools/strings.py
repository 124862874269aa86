# SPDX-License-Identifier: Apache-2.0
"""Collects every string of the pages, and the labels of the reference data shown in forms, into the .po files."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from comity.reference import load

ROOT = Path(__file__).resolve().parent.parent
LANGUAGES = ("ru", "fa")


def data_labels() -> list[str]:
    """Return the labels of the reference data that pages translate."""
    reference = load()
    found = {o.label["en"] for o in reference.offences.values()}
    found |= {f.label for f in reference.common_fields} | {f.need for f in reference.common_fields}
    for measure in reference.measures.values():
        found |= {measure.title} | {f.label for f in measure.fields} | {f.need for f in measure.fields}
        found |= {d.label for d in measure.supporting_documents}
    for rows in reference.authorities.values():
        found |= {role for row in rows for role in row.role}
    found |= {m.role for m in reference.membership}
    found |= {
        "mandatory",
        "optional",
        "conditional",
        "not-a-ground",
        "routine",
        "urgent",
        "always",
        "central authority",
    }
    return sorted(found)


def main() -> None:
    """Bring the .po files up to date; existing translations stay."""
    collected = ROOT / "comity" / "_labels_of_data.py"
    try:
        collected.write_text("\n".join(f"gettext({label!r})" for label in data_labels()), encoding="utf-8")
        for language in LANGUAGES:
            (ROOT / "comity" / "locale" / language / "LC_MESSAGES").mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory() as home:
            env = {**os.environ, "COMITY_HOME": home, "DJANGO_SETTINGS_MODULE": "comity.config.settings"}
            words = [arg for language in LANGUAGES for arg in ("-l", language)]
            subprocess.run(
                [sys.executable, "-m", "django", "makemessages", *words, "--no-location", "--no-obsolete",
                 "-i", ".venv", "-i", "tests", "-i", "tools", "-v", "0"], cwd=ROOT, env=env, check=True,
            )  # fmt: skip
    finally:
        collected.unlink(missing_ok=True)


if __name__ == "__main__":
    main()
