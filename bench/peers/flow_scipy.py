"""Peer: gradient flow by SciPy's solve_ivp (DOP853) with a NumPy right-hand side written with care: arrays of whole layers, one
matrix product per layer and direction, second moments in place of the samples for linear networks, no copies of theta.
Reads {widths, activation, x, y, theta, time, tolerance, repetitions} as JSON from standard input, all lists flat and row-major.
Prints {"seconds": median, "evaluations": n, "theta": [...]}."""
import json
import sys
import time

import numpy as np
from scipy.integrate import solve_ivp

job = json.load(sys.stdin)
widths = job["widths"]
samples = len(job["x"]) // widths[0]
X = np.array(job["x"]).reshape(samples, widths[0]).T.copy()
Y = np.array(job["y"]).reshape(samples, widths[-1]).T.copy()
shapes = [(b, a) for a, b in zip(widths, widths[1:])]
cuts = np.cumsum([0] + [a * b for a, b in shapes])
slope = np.empty(cuts[-1])


def layers(v):
    return [v[cuts[i] : cuts[i + 1]].reshape(shapes[i]) for i in range(len(shapes))]


grads = layers(slope)
Sxx, Syx = X @ X.T / samples, Y @ X.T / samples


def linear(_t, theta):
    w = layers(theta)
    before = [np.eye(widths[0])]
    for u in w[:-1]:
        before.append(u @ before[-1])
    back = -((w[-1] @ before[-1]) @ Sxx - Syx)
    for i in range(len(w) - 1, -1, -1):
        np.matmul(back, before[i].T, out=grads[i])
        if i > 0:
            back = w[i].T @ back
    return slope.copy()


def relu(_t, theta):
    w = layers(theta)
    active = [X]
    for u in w[:-1]:
        active.append(np.maximum(u @ active[-1], 0.0))
    back = (Y - w[-1] @ active[-1]) / samples
    for i in range(len(w) - 1, -1, -1):
        np.matmul(back, active[i].T, out=grads[i])
        if i > 0:
            back = (w[i].T @ back) * (active[i] > 0)
    return slope.copy()


field = linear if job["activation"] == "identity" else relu
theta0 = np.array(job["theta"])
times = []
for _ in range(job["repetitions"] + 1):
    start = time.perf_counter()
    result = solve_ivp(field, (0.0, job["time"]), theta0, method="DOP853", rtol=job["tolerance"], atol=job["tolerance"])
    times.append(time.perf_counter() - start)
print(json.dumps({"seconds": sorted(times[1:])[len(times[1:]) // 2], "evaluations": int(result.nfev), "theta": result.y[:, -1].tolist()}))
