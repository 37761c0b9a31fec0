/** Classes and functions that the written file has of its own, where PyTorch has no such module. A row for each; those of attention: attention.ts. */
import { attentionClass } from "./attention";
import type { Placed } from "../places";

export type HelperName = keyof typeof HELPERS;

interface Helper {
  /** Its text, given the layers that need it. */
  readonly text: (layers: readonly Placed[]) => string;
  /** Lines to import. */
  readonly imports: readonly string[];
}

const plain = (text: string, ...imports: readonly string[]): Helper => ({ text: () => text, imports });

/** In the order in which they are written. */
export const HELPERS = {
  weight_norm: plain("", "from torch.nn.utils.parametrizations import weight_norm"),
  with_waves: plain(`def with_waves(x):
    """Adds sines and cosines of the position to [samples, tokens, width]."""
    t, j = torch.arange(x.shape[1]), torch.arange(0, x.shape[2], 2)
    angle = t[:, None] * 10000 ** (-j.to(x) / x.shape[2])
    return x + torch.stack((angle.sin(), angle.cos()), -1).flatten(-2)`),
  k_max: plain(`def k_max(x, k):
    """Of the points of [samples, channels, points] the k largest of each channel, in their order."""
    return x.gather(-1, x.topk(k, -1).indices.sort(-1).values)`),
  SpectralNorm: plain(
    `class SpectralNorm(nn.Module):
    """The matrix over its largest singular value, exactly; torch's spectral_norm only tends to it."""

    def forward(self, weight):
        return weight / torch.linalg.matrix_norm(weight.flatten(1), 2)`,
    "from torch.nn.utils.parametrize import register_parametrization",
  ),
  Embedding: plain(`class Embedding(nn.Embedding):
    """A row for each token, and one for each position."""

    def __init__(self, vocabulary, width, tokens):
        super().__init__(vocabulary, width)
        self.positions = nn.Parameter(torch.zeros(tokens, width))

    def forward(self, x):
        return super().forward(x) + self.positions`),
  Diagonal: plain(`class Diagonal(nn.Module):
    """One weight per coordinate."""

    def __init__(self, size, bias):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(size))
        self.bias = nn.Parameter(torch.zeros(size)) if bias else None

    def forward(self, x):
        y = self.weight * x
        return y if self.bias is None else y + self.bias`),
  Scale: plain(`class Scale(nn.Module):
    """Gains and biases, one for each channel (or one gain for all), and one number added to everything."""

    def __init__(self, gain, bias, places=0, shift=False):
        super().__init__()
        self.weight = None if gain is None else nn.Parameter(torch.ones(gain))
        self.shift = nn.Parameter(torch.zeros(1)) if shift else None
        self.bias = None if bias is None else nn.Parameter(torch.zeros(bias))
        self.shape = (-1,) + (1,) * places

    def forward(self, x):
        y = x if self.weight is None else self.weight.reshape(self.shape) * x
        y = y if self.shift is None else y + self.shift
        return y if self.bias is None else y + self.bias.reshape(self.shape)`),
  Branch: plain(`class Branch(nn.Module):
    """x + gain * branch: one trained number (ReZero), or one for each channel (LayerScale)."""

    def __init__(self, size, places=0):
        super().__init__()
        self.gain = nn.Parameter(torch.zeros(size))
        self.shape = (-1,) + (1,) * places

    def forward(self, x, branch):
        return x + self.gain.reshape(self.shape) * branch`),
  Gated: plain(`class Gated(nn.Module):
    """Down (gate(Gate x) * Up x)."""

    GATES = {
        "silu": F.silu, "gelu": F.gelu, "gelu-tanh": nn.GELU("tanh"), "relu": F.relu, "sigmoid": torch.sigmoid,
        "identity": lambda x: x,
    }

    def __init__(self, width, hidden, gate, bias):
        super().__init__()
        self.gate_proj = nn.Linear(width, hidden, bias=bias)
        self.up_proj = nn.Linear(width, hidden, bias=bias)
        self.down_proj = nn.Linear(hidden, width, bias=bias)
        self.bent = self.GATES[gate]

    def forward(self, x):
        return self.down_proj(self.bent(self.gate_proj(x)) * self.up_proj(x))`),
  Experts: plain(`class Experts(nn.Module):
    """A mixture of gated experts, weighed by a router, and those that every token goes through."""

    def __init__(self, width, hidden, count, gate, router, top=None, shared=0, bias=False):
        super().__init__()
        self.gate = nn.Linear(width, count, bias=bias)
        self.experts = nn.ModuleList(Gated(width, hidden, gate, False) for _ in range(count))
        if shared:
            self.shared_experts = nn.ModuleList(Gated(width, hidden, gate, False) for _ in range(shared))
        self.router, self.top, self.shared = router, top, shared

    def weights(self, z):
        if self.router == "softmax" and self.top is None:
            return z.softmax(-1)
        if self.router == "softmax":
            largest, at = z.topk(self.top, -1)
            return torch.zeros_like(z).scatter(-1, at, largest.softmax(-1))
        p = z.sigmoid()
        return p / p.sum(-1, keepdim=True) if self.router == "normalized-sigmoid" else p

    def forward(self, x):
        p = self.weights(self.gate(x))
        y = sum(p[..., e, None] * expert(x) for e, expert in enumerate(self.experts))
        return y + sum(expert(x) for expert in self.shared_experts) if self.shared else y`),
  Adapter: plain(`class Adapter(nn.Module):
    """A frozen matrix and one of low rank beside it (LoRA), perhaps with lengths apart from directions (DoRA)."""

    def __init__(self, inputs, units, rank, alpha, magnitude):
        super().__init__()
        self.base_layer = nn.Linear(inputs, units, bias=False)
        self.lora_A = nn.Linear(inputs, rank, bias=False)
        self.lora_B = nn.Linear(rank, units, bias=False)
        self.scale, self.along = alpha / rank, {"none": None, "columns": 0, "rows": 1}[magnitude]
        if self.along is not None:
            self.magnitude = nn.Parameter(torch.ones(inputs if self.along == 0 else units))

    def forward(self, x):
        if self.along is None:
            return self.base_layer(x) + self.scale * self.lora_B(self.lora_A(x))
        matrix = self.base_layer.weight + self.scale * self.lora_B.weight @ self.lora_A.weight
        directions = matrix / matrix.norm(dim=self.along, keepdim=True)
        return F.linear(x, self.magnitude.unsqueeze(self.along) * directions)`),
  Recurrent: plain(`class Recurrent(nn.Module):
    """h_t = bent(U x_t + W h_(t-1)): W is full, a real or complex number for each state, or a product of low rank."""

    BENT = {"tanh": torch.tanh, "relu": F.relu, "identity": lambda x: x}

    def __init__(self, inputs, hidden, nonlinearity, state, bias):
        super().__init__()
        numbers = 2 * hidden if state == "complex" else hidden
        self.weight_ih_l0 = nn.Parameter(torch.zeros(numbers, inputs))
        shape = {"full": (hidden, hidden), "diagonal": (hidden,), "complex": (hidden, 2)}.get(state)
        if shape is not None:
            self.weight_hh_l0 = nn.Parameter(torch.zeros(shape))
        else:
            self.left_hh = nn.Parameter(torch.zeros(hidden, state))
            self.right_hh = nn.Parameter(torch.zeros(state, hidden))
        self.bias_ih_l0 = nn.Parameter(torch.zeros(numbers)) if bias else None
        self.bias_hh_l0 = nn.Parameter(torch.zeros(numbers)) if bias else None
        self.bent, self.state = self.BENT[nonlinearity], state

    def step(self, h):
        match self.state:
            case "full":
                return h @ self.weight_hh_l0.T
            case "diagonal":
                return self.weight_hh_l0 * h
            case "complex":
                turned = torch.view_as_complex(h.unflatten(-1, (-1, 2))) * torch.view_as_complex(self.weight_hh_l0)
                return torch.view_as_real(turned).flatten(-2)
            case _:
                return h @ self.right_hh.T @ self.left_hh.T

    def forward(self, x):
        given = x @ self.weight_ih_l0.T
        if self.bias_ih_l0 is not None:
            given = given + self.bias_ih_l0 + self.bias_hh_l0
        states, h = [], None
        for at in given.unbind(1):
            h = self.bent(at if h is None else at + self.step(h))
            states.append(h)
        return torch.stack(states, 1)`),
  Attention: { text: attentionClass, imports: ["import math"] },
} as const satisfies Readonly<Record<string, Helper>>;

export const HELPER_NAMES = Object.keys(HELPERS) as readonly HelperName[];
