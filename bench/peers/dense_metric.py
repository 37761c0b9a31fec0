"""Peer: the kernel test for a two-layer linear network as one writes it first in NumPy: full Jacobian, full SVD, full metric
derivatives. Prints kernel dimension, violation and seconds.  python3 dense_metric.py m r n"""
import sys
import time

import numpy as np

m, r, n = map(int, sys.argv[1:4])
rng = np.random.default_rng(1)
U1, U2 = rng.standard_normal((r, m)), rng.standard_normal((n, r))
start = time.perf_counter()
D = r * m + n * r


def split(v):
    return v[: r * m].reshape(r, m), v[r * m :].reshape(n, r)


basis = np.eye(D)
jacobian = np.empty((n * m, D))
laws = np.empty((r * (r + 1) // 2, D))
upper = np.triu_indices(r)
for e in range(D):
    d1, d2 = split(basis[e])
    jacobian[:, e] = (d2 @ U1 + U2 @ d1).ravel()
    s = d2.T @ U2 + U2.T @ d2 - d1 @ U1.T - U1 @ d1.T
    laws[:, e] = s[upper]
stacked = np.vstack([jacobian / np.linalg.norm(jacobian), laws / np.linalg.norm(laws)])
_, sigma, vt = np.linalg.svd(stacked, full_matrices=True)
rank = int((sigma > 1e-10 * sigma[0]).sum())
kernel = vt[rank:]
metric = jacobian @ jacobian.T
eye_n, eye_m = np.eye(n), np.eye(m)
changes, sizes = [], []
keep = len(kernel) * (n * m) ** 2 <= 2e8
for v in kernel:
    d1, d2 = split(v)
    inner, outer = d1.T @ U1, d2 @ U2.T
    change = np.kron(eye_n, inner + inner.T) + np.kron(outer + outer.T, eye_m)
    sizes.append(np.linalg.norm(change))
    if keep:
        changes.append(change.ravel())
# Where all changes do not fit into memory, only the largest over the basis vectors: less than what ours finds.
largest = np.linalg.svd(np.array(changes), compute_uv=False)[0] if changes else max(sizes, default=0.0)
violation = largest / np.linalg.norm(metric)
print(len(kernel), violation, time.perf_counter() - start)
