/** Functions that a written file has of its own, in the language that NumPy and jax.numpy share: `np` stands for either. A row for each. */

export interface ArrayFunction {
  readonly text: string;
  /** Others that it calls. */
  readonly needs?: readonly string[];
}

/** In the order in which they are written. */
export const ARRAY_FUNCTIONS = {
  softmax: {
    text: `def softmax(x, axis):
    e = np.exp(x - x.max(axis, keepdims=True))
    return e / e.sum(axis, keepdims=True)`,
  },
  linear: {
    text: `def linear(p, name, x):
    y = x @ p[name + ".weight"].T
    return y + p[name + ".bias"] if name + ".bias" in p else y`,
  },
  normalized: {
    text: `def normalized(x, axes, eps, centred=True):
    x = x - x.mean(axes, keepdims=True) if centred else x
    return x / np.sqrt((x * x).mean(axes, keepdims=True) + eps)`,
  },
  group_normalized: {
    needs: ["normalized"],
    text: `def group_normalized(x, groups, eps):
    """Of [samples, channels, ...], the channels of a group at all places."""
    return normalized(x.reshape(x.shape[0], groups, -1), -1, eps).reshape(x.shape)`,
  },
  with_lengths: {
    text: `def with_lengths(directions, lengths):
    """Rows of these directions and lengths (weight norm)."""
    rows = directions.reshape(len(directions), -1)
    rows = rows * (lengths / np.sqrt((rows * rows).sum(1)))[:, None]
    return rows.reshape(directions.shape)`,
  },
  over_norm: {
    text: `def over_norm(w):
    """A matrix over its largest singular value (spectral norm)."""
    return w / np.linalg.norm(w.reshape(len(w), -1), 2)`,
  },
  with_waves: {
    text: `def with_waves(x):
    """Adds sines and cosines of the position to [samples, tokens, width]."""
    angle = np.arange(x.shape[1])[:, None] * 10000.0 ** (-np.arange(0, x.shape[2], 2) / x.shape[2])
    return x + np.stack((np.sin(angle), np.cos(angle)), -1).reshape(x.shape[1:])`,
  },
  under_kernel: {
    text: `def under_kernel(x, kernel, stride, padding, fill=0.0):
    """What lies under each tap of a kernel over [samples, channels, ...], on a new first axis."""
    x = np.pad(x, [(0, 0), (0, 0), *((n, n) for n in padding)], constant_values=fill)
    out = [(n - k) // s + 1 for n, k, s in zip(x.shape[2:], kernel, stride)]
    taps = itertools.product(*map(range, kernel))
    ends = [(o - 1) * s + 1 for o, s in zip(out, stride)]
    return np.stack([x[(..., *(slice(t, t + e, s) for t, e, s in zip(tap, ends, stride)))] for tap in taps])`,
  },
  k_max: {
    text: `def k_max(x, k):
    """Of the points of [samples, channels, points] the k largest of each channel, in their order."""
    return np.take_along_axis(x, np.sort(np.argsort(x, -1)[..., -k:], -1), -1)`,
  },
  gated: {
    needs: ["linear"],
    text: `def gated(p, name, x, gate):
    """Down (gate(Gate x) * Up x)."""
    return linear(p, name + ".down_proj", gate(linear(p, name + ".gate_proj", x)) * linear(p, name + ".up_proj", x))`,
  },
  experts: {
    needs: ["gated", "softmax", "sigmoid"],
    text: `def experts(p, name, x, count, gate, router, top=None, shared=0):
    """A mixture of gated experts, weighed by a router, and those that every token goes through."""
    z = linear(p, name + ".gate", x)
    if router == "softmax":
        z = z if top is None else np.where(z >= np.sort(z, -1)[..., -top, None], z, -np.inf)
        weights = softmax(z, -1)
    else:
        weights = sigmoid(z)
        weights = weights / weights.sum(-1, keepdims=True) if router == "normalized-sigmoid" else weights
    y = sum(weights[..., e, None] * gated(p, f"{name}.experts.{e}", x, gate) for e in range(count))
    return y + sum(gated(p, f"{name}.shared_experts.{e}", x, gate) for e in range(shared))`,
  },
  adapter: {
    text: `def adapter(p, name, x, scale, along=None):
    """A frozen matrix and a trained one of low rank beside it (LoRA), with lengths apart from directions (DoRA)."""
    matrix = p[name + ".base_layer.weight"] + scale * p[name + ".lora_B.weight"] @ p[name + ".lora_A.weight"]
    if along is not None:
        lengths = np.sqrt((matrix * matrix).sum(along, keepdims=True))
        matrix = np.expand_dims(p[name + ".magnitude"], along) * matrix / lengths
    return x @ matrix.T`,
  },
  given: {
    text: `def given(p, name, x):
    """What the tokens give to the states of a recurrent layer."""
    y = x @ p[name + ".weight_ih_l0"].T
    return y + p[name + ".bias_ih_l0"] if name + ".bias_ih_l0" in p else y`,
  },
  rnn: {
    needs: ["given"],
    text: `def rnn(p, name, x, bent, state):
    """h_t = bent(U x_t + W h_(t-1)): W is full, a real or complex number for each state, or a product of low rank."""
    def step(h):
        if state == "full":
            return h @ p[name + ".weight_hh_l0"].T
        if state == "diagonal":
            return p[name + ".weight_hh_l0"] * h
        if state == "complex":
            (a, b), (u, v) = p[name + ".weight_hh_l0"].T, (h[..., 0::2], h[..., 1::2])
            return np.stack((a * u - b * v, a * v + b * u), -1).reshape(h.shape)
        return h @ p[name + ".right_hh"].T @ p[name + ".left_hh"].T

    y, bias = given(p, name, x), p.get(name + ".bias_hh_l0", 0)
    states = [bent(y[:, 0] + bias)]
    for t in range(1, x.shape[1]):
        states.append(bent(y[:, t] + step(states[-1]) + bias))
    return np.stack(states, 1)`,
  },
  gru: {
    needs: ["given", "sigmoid"],
    text: `def gru(p, name, x):
    y, w, bias = given(p, name, x), p[name + ".weight_hh_l0"], p.get(name + ".bias_hh_l0", 0)
    h, states = np.zeros((x.shape[0], w.shape[1])), []
    for t in range(x.shape[1]):
        a, b = np.split(y[:, t], 3, -1), np.split(h @ w.T + bias, 3, -1)
        r, z = sigmoid(a[0] + b[0]), sigmoid(a[1] + b[1])
        n = np.tanh(a[2] + r * b[2])
        h = n + z * (h - n)
        states.append(h)
    return np.stack(states, 1)`,
  },
  lstm: {
    needs: ["given", "sigmoid"],
    text: `def lstm(p, name, x):
    y, w, bias = given(p, name, x), p[name + ".weight_hh_l0"], p.get(name + ".bias_hh_l0", 0)
    h = c = np.zeros((x.shape[0], w.shape[1]))
    states = []
    for t in range(x.shape[1]):
        i, f, g, o = np.split(y[:, t] + h @ w.T + bias, 4, -1)
        c = sigmoid(f) * c + sigmoid(i) * np.tanh(g)
        h = sigmoid(o) * np.tanh(c)
        states.append(h)
    return np.stack(states, 1)`,
  },
  rotated: {
    text: `def rotated(z, rope, rows, base):
    """Rotary positions on the first rows of each head of [samples, heads, tokens, rows]."""
    z, rest = z[..., :rows], z[..., rows:]
    angle = np.arange(z.shape[-2])[:, None] * float(base) ** (-np.arange(0, rows, 2) / rows)
    cos, sin = np.cos(angle), np.sin(angle)
    if rope == "interleaved":
        a, b = z[..., 0::2], z[..., 1::2]
        turned = np.stack((a * cos - b * sin, a * sin + b * cos), -1).reshape(z.shape)
    else:
        a, b = np.split(z, 2, -1)
        turned = np.concatenate((a * cos - b * sin, b * cos + a * sin), -1)
    return np.concatenate((turned, rest), -1)`,
  },
  attention: {
    needs: ["linear", "softmax", "rotated", "normalized", "sigmoid"],
    text: `def attention(
    p, name, x, heads, kv_heads, mask=None, window=None, rope=None, rope_rows=None, rope_base=10000,
    norm=None, eps=1e-5, slopes=None, entries=None, softcap=None, sink=False, scores="softmax",
):
    """Attention over the tokens of [samples, tokens, width]."""
    def by_head(letter, x, count):
        y = linear(p, f"{name}.{letter}_proj", x)
        return np.swapaxes(y.reshape(*y.shape[:-1], count, -1), -2, -3)

    def compared(letter, x, count):
        z = by_head(letter, x, count)
        if norm is not None:
            z = normalized(z, -1, eps, norm == "layer")
            z = z * p.get(f"{name}.{letter}_norm.weight", 1) + p.get(f"{name}.{letter}_norm.bias", 0)
        return z if rope is None else rotated(z, rope, rope_rows or z.shape[-1], rope_base)

    tokens = x.shape[-2]
    distance = np.arange(tokens)[:, None] - np.arange(tokens)
    seen = distance >= 0 if mask == "causal" else np.array(mask or [[1] * tokens] * tokens) == 1
    seen = seen if window is None else seen & (abs(distance) < window)
    y = x @ p[name + ".latent"].T if name + ".latent" in p else x
    q, k, v = compared("q", x, heads), compared("k", y, kv_heads), by_head("v", y, kv_heads)
    k, v = (np.repeat(z, heads // kv_heads, 1) for z in (k, v))
    s = q @ np.swapaxes(k, -1, -2) / (1 if scores == "linear" else q.shape[-1] ** 0.5)
    if name + ".temperature" in p:
        s = s * p[name + ".temperature"][:, None, None]
    if slopes is not None:
        s = s - np.array(slopes)[:, None, None] * abs(distance)
    if entries is not None:
        s = s + p[name + ".relative"][:, np.array(entries)[distance + tokens - 1]]
    if softcap is not None:
        s = softcap * np.tanh(s / softcap)
    if scores == "linear":
        w = s * seen
    elif scores == "sigmoid":
        w = sigmoid(s) * seen
    elif sink:
        z = np.broadcast_to(p.get(name + ".sinks", np.zeros(heads))[:, None, None], (*s.shape[:-1], 1))
        w = softmax(np.concatenate((np.where(seen, s, -np.inf), z), -1), -1)[..., :-1]
    else:
        w = softmax(np.where(seen, s, -np.inf), -1)
    o = np.swapaxes(w @ v, -2, -3)
    return linear(p, name + ".o_proj", o.reshape(*o.shape[:-2], -1))`,
  },
} as const satisfies Readonly<Record<string, ArrayFunction>>;
