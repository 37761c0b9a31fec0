/**
 * Attention on a sequence, heads h of size dh with keys and values shared by groups of them, as in PyTorch and LLaMA:
 *   q = Q x (+ bq), k = K x (+ bk), v = V x (+ bv) at every token,   s[h, t, t'] = q_t,h · k_t',g / sqrt(dh),
 *   y_t,h = sum over the t' that t sees of softmax_t'(s)[t, t'] v_t',g,   out = O y (+ bo).
 *
 * Scores see of a head Qᵀ K alone, and what is mixed O V: any T on the dh rows, q → T q and k → T⁻ᵀ k, v → T v and O → O T⁻¹ leaves
 * the function as it is; T is common to a group's heads, and whatever mask or scale there is changes nothing. The key's bias
 * adds the same to all scores of a token: softmax does not see it, and it never moves. Turned by RoPE, only one number for
 * each pair of rows is left of T (and phases, which give no law). Without softmax, scores times mixtures, a head's Q and O may
 * also be rescaled against each other.
 */
import type { Block } from "../block";
import type { Changes } from "../changes";
import { consecutive, type Groups } from "../joints/joint";
import { softmax } from "../joints/softmax";
import { columnsPort, keysPort, rowsPort, type Port } from "../port";
import { groupOf, mixtures, scores, turns, type Heads, type Pairing } from "../program/heads";
import { inverseRoot } from "../program/numbers";
import { rotations } from "../program/rotations";
import type { Value } from "../program/program";
import { gains } from "../program/wirings";
import { grid, sequence, type Shape } from "../shape";
import type { Touch } from "../wires";
import { WITHOUT_UNITS, type BlockKind, type BuildSite, type LayerSize, type Refusal } from "./block";
import { multiplied, plusBias, readBy, type Applied } from "./matrices";
import { attentionReadsSequences, attentionTooLarge, headsDoNotDivide, oddHead } from "./words";

export const attention: BlockKind = {
  words: "Attention over the tokens of a sequence: queries, keys and values by head, and a matrix behind them.",
  needs: [],
  takes: ["heads", "kvHeads", "headSize", "mask", "rope", "scores", ...WITHOUT_UNITS],
  snippet: { description: "Attention over tokens", properties: { heads: "^${1:2}", mask: "${2:causal}" } },
  oneSource: "attends to one source",
  alone: false,
  names: { letter: "W", inLaws: { linear: "W", other: "W" }, shape: "list" },
  shape: (layer, [source]) => {
    if (source.fastest !== "channels" || source.extents.length !== 1) return attentionReadsSequences(source);
    const of = headsOf(layer, source);
    if ("why" in of) return of;
    const [rows, pairs] = [of.heads * of.size, of.heads * of.tokens ** 2];
    if (rows > MOST_ROWS) return attentionTooLarge("headSize", rows, MOST_ROWS);
    return pairs > MOST_SCORES ? attentionTooLarge("heads", pairs, MOST_SCORES) : source;
  },
  build(layer, site) {
    const { own = {}, bias = false } = layer;
    const [{ shape }] = site.sources;
    const of = headsOf(layer, shape);
    if ("why" in of) throw new Error(of.why);
    const { rope, scores: kind = "softmax", mask = "none" } = own;
    const part = (tensor: string, letter: string, heads: number, idle = false): Biased => {
      const made = readBy(site, 0, tensor, letter, heads * of.size);
      if (!bias) return { ...made, bias: null };
      const rows = sequence(of.tokens, heads * of.size);
      const { value, block } = plusBias(site, made.value, rows, `${tensor} bias`, letter.toLowerCase(), idle);
      return { value, block: made.block, bias: block };
    };
    // Softmax does not see what is added to all scores of a token, unless positions turn it.
    const unseen = kind === "softmax" && rope === undefined;
    const q = part("query", "Q", of.heads);
    const k = part("key", "K", of.kvHeads, unseen);
    const v = part("value", "V", of.kvHeads);
    const seen = (t: number, other: number): boolean => mask === "none" || other <= t;
    const turned = (value: Value, heads: number): Value =>
      rope === undefined ? value : turnedBy(site, value, of, heads, rope);
    const raw = site.program.contract(turned(q.value, of.heads), turned(k.value, of.kvHeads), scores(of, seen));
    const weights = kind === "softmax" ? attended(site, raw, of, seen) : raw;
    const mixed = site.program.contract(weights, v.value, mixtures(of, seen));
    const inner = sequence(of.tokens, of.heads * of.size);
    const o = multiplied(site, { value: mixed, shape: inner }, 0, "out", "O", shape.channels);
    addCircuits(site, of, { q, k: unseen ? { ...k, bias: null } : k, v, o: o.block }, { rope, kind });
    const wire = site.open(shape.channels);
    site.wires.write(wire, { block: o.block, port: rowsPort(o.block.columns) });
    return { value: o.value, shape, wire, as: shape };
  },
};

/** Rows of all heads; scores of one sample. */
const MOST_ROWS = 1e5;
const MOST_SCORES = 1e7;

interface Biased extends Applied {
  readonly bias: Block | null;
}

function headsOf({ own = {} }: LayerSize, source: Shape): Heads | Refusal {
  const { heads = 1, kvHeads = heads, headSize, rope } = own;
  if (headSize === undefined && source.channels % heads !== 0) return headsDoNotDivide("heads", heads, source.channels);
  if (heads % kvHeads !== 0) return headsDoNotDivide("kvHeads", kvHeads, heads);
  const size = headSize ?? source.channels / heads;
  if (rope !== undefined && size % 2 !== 0) return oddHead(size);
  return { tokens: source.extents[0], heads, kvHeads, size };
}

/** Softmax over what each token sees, of scores divided by the root of the heads' size; 0 elsewhere. */
function attended(
  { program }: BuildSite,
  raw: Value,
  { heads, tokens, size }: Heads,
  seen: (t: number, other: number) => boolean,
): Value {
  const all = heads * tokens * tokens;
  const scaled = program.contract(program.numbers(inverseRoot(size)), raw, gains(grid(1, [all])));
  const rows = consecutive(heads * tokens, tokens);
  const groups: Groups = {
    count: rows.count,
    members: (group) => rows.members(group).filter((_, other) => seen(group % tokens, other)),
  };
  return program.jointly(scaled, softmax, groups);
}

function turnedBy(
  { program }: BuildSite,
  value: Value,
  { tokens, size }: Heads,
  heads: number,
  rope: "half" | "interleaved",
): Value {
  const wiring = turns(tokens, heads, size, size / 2, pairingOf(size, rope));
  return program.contract(program.numbers(rotations(tokens, size)), value, wiring);
}

/** HF's rotate_half pairs row i with i + dh/2; Meta's and GPT-J's 2i with 2i + 1. */
function pairingOf(size: number, rope: "half" | "interleaved"): Pairing {
  const half = size / 2;
  return rope === "half"
    ? (row) => ({ pair: row % half, second: row >= half })
    : (row) => ({ pair: Math.floor(row / 2), second: row % 2 === 1 });
}

interface Tensors {
  readonly q: Biased;
  readonly k: Biased;
  readonly v: Biased;
  readonly o: Block;
}

function addCircuits(
  site: BuildSite,
  of: Heads,
  { q, k, v, o }: Tensors,
  { rope, kind }: { readonly rope: "half" | "interleaved" | undefined; readonly kind: "softmax" | "linear" },
): void {
  const { wires } = site;
  const { size, kvHeads, heads } = of;
  const pairing = rope === undefined ? null : pairingOf(size, rope);
  const kept: Changes | null =
    pairing === null
      ? null
      : { kind: "scaling", parts: Array.from({ length: size }, (_, i) => pairing(i)!.pair), phases: true };
  const touch = (block: Block, port: Port, head: number): Touch => ({
    block,
    port,
    slice: `${head * size}:${(head + 1) * size}`,
  });
  const rows = (block: Block, head: number): Touch => touch(block, rowsPort(block.columns, head * size), head);
  for (let g = 0; g < kvHeads; g++) {
    const own = Array.from({ length: heads }, (_, h) => h).filter((h) => groupOf(of, h) === g);
    const name = kvHeads === 1 ? "" : ` ${g}`;
    const qk = site.open(size, `scores${name}`);
    for (const h of own) for (const block of blocksOf(q)) wires.write(qk, rows(block, h));
    for (const block of blocksOf(k)) wires.read(qk, touch(block, keysPort(block.columns, g * size), g));
    if (kept !== null) wires.restrict(qk, kept);
    const vo = site.open(size, `values${name}`);
    for (const block of blocksOf(v)) wires.write(vo, rows(block, g));
    for (const h of own) wires.read(vo, touch(o, columnsPort(o.rows, o.columns, h * size), h));
  }
  if (kind !== "linear") return;
  for (let h = 0; h < heads; h++) {
    const circuit = site.open(size, heads === 1 ? "head" : `head ${h}`);
    for (const block of blocksOf(q)) wires.write(circuit, rows(block, h));
    wires.read(circuit, touch(o, columnsPort(o.rows, o.columns, h * size), h));
    wires.restrict(circuit, { kind: "scaling", parts: "one" });
  }
}

function blocksOf({ block, bias }: Biased): Block[] {
  return bias === null ? [block] : [block, bias];
}
