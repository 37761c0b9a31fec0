"""Sum of squares of the floats of FILE from byte OFFSET on, PIECE at a time, as doubles. Prints seconds."""
import sys
import time

import numpy as np

file, offset, piece = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])


def total():
    result = 0.0
    with open(file, "rb") as f:
        f.seek(offset)
        while True:
            part = np.fromfile(f, dtype="<f4", count=piece)
            if part.size == 0:
                return result
            doubles = part.astype(np.float64)
            result += float(np.dot(doubles, doubles))


total()
start = time.perf_counter()
total()
print(time.perf_counter() - start)
