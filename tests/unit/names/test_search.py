# SPDX-License-Identifier: Apache-2.0
"""Keys, the index in memory, and the pure functions a database uses instead."""

from __future__ import annotations

from collections import Counter

import pytest

from comity.names import Batch, Index, index, keys, rarity, rerank, score, score_many, score_pairs, weights
from tests.unit.names.people import labelled, people

NAMES = [names[0] for names in people().values()]
OTHERS = [(row, name) for row, names in enumerate(people().values()) for name in names[1:]]


def test_spellings_of_one_person_share_a_key() -> None:
    same = [bool(keys(a) & keys(b)) for a, b, is_same in labelled() if is_same]

    assert sum(same) / len(same) > 0.97


@pytest.mark.parametrize("text", ["", "...", "\x00", "a" * 10_000, "А."])
def test_no_name_has_no_key(text: str) -> None:
    assert keys(text) == frozenset()


def test_keys_are_short_and_few() -> None:
    for name in (*NAMES, "Abdurrahman " * 24):
        assert len(keys(name)) <= 150
        assert all(len(key) <= 300 for key in keys(name))


def test_the_index_finds_people_under_other_spellings() -> None:
    find = index(NAMES)

    found = [row in find(name, 3) for row, name in OTHERS]

    assert sum(found) / len(found) > 0.95


def test_the_index_grows_and_shrinks() -> None:
    find = Index()
    find.add(7, "Rashid Salimov")
    find.add(9, "Gulnaz Akhtar")
    assert find("Рашид Салимов", 5) == [7]

    find.add(7, "Farrukh Mirzoev")
    assert find("Рашид Салимов", 5) == []
    assert find("Фаррух Мирзоев", 5) == [7]

    find.remove(7)
    find.remove(7)
    assert find("Фаррух Мирзоев", 5) == []
    assert len(find) == 1


def test_rows_of_keys_serve_as_well_as_the_index() -> None:
    rows = [(key, row) for row, name in enumerate(NAMES) for key in keys(name)]
    counts = Counter(key for key, _ in rows)

    wanted = weights("Рашид Салимов", counts, len(NAMES))
    gathered: Counter[int] = Counter()
    for key, row in rows:
        gathered[row] += wanted.get(key, 0.0)
    best = rerank("Рашид Салимов", [(row, NAMES[row]) for row, _ in gathered.most_common(10)], 3)

    assert best[0] == (0, score("Рашид Салимов", NAMES[0]))
    assert list(wanted.values()) == sorted(wanted.values(), reverse=True)


def test_a_rare_key_weighs_more() -> None:
    assert rarity(1, 1000) > rarity(10, 1000) > rarity(999, 1000) >= 0.0


def test_a_batch_scores_as_one_by_one() -> None:
    batch = Batch(NAMES)

    for _, query in OTHERS[::7]:
        assert batch.scores(query) == [score(query, name) for name in NAMES]
    assert batch.best("Рашид Салимов", 1) == [(0, score("Рашид Салимов", NAMES[0]))]
    assert score_many("Рашид Салимов", NAMES[:2]) == score_pairs([("Рашид Салимов", name) for name in NAMES[:2]])
