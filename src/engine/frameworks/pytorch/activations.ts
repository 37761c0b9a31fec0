/** Activations as PyTorch has them; softplus is exact up to where nothing is left of its exponential. */
import type { Activation } from "../../model/activations";

export function activated({ name, slope }: Activation, z: string): string {
  switch (name) {
    case "identity":
      return z;
    case "leaky-relu":
      return `F.leaky_relu(${z}, ${slope})`;
    case "softplus":
      return `F.softplus(${z}, threshold=40)`;
    case "quadratic":
      return `torch.square(${z})`;
    case "relu-squared":
      return `torch.square(F.relu(${z}))`;
    case "hard-tanh":
      return `F.hardtanh(${z})`;
    case "gelu-tanh":
      return `F.gelu(${z}, approximate="tanh")`;
    case "relu":
    case "silu":
    case "gelu":
    case "elu":
    case "selu":
    case "mish":
      return `F.${name}(${z})`;
    case "tanh":
    case "sigmoid":
    case "erf":
    case "sin":
    case "exp":
      return `torch.${name}(${z})`;
  }
}
