"""Numbers for readers of numbers only: a count of one or two could be somebody, so it is not shown, nor what gives it away.
Pure."""

SMALLEST = 3


def hidden_cells(rows: list[list[int]], sums: list[tuple[int, ...]] = ()) -> set[tuple[int, int]]:
    """(row, column) of the cells of `rows` that are not shown. The last row is the sum of those above it; `sums` are columns
    of which the last is the sum of the others. Where one hidden number of a sum could be reckoned from the rest, the next
    smallest is hidden with it."""
    hidden = {
        (at, column)
        for at, row in enumerate(rows)
        for column, number in enumerate(row)
        if 0 < number < SMALLEST
    }
    lines = [[(at, column) for at in range(len(rows))] for column in range(len(rows[0]) if rows else 0)]
    lines += [[(at, column) for column in columns] for at in range(len(rows)) for columns in sums]
    changed = True
    while changed:
        changed = False
        for line in lines:
            alone = [cell for cell in line if cell in hidden]
            left = [cell for cell in line if cell not in hidden and rows[cell[0]][cell[1]]]
            if len(alone) == 1 and left:
                hidden.add(min(left, key=lambda cell: (cell == line[-1], rows[cell[0]][cell[1]])))
                changed = True
    return hidden
