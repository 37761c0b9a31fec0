/**
 * sum over experts e of p_e(x) E_e(x), at every token: each expert a gated block (SwiGLU), p from a router W x (+ b):
 *   softmax, over all experts or over the k with the largest scores;   sigmoid(z_e);   sigmoid(z_e) / sum of sigmoid(z_e').
 * A softmax does not see a number added to all scores: Σ_e W[e] and Σ_e b[e] are constant (`shift`). Sigmoids see it, also divided
 * by their sum. Of one chosen expert alone the weight is 1, and the router never moves. Units of experts have the laws of gated blocks.
 */
import { t, word } from "../../findings/language";
import { activationNamed } from "../activations";
import { shares } from "../joints/shares";
import { softmax } from "../joints/softmax";
import { topSoftmax } from "../joints/top-softmax";
import { consecutive } from "../joints/joint";
import type { Block } from "../block";
import { asOne } from "../port";
import type { Value } from "../program/program";
import { full, tokens, type Wiring } from "../program/wirings";
import { isVector, positionsOf } from "../shape";
import type { Touch } from "../wires";
import { type BlockKind, type BuildSite } from "./block";
import { gatedUnits } from "./gated-units";
import { plusBias, readBy, tensorNames, withChannels, writesRows, type Applied } from "./matrices";
import type { LayerOwn } from "./properties";
import { expertsReadVectors, onlyOneSource, TOP_OF_SIGMOIDS, topOfExperts } from "./words";

export const moe: BlockKind = {
  words: t`A mixture of experts: gated blocks, weighed by a router, as wide as its source; \`bias\`: of the router.`,
  needs: ["experts", "hidden"],
  takes: ["experts", "hidden", "gate", "router", "topK", "shared", "bias", "train", "from"],
  snippet: { description: t`A mixture of experts`, properties: { experts: "^${1:4}", hidden: "^${2:8}" } },
  oneSource: t`weighs experts on one source`,
  alone: false,
  names: { letter: "W", inLaws: { linear: "W", other: "W" }, shape: "list" },
  shape({ own = {} }, sources) {
    const [source] = sources;
    if (sources.length > 1) return onlyOneSource(t`A mixture of experts`, sources.length);
    if (source.fastest === "positions") return expertsReadVectors(source);
    const { experts = 1, router = "softmax", topK } = own;
    if (topK !== undefined && topK > experts) return topOfExperts(topK, experts);
    return topK !== undefined && router !== "softmax" ? TOP_OF_SIGMOIDS : source;
  },
  build({ own = {}, bias = false }, site) {
    const { program } = site;
    const [{ shape }] = site.sources;
    const { experts = 1, hidden = 1, gate = "silu", shared = 0 } = own;
    const { weights, tensors: ofRouter } = routed(site, own, bias);
    const positions = positionsOf(shape);
    const wire = site.open(shape.channels);
    const terms: Value[] = [];
    const ofExperts: (readonly Block[])[] = [];
    const all = (block: Block): Pick<Touch, "block" | "port"> => ({
      block,
      port: asOne(block.rows * block.columns, (c) => c),
    });
    site.alike({
      word: word`expert`,
      count: experts,
      size: 1,
      touches: (e) => [
        ...ofRouter.map((block) => ({ block, port: asOne(block.columns, (c) => e * block.columns + c) })),
        ...ofExperts[e].map(all),
      ],
    });
    for (let e = 0; e < experts + shared; e++) {
      const name = e < experts ? ` ${e}` : ` shared ${e - experts}`;
      const { value, block, tensors } = gatedUnits(site, { hidden, gate, bias: false, name, member: e });
      ofExperts.push(tensors);
      writesRows(site, wire, block);
      terms.push(
        e < experts ? program.contract(weights, value, weighed(experts, e, shape.channels, positions)) : value,
      );
    }
    return { value: program.add(terms), shape, wire, as: shape, biased: true };
  },
};

/** The weights of the experts at every token, token by token. */
function routed(
  site: BuildSite,
  own: LayerOwn,
  bias: boolean,
): { readonly weights: Value; readonly tensors: readonly Block[] } {
  const { program, wires } = site;
  const [signal] = site.sources;
  const { experts = 1, router = "softmax", topK = experts } = own;
  const rows = withChannels(signal.shape, experts);
  // Of one expert alone the weight is 1.
  const idle = router !== "sigmoid" && topK === 1;
  const scores = idle ? idleScores(site, experts) : readBy(site, 0, "router", "R", experts);
  const shifted = bias ? plusBias(site, scores.value, rows, "router bias", "r", idle) : null;
  const { value } = shifted ?? scores;
  const wire = site.open(experts, "router");
  writesRows(site, wire, scores.block);
  if (shifted !== null) writesRows(site, wire, shifted.block);
  if (router === "softmax" && !idle) wires.bendTogether(wire, true);
  else wires.fix(wire);
  const groups = consecutive(positionsOf(signal.shape), experts);
  const tensors = [scores.block, ...(shifted === null ? [] : [shifted.block])];
  if (router === "softmax")
    return { weights: program.jointly(value, topK === experts ? softmax : topSoftmax(topK), groups), tensors };
  const bent = program.map(value, activationNamed("sigmoid", undefined));
  return { weights: router === "sigmoid" ? bent : program.jointly(bent, shares, groups), tensors };
}

/** Scores whose weights decide which expert is chosen, and have no derivative. */
function idleScores(site: BuildSite, experts: number): Applied {
  const [{ value, shape, wire }] = site.sources;
  const { channels } = shape;
  const wiring = isVector(shape) ? full(experts, channels) : tokens(experts, channels, positionsOf(shape));
  const made = site.tensor({
    tensor: "router",
    names: tensorNames("R"),
    rows: experts,
    columns: channels,
    source: 0,
    wiring,
    fan: { in: channels, out: experts },
    idle: Array.from({ length: experts * channels }, (_, i) => i),
  });
  site.wires.fix(wire);
  return { value: site.program.contract(made.value, value, wiring), block: made.block };
}

/** y[t, j] = p[t, e] E[t, j] */
function weighed(experts: number, expert: number, width: number, count: number): Wiring {
  return {
    name: "weighed",
    left: count * experts,
    right: count * width,
    outputs: count * width,
    edgeCount: count * width,
    oneEdgeEach: false,
    edges(visit) {
      for (let t = 0; t < count; t++)
        for (let j = 0; j < width; j++) visit(t * experts + expert, t * width + j, t * width + j);
    },
  };
}
