/** Properties of attention, as rows of ../properties.ts. */

export const ATTENTION = {
  heads: { form: "number", words: "Number of query heads. Default 1.", minimum: 1, default: 1 },
  kvHeads: {
    form: "number",
    words: "Number of key and value heads; several query heads share one. Default: as many as query heads.",
    minimum: 1,
  },
  headSize: { form: "number", words: "Rows of each head. Default: the width divided by the heads.", minimum: 1 },
  valueSize: { form: "number", words: "Rows of each head's values. Default: `headSize`.", minimum: 1 },
  latent: {
    form: "number",
    words: "Keys and values read a token by way of so many numbers (multi-head latent attention). Absent: themselves.",
    minimum: 1,
  },
  mask: {
    form: "pattern",
    words: "Which tokens a token sees: a word, or a row of 0 and 1 for each token. Default `none`.",
    of: { none: "All of them.", causal: "Those before it, and itself." },
    default: "none",
  },
  rope: {
    form: "word",
    words: "Rotary positions: how a head's rows are paired. Absent: none.",
    of: {
      half: "Row `i` with `i + headSize / 2`, as in Hugging Face.",
      interleaved: "Row `2i` with `2i + 1`, as in Meta's code.",
    },
  },
  window: {
    form: "number",
    words: "Only tokens less than so many places away are seen (sliding window). Absent: all.",
    minimum: 1,
  },
  ropeRows: {
    form: "number",
    words: "How many of a head's rows are turned, the first ones: partial RoPE. Default: all.",
    minimum: 1,
  },
  ropeBase: {
    form: "number",
    words: "`b`: pair `j` of `n` rows is turned by `b^(−2j/n)` from token to token (`rope_theta`). Default 10000.",
    minimum: 2,
  },
  relative: {
    form: "word",
    words: "What is added to a score for the distance of its tokens. Absent: nothing.",
    of: {
      alibi: "ALiBi: minus the distance times a slope of each head, which nothing trains.",
      learned: "A trained number for each head and distance, as in Swin.",
      buckets: "A trained number for each head and bucket of distances, as in T5.",
    },
  },
  buckets: {
    form: "number",
    words: "How many buckets of distances; half of them for tokens ahead, where those are seen. Default 32.",
    minimum: 2,
  },
  maxDistance: {
    form: "number",
    words: "From which distance on all share the last bucket. Default 128.",
    minimum: 2,
  },
  qkNorm: {
    form: "word",
    words: "How queries and keys are normed, head by head, with gains that heads share (`affine`). Absent: not at all.",
    of: { rms: "An RMS norm, as in Qwen 3 and Gemma 3.", layer: "A layer norm, with shifts besides." },
  },
  temperature: {
    form: "word",
    words: "What multiplies the scores of each head besides. Absent: nothing.",
    of: { learned: "A trained number, which begins at 1." },
  },
  softcap: {
    form: "real",
    words: "`c`: scores are bent to `c · tanh(s / c)`, as in Gemma 2. Absent: they are not.",
    minimum: 0,
  },
  sink: {
    form: "word",
    words: "One more score within the softmax that mixes nothing. Absent: none.",
    of: { zero: "0: a softmax over 1 plus the sum.", learned: "A trained number for each head, as in gpt-oss." },
  },
  biasOf: {
    form: "word",
    words: "Which projections have a bias where `bias` is true. Default `qkv`.",
    of: { qkv: "Queries, keys and values.", qk: "Queries and keys.", qv: "Queries and values, as in BEiT." },
  },
  scores: {
    form: "word",
    words: "What becomes of the scores. Default `softmax`.",
    of: {
      softmax: "A softmax over what each token sees, of scores over the root of the head's size.",
      sigmoid: "A sigmoid of each score by itself.",
      linear: "Nothing: linear attention.",
    },
    default: "softmax",
  },
  outBias: {
    form: "word",
    words: "Whether `bias` adds one behind the heads too. Default `yes`.",
    of: { yes: "It does, as in `nn.MultiheadAttention`.", no: "On queries, keys and values alone, as in Qwen2." },
  },
} as const;
