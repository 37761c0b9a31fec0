/** Layers as PyTorch's modules: what builds one, and what it is called with. The row of a type; those with classes of their own: helpers.ts. */
import type { LayerType } from "../../model/blocks";
import { planOf } from "../../model/blocks/attention/plan";
import { USUAL_BASE } from "../../model/program/rotations";
import { isVector } from "../../model/shape";
import { channelsFirst, has, type Placed } from "../places";
import { bool, call, extents, tuple } from "../python";
import type { HelperName } from "./helpers";
import { along, entriesOf } from "../shapes";
import * as words from "../words";

export interface Made {
  /** What builds it; `null`: it has no weights, and is a function. */
  readonly module: string | null;
  /** `m`: the module. */
  readonly call: (m: string, inputs: readonly string[]) => string;
  /** Classes and functions of the file that it needs. */
  readonly helpers: readonly HelperName[];
}

/** `impossible`: why the idiom has no such layer. */
type Row = (at: Placed, attributeOf: (other: Placed) => string) => Made | { readonly impossible: string };

export function moduleOf(at: Placed, attributeOf: (other: Placed) => string): ReturnType<Row> {
  return ROWS[at.layer.type](at, attributeOf);
}

const applied = (m: string, [x]: readonly string[]): string => `${m}(${x})`;
const made = (module: string, ...helpers: HelperName[]): Made => ({ module, call: applied, helpers });
const computed = (of: (inputs: readonly string[]) => string): Made => ({
  module: null,
  call: (_, inputs) => of(inputs),
  helpers: [],
});

const ROWS: Readonly<Record<LayerType, Row>> = {
  dense,
  diagonal: (at) => made(call("Diagonal", [String(at.shape.channels), bool(at.layer.bias)]), "Diagonal"),
  conv1d: (at) => convolution(at, 1),
  conv2d: (at) => convolution(at, 2),
  pool,
  flatten: () => computed(([x]) => `${x}.flatten(1)`),
  embedding,
  gated: (at) => {
    const { hidden = 1, gate = "silu" } = at.layer.own ?? {};
    return made(call("Gated", [String(at.shape.channels), String(hidden), `"${gate}"`, bool(at.layer.bias)]), "Gated");
  },
  moe: experts,
  adapter: (at) => {
    const { rank = 1, alpha = rank, magnitude = "none" } = at.layer.own ?? {};
    const sizes = [String(at.from[0].channels), String(at.shape.channels), String(rank), String(alpha)];
    return made(call("Adapter", [...sizes, `"${magnitude}"`]), "Adapter");
  },
  attention,
  norm,
  residual: (at) => {
    const { gain = "none" } = at.layer.own ?? {};
    if (gain === "none") return computed(([x, branch]) => `${x} + ${branch}`);
    const module = call("Branch", [gainSize(at, gain)], places(at));
    return { module, call: (m, [x, branch]) => `${m}(${x}, ${branch})`, helpers: ["Branch"] };
  },
  scale: (at) => {
    const { value = 1, gain = "none", shift } = at.layer.own ?? {};
    const { bias } = at.layer;
    const times = (x: string): string => (value === 1 ? x : `${value} * ${x}`);
    if (gain === "none" && shift === undefined && !bias) return computed(([x]) => times(x));
    const sizes = [gain === "none" ? "None" : gainSize(at, gain), bias ? String(at.shape.channels) : "None"];
    const others = { ...places(at), shift: shift === undefined ? null : "True" };
    return { module: call("Scale", sizes, others), call: (m, [x]) => `${m}(${times(x)})`, helpers: ["Scale"] };
  },
  multiply: () => computed(([x, y]) => `${x} * ${y}`),
  softmax: (at) => computed(([x]) => `${x}.softmax(${channelsFirst(at.shape) ? 1 : -1})`),
  rnn,
  gru: (at) => recurrent(at, "GRU", {}),
  lstm: (at) => recurrent(at, "LSTM", {}),
  "linear-ode": () => ({ impossible: words.NO_LINEAR_ODE }),
};

function dense(at: Placed, attributeOf: (other: Placed) => string): ReturnType<Row> {
  const { layer, from, shape, shares } = at;
  const inputs = from.reduce((sum, { channels }) => sum + channels, 0);
  const joined = (all: readonly string[]): string => (all.length === 1 ? all[0] : `torch.cat((${all.join(", ")}), -1)`);
  const sizes = [String(inputs), String(shape.channels)];
  if (shares !== null) {
    const matrix = `${attributeOf(shares)}.weight`;
    if (!layer.bias) return computed((all) => `F.linear(${joined(all)}, ${matrix})`);
    const module = call("Scale", ["None", String(shape.channels)]);
    return { module, call: (m, all) => `${m}(F.linear(${joined(all)}, ${matrix}))`, helpers: ["Scale"] };
  }
  const linear = call("nn.Linear", sizes, { bias: layer.bias ? null : "False" });
  const normed = parametrized(at, linear);
  return "impossible" in normed ? normed : { ...normed, call: (m, all) => `${m}(${joined(all)})` };
}

/** Its matrix may be a function of what is trained. */
function parametrized({ layer, from }: Placed, module: string): ReturnType<Row> {
  const { weightNorm, spectralNorm } = layer.own ?? {};
  if (weightNorm !== "yes" && spectralNorm !== "yes") return made(module);
  if (from.length > 1) return { impossible: words.ONE_MATRIX };
  return weightNorm === "yes"
    ? made(call("weight_norm", [module]), "weight_norm")
    : made(call("register_parametrization", [module, `"weight"`, "SpectralNorm()"]), "SpectralNorm");
}

function convolution(at: Placed, dimensions: 1 | 2): ReturnType<Row> {
  const {
    layer,
    from: [source],
    shape,
  } = at;
  const { groups = 1 } = layer.own ?? {};
  const axes = along(layer.own ?? {}, source);
  const given = (name: "stride" | "padding" | "dilation", usual: number): string | null => {
    const numbers = axes.map((axis) => axis[name]);
    return numbers.every((one) => one === usual) ? null : extents(numbers);
  };
  return parametrized(
    at,
    call(
      `nn.Conv${dimensions}d`,
      [String(source.channels), String(shape.channels), extents(axes.map(({ kernel }) => kernel))],
      {
        stride: given("stride", 1),
        padding: given("padding", 0),
        dilation: given("dilation", 1),
        groups: groups === 1 ? null : String(groups),
        bias: layer.bias ? null : "False",
      },
    ),
  );
}

function pool({ layer, from: [source] }: Placed): ReturnType<Row> {
  const { kernel = source.extents, kind, stride = kernel, padding = 0, k = 1 } = layer.own ?? {};
  if (kind === "k-max") return { module: null, call: (_, [x]) => `k_max(${x}, ${k})`, helpers: ["k_max"] };
  const axes = along({ kernel, stride, padding }, source);
  const of = (name: "kernel" | "stride" | "padding"): string => extents(axes.map((axis) => axis[name]));
  const name = `F.${kind === "max" ? "max" : "avg"}_pool${source.extents.length}d`;
  return computed(([x]) => call(name, [x, of("kernel"), of("stride"), of("padding")]));
}

function embedding({ layer, from: [source], shape }: Placed): ReturnType<Row> {
  const sizes = [String(source.channels), String(shape.channels)];
  switch (layer.own?.positions) {
    case "learned":
      return made(call("Embedding", [...sizes, String(shape.extents[0])]), "Embedding");
    case "sinusoidal": {
      const module = call("nn.Embedding", sizes);
      return { module, call: (m, [x]) => `with_waves(${m}(${x}))`, helpers: ["with_waves"] };
    }
    case "none":
    case undefined:
      return made(call("nn.Embedding", sizes));
  }
}

function experts(at: Placed): ReturnType<Row> {
  const { experts: count = 1, hidden = 1, gate = "silu", router = "softmax", topK, shared = 0 } = at.layer.own ?? {};
  const sizes = [String(at.shape.channels), String(hidden), String(count)];
  return made(
    call("Experts", [...sizes, `"${gate}"`, `"${router}"`], {
      top: topK === undefined || topK === count ? null : String(topK),
      shared: shared === 0 ? null : String(shared),
      bias: has(at, "router bias") ? "True" : null,
    }),
    "Experts",
    "Gated",
  );
}

function attention(at: Placed): ReturnType<Row> {
  const plan = planOf(at.layer, at.from[0]);
  if ("why" in plan) throw new Error(plan.why);
  const own = at.layer.own ?? {};
  const { heads, kvHeads, size, valueSize, biases, norm: normed, tokens } = plan;
  const usual = String(heads * size) === String(at.shape.channels);
  const on = (value: boolean): string | null => (value ? "True" : null);
  const module = call("Attention", [String(at.shape.channels), String(heads)], {
    kv_heads: kvHeads === heads ? null : String(kvHeads),
    size: usual ? null : String(size),
    value_size: valueSize === size ? null : String(valueSize),
    latent: plan.latent === null ? null : String(plan.latent),
    mask: own.mask === "causal" ? `"causal"` : typeof own.mask === "object" ? JSON.stringify(own.mask) : null,
    window: own.window === undefined || own.window >= tokens ? null : String(own.window),
    bias:
      biases.query || biases.key || biases.value || biases.out
        ? tuple([biases.query, biases.key, biases.value, biases.out].map(Number)).replace(/\d/g, (one) =>
            bool(one === "1"),
          )
        : null,
    rope: plan.turned === 0 ? null : `"${own.rope ?? "half"}"`,
    rope_rows: plan.turned === 0 || plan.turned === size ? null : String(plan.turned),
    rope_base: plan.turned === 0 || plan.base === USUAL_BASE ? null : String(plan.base),
    norm: normed === null ? null : `"${normed.kind}"`,
    eps: normed === null ? null : String(normed.eps),
    affine: normed === null || normed.gains ? null : "False",
    relative: plan.relative === null ? null : `"${plan.relative}"`,
    entries: plan.relative === "learned" || plan.relative === "buckets" ? `[${entriesOf(plan).join(", ")}]` : null,
    count: plan.relative === "learned" || plan.relative === "buckets" ? String(plan.distances.count) : null,
    temperature: on(plan.temperature),
    softcap: plan.softcap === null ? null : String(plan.softcap),
    sink: plan.sink === null ? null : `"${plan.sink}"`,
    scores: plan.scores === "softmax" ? null : `"${plan.scores}"`,
  });
  return made(module, "Attention");
}

function norm(at: Placed): ReturnType<Row> {
  const { norm: kind = "layer", groups = 1, eps = 1e-5, affine = "yes" } = at.layer.own ?? {};
  const [{ channels }, first] = [at.shape, channelsFirst(at.shape)];
  const place = at.shape.extents.length;
  const size = String(channels);
  const plain = affine === "yes" ? null : "False";
  const turned = (module: string, turn: boolean, [to, back]: readonly [string, string]): Made => ({
    module,
    call: (m, [x]) => (turn ? `${m}(${x}.${to}).${back}` : `${m}(${x})`),
    helpers: [],
  });
  const FIRST = ["movedim(-1, 1)", "movedim(1, -1)"] as const;
  const LAST = ["movedim(1, -1)", "movedim(-1, 1)"] as const;
  const elementwise = { eps: String(eps), elementwise_affine: plain };
  switch (kind) {
    case "layer":
      return turned(call("nn.LayerNorm", [size], elementwise), first, LAST);
    case "rms":
      return turned(call("nn.RMSNorm", [size], elementwise), first, LAST);
    case "group":
      return turned(
        call("nn.GroupNorm", [String(groups), size], { eps: String(eps), affine: plain }),
        !first && !isVector(at.shape),
        FIRST,
      );
    case "batch": {
      if (eps === 0) return { impossible: words.BATCH_NORM_WITHOUT_EPS };
      const dimensions = first && place === 2 ? 2 : 1;
      const named = { eps: String(eps), affine: plain, track_running_stats: "False" };
      return turned(call(`nn.BatchNorm${dimensions}d`, [size], named), !first && !isVector(at.shape), FIRST);
    }
  }
}

function rnn(at: Placed): ReturnType<Row> {
  const { nonlinearity = "tanh", recurrence = "full", rank, hidden = 1 } = at.layer.own ?? {};
  if (nonlinearity !== "identity" && recurrence === "full" && rank === undefined)
    return recurrent(at, "RNN", { nonlinearity: nonlinearity === "tanh" ? null : `"${nonlinearity}"` });
  const state = rank === undefined ? `"${recurrence}"` : String(rank);
  const module = call("Recurrent", [
    String(at.from[0].channels),
    String(hidden),
    `"${nonlinearity}"`,
    state,
    bool(at.layer.bias),
  ]);
  return lastOf(at, module, (m, x) => `${m}(${x})`, ["Recurrent"]);
}

function recurrent(at: Placed, kind: string, named: Readonly<Record<string, string | null>>): ReturnType<Row> {
  const { hidden = 1 } = at.layer.own ?? {};
  const bias = at.layer.bias ? null : "False";
  const module = call(`nn.${kind}`, [String(at.from[0].channels), String(hidden)], {
    ...named,
    bias,
    batch_first: "True",
  });
  return lastOf(at, module, (m, x) => `${m}(${x})[0]`, []);
}

function lastOf(
  at: Placed,
  module: string,
  states: (m: string, x: string) => string,
  helpers: readonly HelperName[],
): Made {
  const end = at.layer.own?.outputs === "last" ? "[:, -1]" : "";
  return { module, call: (m, [x]) => `${states(m, x)}${end}`, helpers };
}

/** One number, or one for each channel, at all places. */
function gainSize({ shape }: Placed, gain: "scalar" | "channel"): string {
  return gain === "scalar" ? "1" : String(shape.channels);
}

/** How many axes stand behind that of the channels. */
function places({ shape }: Placed): Readonly<Record<string, string | null>> {
  return { places: channelsFirst(shape) ? String(shape.extents.length) : null };
}
