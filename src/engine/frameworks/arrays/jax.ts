/** JAX: functions that `jit` and `grad` take as they are. In double precision, which JAX must be asked for. */
import { arraysOf } from "./arrays";
import type { ArrayFunction } from "./functions";

const same = (name: string, formula: string): Readonly<Record<string, ArrayFunction>> => ({
  [name]: { text: `def ${name}(x):\n    return ${formula}` },
});

export const jax = arraysOf({
  title: "JAX",
  extension: ".safetensors",
  prefix: "jnp",
  imports: [
    "import jax",
    "import jax.numpy as jnp",
    "from safetensors.flax import load_file",
    "",
    'jax.config.update("jax_enable_x64", True)',
  ],
  functions: {
    ...same("identity", "x"),
    ...same("relu", "jax.nn.relu(x)"),
    leaky_relu: { text: "def leaky_relu(x, slope):\n    return jax.nn.leaky_relu(x, slope)" },
    ...same("tanh", "np.tanh(x)"),
    ...same("sigmoid", "jax.nn.sigmoid(x)"),
    ...same("softplus", "jax.nn.softplus(x)"),
    ...same("silu", "jax.nn.silu(x)"),
    ...same("erf", "jax.scipy.special.erf(x)"),
    ...same("gelu", "jax.nn.gelu(x, approximate=False)"),
    ...same("gelu_tanh", "jax.nn.gelu(x, approximate=True)"),
    ...same("sin", "np.sin(x)"),
    ...same("quadratic", "x * x"),
    ...same("elu", "jax.nn.elu(x)"),
    ...same("selu", "jax.nn.selu(x)"),
    ...same("mish", "jax.nn.mish(x)"),
    ...same("hard_tanh", "jax.nn.hard_tanh(x)"),
    ...same("relu_squared", "jax.nn.relu(x) ** 2"),
    ...same("exp", "np.exp(x)"),
    softmax: { text: "def softmax(x, axis):\n    return jax.nn.softmax(x, axis)" },
    convolve: {
      text: `def convolve(x, w, stride, padding, dilation, groups):
    """Of [samples, channels, ...] with [channels, inputs / groups, taps ...]."""
    return jax.lax.conv_general_dilated(
        x, w, stride, [(n, n) for n in padding], rhs_dilation=dilation, feature_group_count=groups
    )`,
    },
  },
  load: "load_file(path)",
});
