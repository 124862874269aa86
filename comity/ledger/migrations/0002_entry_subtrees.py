# SPDX-License-Identifier: Apache-2.0
"""Keeps the roots of complete subtrees beside the entry that completes them."""

from django.db import migrations, models

from comity.ledger.rules import merkle


def fill(apps, _schema):
    """Work the roots out for the entries already there."""
    frontier = []
    rows = apps.get_model("ledger", "Entry").objects
    for index, leaf_hash in rows.order_by("index").values_list("index", "leaf_hash").iterator():
        roots = merkle.completed(frontier, index, bytes(leaf_hash))
        if len(roots) > 1:
            rows.filter(pk=index).update(subtrees=b"".join(roots[1:]))
        frontier = merkle.append(frontier, index, bytes(leaf_hash))


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]
    operations = [
        migrations.AddField("entry", "subtrees", models.BinaryField(default=b"")),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
