# SPDX-License-Identifier: Apache-2.0
"""The cost of reading one sequence of units as another, and the path that shows where it arises.

Weighted edit distance with neighbours swapped; symmetric. `limit` stops early: what would cost more is given up.
"""

from __future__ import annotations

from comity.names.tables import tables

Units = tuple[int, ...]
GIVEN_UP = 99.0


def distance(one: Units, two: Units, drop_one: tuple[float, ...], drop_two: tuple[float, ...], limit: float) -> float:
    """Return the least cost of turning `one` into `two`, or 99.0 once every path is beyond `limit`."""
    table = tables()
    matrix, swap = table.cost, table.swap
    row = [0.0]
    total = 0.0
    for cost in drop_two:
        total += cost
        row.append(total)
    before, previous = row, -1
    for place, unit in enumerate(one):
        leave = drop_one[place]
        left = row[0] + leave
        fresh = [left]
        add = fresh.append
        costs = matrix[unit] if unit >= 0 else None
        diagonal = row[0]
        column = 0
        for other in two:
            column += 1
            if unit == other:
                best = diagonal
            elif costs is None or other < 0:
                best = diagonal + 1.0
            else:
                best = diagonal + costs[other]
            diagonal = row[column]
            up = diagonal + leave
            if up < best:
                best = up
            left += drop_two[column - 1]
            if left < best:
                best = left
            elif column > 1 and place and unit == two[column - 2] and previous == other:
                crossed = before[column - 2] + swap
                if crossed < best:
                    best = crossed
            left = best
            add(best)
        if min(fresh) > limit:
            return GIVEN_UP
        before, row, previous = row, fresh, unit
    return row[-1]


def path(one: Units, two: Units, drop_one: tuple[float, ...], drop_two: tuple[float, ...]) -> list[tuple[int, int, float]]:
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
