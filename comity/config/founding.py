# SPDX-License-Identifier: Apache-2.0
"""Founding a node: its folder, `node.toml`, keys, database and static files. Safe to repeat after a crash."""

from __future__ import annotations

import json
import secrets
import shutil
from dataclasses import dataclass
from pathlib import Path

from comity.base import ids
from comity.base.errors import Invalid, Refused

_SECRET_BYTES = 48


class AlreadyFounded(Refused):
    """The folder holds another node."""

    code = "already-founded"


@dataclass(frozen=True, slots=True)
class Plan:
    """What is decided once about a node."""

    home: Path
    node_id: str
    state: str
    name: str
    port: int
    base_url: str
    mode: str
    static: Path | None = None


def write_settings(plan: Plan) -> None:
    """Write `node.toml` unless it is there; raise `AlreadyFounded` when it belongs to another node."""
    ids.parse_node_id(plan.node_id)
    if plan.state and not (len(plan.state) == 2 and plan.state.isascii() and plan.state.isalpha()):
        raise Invalid(f"“{plan.state}” is not a State code. Use two letters, such as AZ.")
    if not 0 < plan.port < 65536:
        raise Invalid(f"{plan.port} is not a port. Use a number from 1 to 65535.")
    path = plan.home / "node.toml"
    if path.exists():
        if f'node_id = "{plan.node_id}"' not in path.read_text(encoding="utf-8"):
            raise AlreadyFounded(f"{plan.home} holds another node. Choose another folder with --home.")
        return
    for folder in ("files/uploading", "keys"):
        (plan.home / folder).mkdir(parents=True, exist_ok=True)
    (plan.home / "keys").chmod(0o700)
    values = {
        "node_id": plan.node_id,
        "state": plan.state,
        "name": plan.name,
        "port": plan.port,
        "base_url": plan.base_url,
        "mode": plan.mode,
        "secret_key": secrets.token_urlsafe(_SECRET_BYTES),
    }
    if plan.static:
        values["static_dir"] = str(plan.static.resolve())
    # A JSON string is a TOML basic string; the file appears whole or not at all.
    text = "".join(f"{key} = {json.dumps(value, ensure_ascii=False)}\n" for key, value in values.items())
    draft = path.with_suffix(".new")
    draft.touch(mode=0o600)
    draft.write_text(text, encoding="utf-8")
    draft.replace(path)


def prepare(tables: Path | None = None) -> str:
    """Make keys, tables and static files of the node Django was started for; return its key fingerprint.

    `tables`: an SQLite file of empty tables that several nodes share: copied where it is there, else made.
    """
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection

    from comity.keyring import services as keyring

    keys = keyring.ensure(settings.KEYS)
    own = Path(connection.settings_dict["NAME"]) if tables and connection.vendor == "sqlite" else None
    is_new = own is not None and not own.exists()
    if own and tables and is_new and tables.exists():
        draft = own.with_suffix(".new")
        shutil.copyfile(tables, draft)
        draft.replace(own)
    call_command("migrate", verbosity=0, interactive=False)
    if tables and is_new and not tables.exists():
        draft = tables.with_name(f"{tables.name}.{secrets.token_hex(4)}")
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(draft)])
        draft.replace(tables)
    if not (settings.STATIC_ROOT / "staticfiles.json").exists():
        call_command("collectstatic", verbosity=0, interactive=False)
    return keys.signing_key_id
