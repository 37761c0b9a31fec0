/** Layers as expressions of arrays: `p` holds the weights by name, inputs have a sample on each row. A row of a type. */
import { planOf } from "../../model/blocks/attention/plan";
import type { LayerType } from "../../model/blocks";
import { alibiSlopes } from "../../model/blocks/attention/positions";
import { USUAL_BASE } from "../../model/program/rotations";
import { isVector } from "../../model/shape";
import { along, entriesOf } from "../shapes";
import { channelsFirst, has, suffixOf, type Placed } from "../places";
import { call, text, tuple } from "../python";
import * as words from "../words";

export interface Expression {
  readonly value: string;
  /** Functions of the file that it calls. */
  readonly calls: readonly string[];
}

type Row = (at: Placed) => Expression | { readonly impossible: string };

export function expressionOf(at: Placed): ReturnType<Row> {
  const made = ROWS[at.layer.type](at);
  if ("impossible" in made || !biasIsApart(at)) return made;
  return { ...made, value: `${made.value} + ${channelwise(at, "bias")}` };
}

/** Those whose functions add no bias of their own. */
function biasIsApart(at: Placed): boolean {
  return at.layer.bias && APART.includes(at.layer.type) && (at.layer.type !== "dense" || !isPlain(at));
}
const APART: readonly LayerType[] = ["dense", "diagonal", "conv1d", "conv2d", "scale"];

const of = (value: string, ...calls: readonly string[]): Expression => ({ value, calls });
const named = ({ layer }: Placed): string => text(layer.name);
const weight = ({ layer }: Placed, suffix: string): string => `p[${text(`${layer.name}.${suffix}`)}]`;

/** A number for each channel, beside what has places behind its channels. */
function channelwise(at: Placed, suffix: string): string {
  const places = channelsFirst(at.shape) ? at.shape.extents.map(() => "None") : [];
  return `${weight(at, suffix)}${places.length === 0 ? "" : `[${[":", ...places].join(", ")}]`}`;
}

/** y = W x with the numbers of W as they are. */
function isPlain({ layer, shares }: Placed): boolean {
  return shares === null && layer.own?.weightNorm !== "yes" && layer.own?.spectralNorm !== "yes";
}

const ROWS: Readonly<Record<LayerType, Row>> = {
  dense,
  diagonal: (at) => of(`${weight(at, "weight")} * ${at.inputs[0]}`),
  conv1d: convolution,
  conv2d: convolution,
  pool,
  flatten: ({ inputs: [x] }) => of(`${x}.reshape(len(${x}), -1)`),
  embedding(at) {
    const rows = `${weight(at, "weight")}[${at.inputs[0]}]`;
    switch (at.layer.own?.positions) {
      case "learned":
        return of(`${rows} + ${weight(at, "positions")}`);
      case "sinusoidal":
        return of(`with_waves(${rows})`, "with_waves");
      case "none":
      case undefined:
        return of(rows);
    }
  },
  gated(at) {
    const gate = bent(at.layer.own?.gate ?? "silu");
    return of(call("gated", ["p", named(at), at.inputs[0], gate]), "gated", gate);
  },
  moe(at) {
    const { experts = 1, gate = "silu", router = "softmax", topK, shared = 0 } = at.layer.own ?? {};
    const value = call("experts", ["p", named(at), at.inputs[0], String(experts), bent(gate), text(router)], {
      top: topK === undefined || topK === experts ? null : String(topK),
      shared: shared === 0 ? null : String(shared),
    });
    return of(value, "experts", bent(gate));
  },
  adapter(at) {
    const { rank = 1, alpha = rank, magnitude = "none" } = at.layer.own ?? {};
    const axis = { none: null, columns: "0", rows: "1" }[magnitude];
    return of(call("adapter", ["p", named(at), at.inputs[0], `${alpha} / ${rank}`], { along: axis }), "adapter");
  },
  attention,
  norm,
  residual(at) {
    const [x, branch] = at.inputs;
    const { gain = "none" } = at.layer.own ?? {};
    return of(`${x} + ${gain === "none" ? branch : `${gainOf(at, gain)} * ${branch}`}`);
  },
  scale(at) {
    const { value = 1, gain = "none" } = at.layer.own ?? {};
    const factors = [
      ...(value === 1 ? [] : [String(value)]),
      ...(gain === "none" ? [] : [gain === "scalar" ? weight(at, "weight") : channelwise(at, "weight")]),
      at.inputs[0],
    ];
    return of(`${factors.join(" * ")}${has(at, "shift") ? ` + ${weight(at, "shift")}` : ""}`);
  },
  multiply: ({ inputs: [x, y] }) => of(`${x} * ${y}`),
  softmax: ({ inputs: [x], shape }) => of(`softmax(${x}, ${channelsFirst(shape) ? 1 : -1})`, "softmax"),
  rnn(at) {
    const { nonlinearity = "tanh", recurrence = "full", rank } = at.layer.own ?? {};
    const state = rank === undefined ? recurrence : "low rank";
    return last(
      at,
      call("rnn", ["p", named(at), at.inputs[0], bent(nonlinearity), text(state)]),
      "rnn",
      bent(nonlinearity),
    );
  },
  gru: (at) => last(at, call("gru", ["p", named(at), at.inputs[0]]), "gru"),
  lstm: (at) => last(at, call("lstm", ["p", named(at), at.inputs[0]]), "lstm"),
  "linear-ode": () => ({ impossible: words.NO_LINEAR_ODE }),
};

function gainOf(at: Placed, gain: "scalar" | "channel"): string {
  return gain === "scalar" ? weight(at, "gain") : channelwise(at, "gain");
}

/** A function by the name of an activation. */
export function bent(name: string): string {
  return name.replaceAll("-", "_");
}

function last({ layer }: Placed, states: string, ...calls: readonly string[]): Expression {
  return of(layer.own?.outputs === "last" ? `${states}[:, -1]` : states, ...calls);
}

function dense(at: Placed): Expression {
  const { inputs, from, shares, pieces } = at;
  const joined = inputs.length === 1 ? inputs[0] : `np.concatenate((${inputs.join(", ")}), -1)`;
  if (shares !== null) return of(`${joined} @ ${weight(shares, "weight")}.T`);
  if (isPlain(at)) return of(call("linear", ["p", named(at), joined]), "linear");
  let column = 0;
  const terms = inputs.map((x, i) => {
    const columns = `[:, ${column}:${(column += from[i].channels)}]`;
    const matrix =
      at.layer.own?.weightNorm === "yes"
        ? lengthened(
            at,
            pieces.slice(2 * i, 2 * i + 2).map((piece) => suffixOf(at, piece)),
          )
        : `over_norm(${weight(at, "weight")}${inputs.length === 1 ? "" : columns})`;
    return `${x} @ ${matrix}.T`;
  });
  return of(terms.join(" + "), at.layer.own?.weightNorm === "yes" ? "with_lengths" : "over_norm");
}

function lengthened(at: Placed, [directions, lengths]: readonly string[]): string {
  return `with_lengths(${weight(at, directions)}, ${weight(at, lengths)})`;
}

function convolution(at: Placed): Expression {
  const { layer, from, inputs, pieces } = at;
  const axes = along(layer.own ?? {}, from[0]);
  const { weightNorm, spectralNorm } = layer.own ?? {};
  const kernel =
    weightNorm === "yes"
      ? lengthened(
          at,
          pieces.map((piece) => suffixOf(at, piece)),
        )
      : spectralNorm === "yes"
        ? `over_norm(${weight(at, "weight")})`
        : weight(at, "weight");
  const each = (name: "stride" | "padding" | "dilation"): string => tuple(axes.map((axis) => axis[name]));
  const groups = String(layer.own?.groups ?? 1);
  return of(
    call("convolve", [inputs[0], kernel, each("stride"), each("padding"), each("dilation"), groups]),
    "convolve",
    ...(weightNorm === "yes" ? ["with_lengths"] : spectralNorm === "yes" ? ["over_norm"] : []),
  );
}

function pool({ layer, from: [source], inputs: [x] }: Placed): Expression {
  const { kernel = source.extents, kind, stride = kernel, padding = 0, k = 1 } = layer.own ?? {};
  if (kind === "k-max") return of(`k_max(${x}, ${k})`, "k_max");
  const axes = along({ kernel, stride, padding }, source);
  const each = (name: "kernel" | "stride" | "padding"): string => tuple(axes.map((axis) => axis[name]));
  const sizes = [x, each("kernel"), each("stride"), each("padding")];
  return kind === "max"
    ? of(`${call("under_kernel", sizes, { fill: "-np.inf" })}.max(0)`, "under_kernel")
    : of(`${call("under_kernel", sizes)}.mean(0)`, "under_kernel");
}

function norm(at: Placed): Expression {
  const { norm: kind = "layer", groups = 1, eps = 1e-5, affine = "yes" } = at.layer.own ?? {};
  const [x] = at.inputs;
  const { extents } = at.shape;
  const first = channelsFirst(at.shape);
  const places = extents.map((_, i) => (first ? i + 2 : i + 1));
  const normed = (): Expression => {
    switch (kind) {
      case "layer":
        return of(`normalized(${x}, ${first ? 1 : -1}, ${eps})`, "normalized");
      case "rms":
        return of(`normalized(${x}, ${first ? 1 : -1}, ${eps}, centred=False)`, "normalized");
      case "batch":
        return of(`normalized(${x}, ${tuple([0, ...places])}, ${eps})`, "normalized");
      case "group": {
        const turn = !first && !isVector(at.shape);
        const value = `group_normalized(${turn ? `np.moveaxis(${x}, -1, 1)` : x}, ${groups}, ${eps})`;
        return of(turn ? `np.moveaxis(${value}, 1, -1)` : value, "group_normalized");
      }
    }
  };
  const { value, calls } = normed();
  if (affine === "no") return of(value, ...calls);
  const scaled = `${value} * ${channelwise(at, "weight")}`;
  return of(kind === "rms" ? scaled : `${scaled} + ${channelwise(at, "bias")}`, ...calls);
}

function attention(at: Placed): Expression {
  const plan = planOf(at.layer, at.from[0]);
  if ("why" in plan) throw new Error(plan.why);
  const { own = {} } = at.layer;
  const value = call("attention", ["p", named(at), at.inputs[0], String(plan.heads), String(plan.kvHeads)], {
    mask: own.mask === "causal" ? `"causal"` : typeof own.mask === "object" ? JSON.stringify(own.mask) : null,
    window: own.window === undefined || own.window >= plan.tokens ? null : String(own.window),
    rope: plan.turned === 0 ? null : `"${own.rope ?? "half"}"`,
    rope_rows: plan.turned === 0 || plan.turned === plan.size ? null : String(plan.turned),
    rope_base: plan.turned === 0 || plan.base === USUAL_BASE ? null : String(plan.base),
    norm: plan.norm === null ? null : `"${plan.norm.kind}"`,
    eps: plan.norm === null ? null : String(plan.norm.eps),
    slopes: plan.relative === "alibi" ? `[${alibiSlopes(plan.heads).join(", ")}]` : null,
    entries: plan.relative === "learned" || plan.relative === "buckets" ? `[${entriesOf(plan).join(", ")}]` : null,
    softcap: plan.softcap === null ? null : String(plan.softcap),
    sink: plan.sink === null ? null : "True",
    scores: plan.scores === "softmax" ? null : `"${plan.scores}"`,
  });
  return of(value, "attention");
}
