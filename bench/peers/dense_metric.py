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
changes = []
for v in kernel:
    d1, d2 = split(v)
    dj = np.empty_like(jacobian)
    for e in range(D):
        e1, e2 = split(basis[e])
        dj[:, e] = (e2 @ d1 + d2 @ e1).ravel()
    half = dj @ jacobian.T
    changes.append((half + half.T).ravel() / np.linalg.norm(metric))
violation = np.linalg.svd(np.array(changes), compute_uv=False)[0] if changes else 0.0
print(len(kernel), violation, time.perf_counter() - start)
