"""Peer: loss and gradient of one block in PyTorch, eager, on one thread, with modules and functions as one trains them.
Reads {block, double, tokens, theta, x, repetitions} as JSON from standard input; theta in our order, x flat and row-major, targets 0.
Prints {"seconds": median, "loss": L, "gradient": [...]}, L half the mean over the samples of the squared outputs."""
import json
import sys
import time

import torch
from torch.nn import functional as F

job = json.load(sys.stdin)
torch.set_num_threads(1)
torch.set_default_dtype(torch.float64 if job["double"] else torch.float32)
T, samples = job["tokens"], job["samples"]


def rows(shape, given):
    return torch.tensor(given).reshape(samples, *shape)


def rotate(x):
    half = x.shape[-1] // 2
    return x * COS + torch.cat((-x[..., half:], x[..., :half]), -1) * SIN


def turns(size):
    angle = torch.arange(T)[:, None] * 10000.0 ** (-torch.arange(0, size, 2) / size)
    return torch.cat((angle, angle), -1).cos(), torch.cat((angle, angle), -1).sin()


def split(x):
    return x.unflatten(-1, (4, -1)).transpose(1, 2)


def attend(x, q, k, v, o):
    a, b = rotate(split(F.linear(x, q))), rotate(split(F.linear(x, k)))
    mixed = F.scaled_dot_product_attention(a, b, split(F.linear(x, v)), is_causal=True)
    return F.linear(mixed.transpose(1, 2).flatten(2), o)


def gated(x, g, u, d):
    return F.linear(F.silu(F.linear(x, g)) * F.linear(x, u), d)


def llama(x, n, q, k, v, o, m, g, u, d):
    x = x + attend(F.rms_norm(x, (64,), n, 1e-5), q, k, v, o)
    return x + gated(F.rms_norm(x, (64,), m, 1e-5), g, u, d)


def dense(x, a, b, c):
    return F.linear(torch.relu(F.linear(torch.relu(F.linear(x, a)), b)), c)


W, H = (64, 64), 256
BLOCKS = {
    "llama": ((T, 64), [(64,), W, W, W, W, (64,), (H, 64), (H, 64), (64, H)], llama),
    "attention": ((T, 64), [W, W, W, W], attend),
    "swiglu": ((T, 64), [(H, 64), (H, 64), (64, H)], gated),
    "conv2d": ((16, 32, 32), [(16, 16, 3, 3)], lambda x, w: F.conv2d(x, w, padding=1)),
    "dense": ((64,), [(256, 64), (256, 256), (10, 256)], dense),
}
shape, tensors, forward = BLOCKS[job["block"]]
COS, SIN = turns(16)
x = rows(shape, job["x"])
theta, weights = torch.tensor(job["theta"]), []
for one in tensors:
    weights.append(theta[: torch.Size(one).numel()].reshape(one).clone().requires_grad_())
    theta = theta[torch.Size(one).numel() :]
assert theta.numel() == 0


def step():
    loss = forward(x, *weights).square().sum() / (2 * samples)
    return loss, torch.autograd.grad(loss, weights)


times = []
for _ in range(job["repetitions"] + 3):
    start = time.perf_counter()
    loss, gradient = step()
    times.append(time.perf_counter() - start)
print(json.dumps({"seconds": sorted(times[3:])[len(times[3:]) // 2], "loss": loss.item(), "gradient": torch.cat([g.flatten() for g in gradient]).tolist()}))
