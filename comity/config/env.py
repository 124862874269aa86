# SPDX-License-Identifier: Apache-2.0
"""Every setting of a node: name, type, default, meaning. The one table the settings and the docs are made from.

A value is looked for in the environment as `COMITY_<NAME>`, then in `node.toml` of the node's home, then here.
"""

from __future__ import annotations

import os
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from comity.base.errors import Invalid


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting: its `name`, type, default and meaning in one line."""

    name: str
    kind: type
    default: Any
    meaning: str


SETTINGS = (
    Setting("HOME", str, "./node", "folder of the node: node.toml, database, files, keys"),
    Setting("MODE", str, "practice", "practice (demonstration; unsafe defaults allowed) or production"),
    Setting("NODE_ID", str, "node", "name of this installation, lower case, unique in the federation"),
    Setting("STATE", str, "", "the State this node serves, ISO 3166-1 alpha-2; empty for the Secretariat"),
    Setting("NAME", str, "Comity node", "name of the authority shown on every page and in the directory card"),
    Setting("AUTHORITY", str, "central", "slug of the authority that sends and receives requests here"),
    Setting("BASE_URL", str, "http://localhost:8000", "address under which people and peers reach this node"),
    Setting("HOST", str, "127.0.0.1", "interface the server listens on"),
    Setting("PORT", int, 8000, "port the server listens on"),
    Setting("SECRET_KEY", str, "", "secret of sessions and links; made by `comity node init`"),
    Setting("DATABASE_URL", str, "", "empty for SQLite in the home, or postgresql://user:password@host/name"),
    Setting("STATIC_DIR", str, "", "folder of collected static files; empty for static/ in the home"),
    Setting("MAX_ENVELOPE_BYTES", int, 65536, "largest sealed envelope accepted, bytes"),
    Setting("MAX_PART_BYTES", int, 100 * 1024 * 1024, "largest file in a message, bytes"),
    Setting("MAX_PARTS", int, 100, "largest number of files in one message"),
    Setting("MAX_UPLOAD_BYTES", int, 100 * 1024 * 1024, "largest file a person may upload, bytes"),
    Setting("MAX_API_BODY_BYTES", int, 2 * 1024 * 1024, "largest body of an API request, bytes"),
    Setting("HOP_MAX_AGE_SECONDS", int, 300, "oldest accepted hop signature, seconds"),
    Setting("MESSAGE_LIFE_HOURS", int, 72, "how long a message is tried before a negative receipt, hours"),
    Setting("RECEIPT_WAIT_HOURS", int, 24, "silence after which a missing receipt is reported, hours"),
    Setting("PEER_TIMEOUT_SECONDS", int, 20, "how long a peer may take to answer, seconds"),
    Setting("SERVER_THREADS", int, 16, "requests answered at once; a slow sender holds one of them"),
    Setting("LEASE_SECONDS", int, 60, "how long a worker holds a job before another may take it, seconds"),
    Setting("WORKER_IDLE_SECONDS", float, 0.5, "how long an idle worker sleeps between looks, seconds"),
    Setting("SESSION_HOURS", int, 9, "how long a signed-in session lasts, hours"),
    Setting("RIGHTS_DAYS", int, 30, "days in which a request of a person concerned is decided; practice, not a treaty"),
    Setting("LANGUAGE", str, "en", "language shown before a person chooses one: en, ru or fa"),
    Setting("TIME_ZONE", str, "UTC", "time zone in which moments are shown, IANA name"),
    Setting("PROBE_PERSONS_PER_DAY", int, 200, "persons a partner may ask for a day and purpose, between registers"),
    Setting("PROBE_PERSONS_PER_MONTH", int, 2000, "persons a partner may ask for a month and purpose"),
    Setting("PROBE_ALARM_PERCENT", int, 80, "share of a limit of probes at which an alarm is raised, per cent"),
    Setting("PROBE_AUDIT_DAYS", int, 92, "how long what an order asked is kept sealed for sampled audits, days"),
    Setting("PROBE_ORDER_HOURS", int, 72, "how long a query order may be answered, hours, at most 168"),
)


class Environment:
    """The values of all settings for one start of the program."""

    def __init__(self, environ: dict[str, str] | None = None) -> None:
        """Read `node.toml` of the home, then the environment; raise `Invalid` on unknown names or wrong types."""
        source = dict(os.environ if environ is None else environ)
        known = {item.name: item for item in SETTINGS}
        self.home = Path(source.get("COMITY_HOME", known["HOME"].default)).resolve()
        filed = _read_toml(self.home / "node.toml", known)
        self._values: dict[str, Any] = {}
        for name, item in known.items():
            given = source.get(f"COMITY_{name}", filed.get(name, item.default))
            self._values[name] = _convert(item, given)
        self._values["HOME"] = str(self.home)

    def __getitem__(self, name: str) -> Any:
        return self._values[name]

    @property
    def is_production(self) -> bool:
        """Say whether unsafe defaults must stop the start."""
        return bool(self._values["MODE"] == "production")

    def problems(self) -> list[str]:
        """Return what forbids a start in production mode, a sentence each."""
        if self["MODE"] not in {"practice", "production"}:
            return [f"COMITY_MODE is “{self['MODE']}”; it must be practice or production."]
        if not self.is_production:
            return []
        found = []
        if len(self["SECRET_KEY"]) < 50:
            found.append("COMITY_SECRET_KEY must have at least 50 characters. `comity node init` makes one.")
        if not self["BASE_URL"].startswith("https://"):
            found.append("COMITY_BASE_URL must begin with https:// in production.")
        return found


def _read_toml(path: Path, known: dict[str, Setting]) -> dict[str, Any]:
    if not path.exists():
        return {}
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise Invalid(f"{path} cannot be read: {error}.") from None
    values = {key.upper(): value for key, value in content.items()}
    unknown = sorted(set(values) - set(known))
    if unknown:
        raise Invalid(f"{path} has a setting Comity does not know: {unknown[0].lower()}.")
    return values


def _convert(item: Setting, given: Any) -> Any:
    try:
        return item.kind(given)
    except (TypeError, ValueError):
        raise Invalid(f"COMITY_{item.name} is “{given}”; it must be a {item.kind.__name__}.") from None
