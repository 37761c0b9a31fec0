/**
 * The class of attention in the written file, with what the network's layers use of it and nothing else: the same order of steps as
 * model/blocks/attention.
 */
import { planOf, type Plan } from "../../model/blocks/attention/plan";
import type { Placed } from "../places";
import { indented } from "../python";

export function attentionClass(layers: readonly Placed[]): string {
  const plans = layers.flatMap((at) => {
    const plan = planOf(at.layer, at.from[0]);
    return "why" in plan ? [] : [plan];
  });
  const uses = (of: (plan: Plan) => boolean): boolean => plans.some(of);
  const given = uses(({ reach }) => reach === null);
  const biased = uses(({ biases }) => biases.query || biases.key || biases.value || biases.out);
  const latent = uses((plan) => plan.latent !== null);
  const rope = uses(({ turned }) => turned > 0);
  const norm = uses((plan) => plan.norm !== null);
  const [alibi, learned] = [
    uses(({ relative }) => relative === "alibi"),
    uses(({ relative }) => relative === "learned" || relative === "buckets"),
  ];
  const temperature = uses((plan) => plan.temperature);
  const softcap = uses((plan) => plan.softcap !== null);
  const sink = uses((plan) => plan.sink !== null);
  const bent = uses(({ scores }) => scores !== "softmax");
  const byHand = alibi || learned || temperature || softcap || sink || bent;
  const when = (use: boolean, ...lines: readonly string[]): readonly string[] => (use ? lines : []);
  const own = [
    ...when(biased, "bias=(False,) * 4"),
    ...when(latent, "latent=None"),
    ...when(rope, "rope=None", "rope_rows=None", "rope_base=10000"),
    ...when(norm, "norm=None", "eps=1e-5", "affine=True"),
    ...when(alibi || learned, "relative=None"),
    ...when(learned, "entries=None", "count=None"),
    ...when(temperature, "temperature=False"),
    ...when(softcap, "softcap=None"),
    ...when(sink, "sink=None"),
    ...when(bent, 'scores="softmax"'),
  ];
  const bias = (i: number): string => (biased ? `bias[${i}]` : "False");
  const reads = latent ? "width if latent is None else latent" : "width";
  const init = [
    "super().__init__()",
    "kv_heads = kv_heads or heads",
    "size = size or width // heads",
    "value_size = value_size or size",
    `self.q_proj = nn.Linear(width, heads * size, bias=${bias(0)})`,
    `self.k_proj = nn.Linear(${reads}, kv_heads * size, bias=${bias(1)})`,
    `self.v_proj = nn.Linear(${reads}, kv_heads * value_size, bias=${bias(2)})`,
    `self.o_proj = nn.Linear(heads * value_size, width, bias=${bias(3)})`,
    ...when(latent, "self.latent = None if latent is None else nn.Parameter(torch.zeros(latent, width))"),
    ...when(
      norm,
      'normed = {None: nn.Identity, "rms": nn.RMSNorm, "layer": nn.LayerNorm}[norm]',
      "self.q_norm = normed(size, eps=eps, elementwise_affine=affine)",
      "self.k_norm = normed(size, eps=eps, elementwise_affine=affine)",
    ),
    ...when(learned, "self.relative = None if count is None else nn.Parameter(torch.zeros(heads, count))"),
    ...when(temperature, "self.temperature = nn.Parameter(torch.ones(heads)) if temperature else None"),
    ...when(sink, 'self.sinks = nn.Parameter(torch.zeros(heads)) if sink == "learned" else None'),
    "self.heads, self.kv_heads, self.size = heads, kv_heads, size",
    "self.mask, self.window = mask, window",
    ...when(learned, "self.entries = entries"),
    ...when(rope, "self.rope, self.turned, self.base = rope, rope_rows or size, rope_base"),
    ...when(alibi, 'self.alibi = relative == "alibi"'),
    ...when(softcap, "self.softcap = softcap"),
    ...when(sink, "self.sink = sink"),
    ...when(bent, "self.scores = scores"),
  ];
  const kv = latent ? "y" : "x";
  const compared = (letter: "q" | "k", from: string, heads: string): readonly string[] => {
    const split = `self.${letter}_proj(${from}).unflatten(-1, (self.${heads}, -1)).transpose(1, 2)`;
    return [
      `${letter} = ${norm ? `self.${letter}_norm(${split})` : split}`,
      ...when(rope, `${letter} = self.rotated(${letter})`),
    ];
  };
  const forward = [
    "t = torch.arange(x.shape[1], device=x.device)",
    "distance = t[:, None] - t[None, :]",
    'seen = distance >= 0 if self.mask == "causal" else torch.ones_like(distance, dtype=torch.bool)',
    ...when(
      given,
      "if isinstance(self.mask, list):",
      "    seen = torch.tensor(self.mask, dtype=torch.bool, device=x.device)",
    ),
    "if self.window is not None:",
    "    seen = seen & (distance.abs() < self.window)",
    ...when(latent, "y = x if self.latent is None else x @ self.latent.T"),
    ...compared("q", "x", "heads"),
    ...compared("k", kv, "kv_heads"),
    `v = self.v_proj(${kv}).unflatten(-1, (self.kv_heads, -1)).transpose(1, 2)`,
    ...(byHand
      ? [
          "k, v = (z.repeat_interleave(self.heads // self.kv_heads, 1) for z in (k, v))",
          bent
            ? 's = q @ k.mT / (1 if self.scores == "linear" else math.sqrt(self.size))'
            : "s = q @ k.mT / math.sqrt(self.size)",
          ...when(temperature, "if self.temperature is not None:", "    s = s * self.temperature[:, None, None]"),
          ...when(alibi, "if self.alibi:", "    s = s - self.slopes(x)[:, None, None] * distance.abs()"),
          ...when(
            learned,
            "if self.relative is not None:",
            "    s = s + self.relative[:, torch.tensor(self.entries, device=x.device)[distance + len(t) - 1]]",
          ),
          ...when(softcap, "if self.softcap is not None:", "    s = self.softcap * torch.tanh(s / self.softcap)"),
          "o = self.weights(s, seen) @ v",
        ]
      : ["o = F.scaled_dot_product_attention(q, k, v, attn_mask=seen, enable_gqa=True)"]),
    "return self.o_proj(o.transpose(1, 2).flatten(-2))",
  ];
  const weights = [
    ...when(
      bent,
      'if self.scores == "sigmoid":',
      "    return s.sigmoid() * seen",
      'if self.scores == "linear":',
      "    return s * seen",
    ),
    "s = s.masked_fill(~seen, -math.inf)",
    ...when(
      sink,
      "if self.sink is not None:",
      "    z = s.new_zeros(self.heads) if self.sinks is None else self.sinks",
      "    return torch.cat((s, z[:, None, None].expand(*s.shape[:-1], 1)), -1).softmax(-1)[..., :-1]",
    ),
    "return s.softmax(-1)",
  ];
  return [
    "class Attention(nn.Module):",
    '    """Attention over the tokens of [samples, tokens, width]."""',
    "",
    `    def __init__(self, ${[...ALWAYS, ...own].join(", ")}):`,
    indented(init, 2),
    ...when(rope, "", indented(ROTATED)),
    ...when(alibi, "", indented(SLOPES)),
    ...when(byHand, "", "    def weights(self, s, seen):", indented(weights, 2)),
    "",
    "    def forward(self, x):",
    indented(forward, 2),
  ].join("\n");
}

const ALWAYS = "width|heads|kv_heads=None|size=None|value_size=None|mask=None|window=None".split("|");

const ROTATED = [
  "def rotated(self, z):",
  '    """Rotary positions on the first rows of each head of [samples, heads, tokens, rows]."""',
  "    if self.rope is None:",
  "        return z",
  "    z, rest = z[..., : self.turned], z[..., self.turned :]",
  "    j = torch.arange(0, self.turned, 2, device=z.device).to(z)",
  "    angle = torch.arange(z.shape[-2], device=z.device)[:, None] * self.base ** (-j / self.turned)",
  "    cos, sin = angle.cos(), angle.sin()",
  '    if self.rope == "interleaved":',
  "        a, b = z[..., 0::2], z[..., 1::2]",
  "        turned = torch.stack((a * cos - b * sin, a * sin + b * cos), -1).flatten(-2)",
  "    else:",
  "        a, b = z.chunk(2, -1)",
  "        turned = torch.cat((a * cos - b * sin, b * cos + a * sin), -1)",
  "    return torch.cat((turned, rest), -1)",
];

const SLOPES = [
  "def slopes(self, x):",
  '    """ALiBi\'s slopes: those of the power of 2 below, and every second one of twice that."""',
  "    whole = 2 ** int(math.log2(self.heads))",
  "    first = [2 ** (-8 * (h + 1) / whole) for h in range(whole)]",
  "    rest = [2 ** (-4 * (2 * h + 1) / whole) for h in range(self.heads - whole)]",
  "    return torch.tensor(first + rest, dtype=x.dtype, device=x.device)",
];
