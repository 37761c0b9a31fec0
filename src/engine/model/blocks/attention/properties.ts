/** Properties of attention, as rows of ../properties.ts. */
import { t } from "../../../findings/language";
import { ROPE_BASE, QK_NORM } from "../property-words";

export const ATTENTION = {
  heads: { form: "number", words: t`Number of query heads. Default 1.`, minimum: 1, default: 1 },
  kvHeads: {
    form: "number",
    words: t`Number of key and value heads; several query heads share one. Default: as many as query heads.`,
    minimum: 1,
  },
  headSize: { form: "number", words: t`Rows of each head. Default: the width divided by the heads.`, minimum: 1 },
  valueSize: { form: "number", words: t`Rows of each head's values. Default: \`headSize\`.`, minimum: 1 },
  latent: {
    form: "number",
    words: t`Keys and values read a token by way of so many numbers (multi-head latent attention). Absent: themselves.`,
    minimum: 1,
  },
  mask: {
    form: "pattern",
    words: t`Which tokens a token sees: a word, or a row of 0 and 1 for each token. Default \`none\`.`,
    of: { none: t`All of them.`, causal: t`Those before it, and itself.` },
    default: "none",
  },
  rope: {
    form: "word",
    words: t`Rotary positions: how a head's rows are paired. Absent: none.`,
    of: {
      half: t`Row \`i\` with \`i + headSize / 2\`, as in Hugging Face.`,
      interleaved: t`Row \`2i\` with \`2i + 1\`, as in Meta's code.`,
    },
  },
  window: {
    form: "number",
    words: t`Only tokens less than so many places away are seen (sliding window). Absent: all.`,
    minimum: 1,
  },
  ropeRows: {
    form: "number",
    words: t`How many of a head's rows are turned, the first ones: partial RoPE. Default: all.`,
    minimum: 1,
  },
  ropeBase: {
    form: "number",
    words: ROPE_BASE,
    minimum: 2,
  },
  relative: {
    form: "word",
    words: t`What is added to a score for the distance of its tokens. Absent: nothing.`,
    of: {
      alibi: t`ALiBi: minus the distance times a slope of each head, which nothing trains.`,
      learned: t`A trained number for each head and distance, as in Swin.`,
      buckets: t`A trained number for each head and bucket of distances, as in T5.`,
    },
  },
  buckets: {
    form: "number",
    words: t`How many buckets of distances; half of them for tokens ahead, where those are seen. Default 32.`,
    minimum: 2,
  },
  maxDistance: {
    form: "number",
    words: t`From which distance on all share the last bucket. Default 128.`,
    minimum: 2,
  },
  qkNorm: {
    form: "word",
    words: QK_NORM,
    of: { rms: t`An RMS norm, as in Qwen 3 and Gemma 3.`, layer: t`A layer norm, with shifts besides.` },
  },
  temperature: {
    form: "word",
    words: t`What multiplies the scores of each head besides. Absent: nothing.`,
    of: { learned: t`A trained number, which begins at 1.` },
  },
  softcap: {
    form: "real",
    words: t`\`c\`: scores are bent to \`c · tanh(s / c)\`, as in Gemma 2. Absent: they are not.`,
    minimum: 0,
  },
  sink: {
    form: "word",
    words: t`One more score within the softmax that mixes nothing. Absent: none.`,
    of: { zero: t`0: a softmax over 1 plus the sum.`, learned: t`A trained number for each head, as in gpt-oss.` },
  },
  biasOf: {
    form: "word",
    words: t`Which projections have a bias where \`bias\` is true. Default \`qkv\`.`,
    of: { qkv: t`Queries, keys and values.`, qk: t`Queries and keys.`, qv: t`Queries and values, as in BEiT.` },
  },
  scores: {
    form: "word",
    words: t`What becomes of the scores. Default \`softmax\`.`,
    of: {
      softmax: t`A softmax over what each token sees, of scores over the root of the head's size.`,
      sigmoid: t`A sigmoid of each score by itself.`,
      linear: t`Nothing: linear attention.`,
    },
    default: "softmax",
  },
  outBias: {
    form: "word",
    words: t`Whether \`bias\` adds one behind the heads too. Default \`yes\`.`,
    of: { yes: t`It does, as in \`nn.MultiheadAttention\`.`, no: t`On queries, keys and values alone, as in Qwen2.` },
  },
} as const;
