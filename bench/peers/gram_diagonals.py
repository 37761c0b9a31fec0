"""Of the matrices of FILE (SIZE x SIZE floats, COUNT of them, from byte OFFSET on): the norm, and the squared norms of all rows and
of all columns, as doubles, ROWS rows at a time. Prints seconds of the processor."""
import sys
import time

import numpy as np

file, offset, size, count, rows = sys.argv[1], *map(int, sys.argv[2:6])


def audit():
    norms = []
    with open(file, "rb") as f:
        f.seek(offset)
        for _ in range(count):
            by_row, by_column = [], np.zeros(size)
            for _ in range(0, size, rows):
                part = np.fromfile(f, dtype="<f4", count=rows * size).reshape(rows, size).astype(np.float64)
                by_row.append(np.einsum("ij,ij->i", part, part))
                by_column += np.einsum("ij,ij->j", part, part)
            norms.append(float(np.sqrt(by_column.sum())))
    return norms


audit()
start = time.process_time()
audit()
print(time.process_time() - start)
