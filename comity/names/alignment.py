# SPDX-License-Identifier: Apache-2.0
"""The cost of reading one sequence of units as another, and the path that shows where it arises.

Weighted edit distance with neighbours swapped; symmetric. `limit` stops early: what would cost more is given up.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import accumulate

from comity.names.tables import tables

Units = tuple[int, ...]
Costs = tuple[float, ...]
Rows = Mapping[int, Mapping[int, float]] | tuple[Costs, ...]
GIVEN_UP = 99.0
NONE = -1
DEAR = 0.25


def distance(one: Units, two: Units, drop_one: Costs, drop_two: Costs, limit: float) -> float:
    """Return the least cost of turning `one` into `two`, or 99.0 once every path is beyond `limit`."""
    if one == two:
        return 0.0
    table = tables()
    swap = table.swap
    matrix: Rows = table.cost
    if min(one, default=0) < 0 or min(two, default=0) < 0:
        matrix = {unit: {other: substitution(unit, other, table.cost) for other in two} for unit in one}
    start, end = _alike(one, two, drop_one, drop_two, matrix)
    if start or end:
        one, drop_one = one[start : len(one) - end], drop_one[start : len(drop_one) - end]
        two, drop_two = two[start : len(two) - end], drop_two[start : len(drop_two) - end]
    row = [0.0, *accumulate(drop_two)]
    before, previous = row, NONE
    for unit, leave in zip(one, drop_one):  # noqa: B905  # strict costs as much as a cell
        held = iter(row)
        diagonal = next(held)
        left = diagonal + leave
        fresh = [left]
        costs = matrix[unit]
        last = NONE
        for other, add, above in zip(two, drop_two, held):  # noqa: B905
            best = diagonal + costs[other]
            diagonal = above
            # The built-in min takes four times as long as these comparisons.
            if above + leave < best:  # noqa: PLR1730
                best = above + leave
            left += add
            if left < best:  # noqa: PLR1730
                best = left
            if unit == last and previous == other and before[len(fresh) - 2] + swap < best:
                best = before[len(fresh) - 2] + swap
            left = best
            last = other
            fresh.append(best)
        if min(fresh) > limit:
            return GIVEN_UP
        before, row, previous = row, fresh, unit
    return row[-1]


def _alike(one: Units, two: Units, drop_one: Costs, drop_two: Costs, matrix: Rows) -> tuple[int, int]:
    """Return how many units at the start and at the end are the same on both sides and dear to leave out."""
    most = min(len(one), len(two))
    start = 0
    for a, b, leave, add in zip(one, two, drop_one, drop_two):  # noqa: B905
        if leave <= DEAR or add <= DEAR or (a != b and matrix[a][b]):
            break
        start += 1
    end = 0
    while end < most - start and drop_one[-1 - end] > DEAR < drop_two[-1 - end]:
        a, b = one[-1 - end], two[-1 - end]
        if a != b and matrix[a][b]:
            break
        end += 1
    return start, end


def path(one: Units, two: Units, drop_one: Costs, drop_two: Costs) -> list[tuple[int, int, float]]:
    """Return the steps of the cheapest path as (place in one or -1, place in two or -1, cost)."""
    matrix = tables().cost
    rows = [[0.0]]
    for cost in drop_two:
        rows[0].append(rows[0][-1] + cost)
    for i, unit in enumerate(one, 1):
        row = [rows[-1][0] + drop_one[i - 1]]
        for j, other in enumerate(two, 1):
            match = rows[-1][j - 1] + substitution(unit, other, matrix)
            row.append(min(match, rows[-1][j] + drop_one[i - 1], row[-1] + drop_two[j - 1]))
        rows.append(row)
    steps, i, j = [], len(one), len(two)
    while i or j:
        if i and j:
            cost = substitution(one[i - 1], two[j - 1], matrix)
            if abs(rows[i][j] - rows[i - 1][j - 1] - cost) < 1e-9:
                i, j = i - 1, j - 1
                steps.append((i, j, cost))
                continue
        if i and abs(rows[i][j] - rows[i - 1][j] - drop_one[i - 1]) < 1e-9:
            i -= 1
            steps.append((i, -1, drop_one[i]))
        else:
            j -= 1
            steps.append((-1, j, drop_two[j]))
    return steps[::-1]


def substitution(unit: int, other: int, matrix: tuple[tuple[float, ...], ...]) -> float:
    """Return the cost of one unit for another; units below zero are letters of no table, equal only to themselves."""
    if unit == other:
        return 0.0
    return 1.0 if unit < 0 or other < 0 else matrix[unit][other]
