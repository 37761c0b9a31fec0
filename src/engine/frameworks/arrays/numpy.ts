/** NumPy. Its activations are written out; the error function is Python's, number by number. */
import { arraysOf } from "./arrays";

const one = (
  name: string,
  formula: string,
  ...needs: readonly string[]
): Readonly<Record<string, { text: string; needs: readonly string[] }>> => ({
  [name]: { text: `def ${name}(x):\n    return ${formula}`, needs },
});

export const numpy = arraysOf({
  title: "NumPy",
  extension: ".npz",
  prefix: "np",
  imports: ["import numpy as np"],
  functions: {
    ...one("identity", "x"),
    ...one("relu", "np.maximum(x, 0)"),
    leaky_relu: { text: "def leaky_relu(x, slope):\n    return np.where(x > 0, x, slope * x)" },
    ...one("tanh", "np.tanh(x)"),
    ...one("sigmoid", "np.exp(-np.logaddexp(0, -x))"),
    ...one("softplus", "np.logaddexp(0, x)"),
    ...one("silu", "x * sigmoid(x)", "sigmoid"),
    ...one("erf", "np.vectorize(math.erf, otypes=[float])(x)"),
    ...one("gelu", "x * np.vectorize(math.erfc, otypes=[float])(-x / math.sqrt(2)) / 2"),
    ...one("gelu_tanh", "x * sigmoid(math.sqrt(8 / math.pi) * (x + 0.044715 * x**3))", "sigmoid"),
    ...one("sin", "np.sin(x)"),
    ...one("quadratic", "x * x"),
    ...one("elu", "np.where(x > 0, x, np.expm1(np.minimum(x, 0)))"),
    ...one("selu", "1.0507009873554805 * np.where(x > 0, x, 1.6732632423543772 * np.expm1(np.minimum(x, 0)))"),
    ...one("mish", "x * np.tanh(np.logaddexp(0, x))"),
    ...one("hard_tanh", "np.clip(x, -1, 1)"),
    ...one("relu_squared", "np.maximum(x, 0) ** 2"),
    ...one("exp", "np.exp(x)"),
    convolve: {
      text: `def convolve(x, w, stride, padding, dilation, groups):
    """Of [samples, channels, ...] with [channels, inputs / groups, taps ...], tap by tap."""
    x = np.pad(x, [(0, 0), (0, 0), *((n, n) for n in padding)])
    x, w = x.reshape(len(x), groups, -1, *x.shape[2:]), w.reshape(groups, -1, *w.shape[1:])
    out = [(n - d * (k - 1) - 1) // s + 1 for n, k, s, d in zip(x.shape[3:], w.shape[3:], stride, dilation)]
    y = 0
    for tap in itertools.product(*map(range, w.shape[3:])):
        at = (slice(t * d, t * d + (o - 1) * s + 1, s) for t, d, o, s in zip(tap, dilation, out, stride))
        y = y + np.einsum("ngc...,goc->ngo...", x[(..., *at)], w[(..., *tap)])
    return y.reshape(len(x), -1, *out)`,
    },
  },
  load: "dict(np.load(path))",
});
