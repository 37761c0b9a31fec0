/** Networks of sizes at random, many of them of more units than what meets on them: where not all listed laws are independent. */
import type { RandomStream } from "../../src/engine/math/random/streams";
import type { LayerOwn } from "../../src/engine/model/blocks/properties";
import type { Network } from "../../src/engine/model/network";
import { grid, sequence, vector, words } from "../../src/engine/model/shape";
import {
  adapted,
  added,
  attend,
  conv,
  dense,
  embedded,
  experts,
  FLAT,
  glu,
  layered,
  normed,
  recurrent,
  scaled,
  type Part,
} from "./layer-samples";

/** Up to five layers of one to seven units, and a last one that may also read any of those before. */
export function randomChain(random: RandomStream): Network {
  const { pick, upTo, maybe } = choices(random);
  const parts: Part[] = [];
  for (let l = upTo(5); l > 0; l--)
    parts.push(
      pick<() => Part>([
        () => dense(upTo(7), pick(["identity", "identity", "relu", "tanh"]), maybe()),
        () => dense(upTo(7), "identity", maybe()),
        () => adapted(upTo(5), { rank: 1 }),
        () => glu(upTo(5), pick(["silu", "relu", "identity"])),
        () => ({ ...experts({ experts: upTo(3), hidden: upTo(3), gate: pick(["silu", "identity"]) }), bias: maybe() }),
        () => normed(pick(["rms", "layer"]), { eps: pick([0, 1e-5]), affine: pick(["yes", "no"]) }),
        () => scaled({ gain: pick(["scalar", "channel"]) }),
      ])(),
    );
  const last = parts.length - 1;
  const skipped = random.integer(parts.length) - 1;
  const sources = maybe() && skipped < last ? [last, skipped] : [last];
  return layered(vector(upTo(4)), ...parts, { ...dense(upTo(4), "identity", maybe()), sources });
}

/** Attention, gates, recurrence, embeddings and norms around a stream of one to four channels. */
export function randomBlocks(random: RandomStream): Network {
  const { pick, upTo, maybe } = choices(random);
  const width = upTo(4);
  const norm = (): Part => normed(pick(["rms", "layer"]), { eps: pick([0, 1e-5]), affine: pick(["yes", "yes", "no"]) });
  const embeds = maybe();
  const parts: Part[] = embeds ? [embedded(width, pick(["none", "learned"]))] : [];
  for (let blocks = upTo(2); blocks > 0; blocks--) {
    const from = parts.length - 1;
    if (maybe()) parts.push(norm());
    const block = pick<() => Part>([
      () => attend(randomAttention(random)),
      () => attend(randomAttention(random)),
      () => glu(upTo(4), pick(["silu", "relu", "identity"])),
      () => recurrent("rnn", { hidden: width, nonlinearity: pick(["identity", "relu", "tanh"]) }),
      () => dense(width, pick(["identity", "relu", "gelu"])),
    ])();
    parts.push({ ...block, bias: maybe() });
    if (block.type === "gated" && maybe()) parts.push(dense(width));
    if (maybe())
      parts.push({ ...added(pick(["none", "none", "scalar", "channel"])), sources: [from, parts.length - 1] });
  }
  if (maybe()) parts.push(norm());
  return layered(embeds ? words(2, upTo(4)) : sequence(2, width), ...parts, dense(upTo(4), "identity", maybe()));
}

function randomAttention(random: RandomStream): LayerOwn {
  const { pick, upTo, maybe } = choices(random);
  const kvHeads = upTo(2);
  const rope = pick([null, null, "half", "interleaved"] as const);
  const headSize = rope === null ? upTo(6) : 2 * upTo(3);
  const more = pick<LayerOwn>([
    {},
    {},
    { valueSize: upTo(6) },
    { temperature: "learned" },
    { sink: "learned" },
    { relative: "learned" },
    { softcap: 2 },
    { scores: pick(["sigmoid", "linear"]) },
    { latent: upTo(3) },
    { biasOf: pick(["qkv", "qk", "qv"]) },
  ]);
  return {
    heads: kvHeads * upTo(2),
    kvHeads,
    headSize,
    ...more,
    ...(rope === null
      ? {}
      : {
          rope,
          ...(headSize > 2 && maybe() ? { ropeRows: 2 } : {}),
          ...(maybe() ? { ropeBase: pick([50, 500_000]) } : {}),
        }),
    ...(maybe() ? { mask: "causal" } : {}),
  };
}

export function randomConvolutions(random: RandomStream): Network {
  const { pick, upTo, maybe } = choices(random);
  const parts: Part[] = [];
  for (let l = 1 + upTo(3); l > 0; l--) {
    const activation = pick(["identity", "identity", "relu"] as const);
    parts.push({ ...conv("conv1d", upTo(6), { kernel: upTo(3), padding: 2 }, activation), bias: maybe() });
  }
  if (maybe()) parts.push(FLAT, dense(upTo(2)));
  return layered(grid(upTo(3), [4]), ...parts);
}

function choices(random: RandomStream) {
  return {
    pick: <T>(of: readonly T[]): T => of[random.integer(of.length)],
    upTo: (n: number) => 1 + random.integer(n),
    maybe: () => random.integer(2) === 0,
  };
}
