/**
 * Attention on a sequence, heads h of size dh with keys and values shared by groups of them, as in PyTorch and LLaMA:
 *   q = Q x (+ bq), k = K x (+ bk), v = V x (+ bv) at every token,   s[h, t, t'] = q_t,h · k_t',g / sqrt(dh),
 *   y_t,h = sum over the t' that t sees of softmax_t'(s)[t, t'] v_t',g,   out = O y (+ bo),
 * and what models change of it: which tokens are seen and how far they are apart (positions.ts), queries and keys that are normed
 * (compared.ts), what becomes of the scores (scores.ts), keys and values by way of fewer numbers (projections.ts). Which changes
 * of the weights leave the function as it is: circuits.ts.
 */
import { t } from "../../../findings/language";
import { rowsPort } from "../../port";
import { mixtures } from "../../program/heads";
import { sequence } from "../../shape";
import { WITHOUT_UNITS, type BlockKind } from "../block";
import { multiplied } from "../matrices";
import { attentionReadsSequences, attentionTooLarge } from "../words";
import { addCircuits } from "./circuits";
import { compared } from "./compared";
import { planOf } from "./plan";
import { projected } from "./projections";
import { weighted } from "./scores";
import { tooManyRows } from "./words";

export const attention: BlockKind = {
  words: t`Attention over the tokens of a sequence: queries, keys and values by head, and a matrix behind them.`,
  needs: [],
  takes: [
    "heads",
    "kvHeads",
    "headSize",
    "valueSize",
    "latent",
    "mask",
    "window",
    "rope",
    "ropeRows",
    "ropeBase",
    "relative",
    "buckets",
    "maxDistance",
    "qkNorm",
    "eps",
    "affine",
    "temperature",
    "softcap",
    "scores",
    "sink",
    "biasOf",
    "outBias",
    ...WITHOUT_UNITS,
  ],
  snippet: { description: t`Attention over tokens`, properties: { heads: "^${1:2}", mask: "${2:causal}" } },
  oneSource: t`attends to one source`,
  alone: false,
  names: { letter: "W", inLaws: { linear: "W", other: "W" }, shape: "list" },
  shape: (layer, [source]) => {
    if (source.fastest !== "channels" || source.extents.length !== 1) return attentionReadsSequences(source);
    const plan = planOf(layer, source);
    if ("why" in plan) return plan;
    const { heads, size, valueSize, latent } = plan;
    const rows = heads * size;
    if (rows > MOST_ROWS) return attentionTooLarge(rows, MOST_ROWS);
    if (heads * valueSize > MOST_ROWS) return tooManyRows("valueSize", heads * valueSize, MOST_ROWS);
    if (latent !== null && latent > MOST_ROWS) return tooManyRows("latent", latent, MOST_ROWS);
    return source;
  },
  build(layer, site) {
    const [{ shape }] = site.sources;
    const plan = planOf(layer, shape);
    if ("why" in plan) throw new Error(plan.why);
    const { tokens, heads, valueSize } = plan;
    const parts = projected(site, plan);
    const { query, key, gains } = compared(site, plan, parts);
    const { weights, table, temperature } = weighted(site, plan, query, key);
    const mixed = site.program.contract(weights, parts.v.value, mixtures({ ...plan, size: valueSize }, plan.mask));
    const inner = sequence(tokens, heads * valueSize);
    const out = multiplied(site, { value: mixed, shape: inner }, 0, "out", "O", shape.channels);
    addCircuits(site, plan, { ...parts, gains, table, temperature, out: out.block });
    const wire = site.open(shape.channels);
    site.wires.write(wire, { block: out.block, port: rowsPort(out.block.columns) });
    return { value: out.value, shape, wire, as: shape, ...(plan.biases.out ? {} : { biased: true }) };
  },
};

/** Rows of all heads. */
const MOST_ROWS = 1e5;
