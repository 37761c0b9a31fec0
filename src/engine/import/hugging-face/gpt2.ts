/**
 * GPT-2 (Radford et al. 2019): layer norms before causal attention and before a network with gelu, biases everywhere, learned
 * positions. Its matrices are kept as [in, out] (Conv1D).
 */
import type { LayerDraft, TensorDraft } from "../draft/draft";
import { refuse } from "../draft/refusal";
import { GPT2_RESIDUALS, notOneOf } from "../draft/words";
import { titleOf } from "./decoder";
import { activationOf, blockCount, dropoutGaps, hasHead, headOf, normalDraw, prefixOf, type Family } from "./family";

export const gpt2: Family = (config, shapes) => {
  const width = config.size("n_embd");
  const blocks = blockCount(config, "n_layer");
  const heads = config.size("n_head");
  const tokens = config.size("n_positions", config.lacks("n_ctx") ? 1024 : config.size("n_ctx"));
  const vocabulary = config.size("vocab_size");
  const eps = config.number("layer_norm_epsilon", 1e-5);
  const hidden = config.lacks("n_inner") ? 4 * width : config.size("n_inner");
  const activation = activationOf(config, "activation_function", "gelu_new");
  for (const [key, usual] of FIXED)
    if (config.flag(key, usual) !== usual) refuse(notOneOf(key, String(!usual), [String(usual)]));
  const prefix = prefixOf(shapes, "wte.weight", "transformer.");
  const tied = config.flag("tie_word_embeddings", true);
  const draw = normalDraw(config);
  const small = { ...draw, std: (draw.std ?? 0) / Math.sqrt(2 * blocks) };
  const names = Array.from({ length: blocks }, (_, i) => `${prefix}h.${i}`);
  const norm = (name: string): LayerDraft => ({ name, type: "norm", norm: "layer", eps });
  const layers = names.flatMap((name): LayerDraft[] => [
    {
      name: `${name}.mixed`,
      type: "residual",
      body: [norm(`${name}.ln_1`), { name: `${name}.attn`, type: "attention", heads, mask: "causal", bias: true }],
    },
    {
      name,
      type: "residual",
      body: [
        norm(`${name}.ln_2`),
        { name: `${name}.mlp.c_fc`, type: "dense", units: hidden, activation, bias: true },
        { name: `${name}.mlp.c_proj`, type: "dense", units: width, bias: true },
      ],
    },
  ]);
  const turned = names.flatMap((name) =>
    [`${name}.mlp.c_fc.weight`, `${name}.mlp.c_proj.weight`].map((matrix): [string, TensorDraft] => [
      matrix,
      { name: matrix, transposed: true },
    ]),
  );
  const head = hasHead(config, ["LMHeadModel", "DoubleHeadsModel"], "lm_head.weight", shapes, tied);
  return {
    title: titleOf(config, blocks, width),
    input: { tokens, vocabulary },
    layers: [
      { name: `${prefix}wte`, type: "embedding", units: width, positions: "learned" },
      ...layers,
      norm(`${prefix}ln_f`),
      ...(head ? [headOf("lm_head", vocabulary, tied ? `${prefix}wte` : null)] : []),
    ],
    ...(head ? { nextTokens: true } : {}),
    draw,
    draws: Object.fromEntries(names.map((name) => [`${name}.mlp.c_proj`, small])),
    tensors: { [`${prefix}wte.positions`]: `${prefix}wpe.weight`, ...Object.fromEntries(turned) },
    gaps: [
      ...dropoutGaps(config, ["resid_pdrop", "embd_pdrop", "attn_pdrop"]),
      ...(shapes === null ? [{ what: "attn.c_proj", why: GPT2_RESIDUALS }] : []),
    ],
    remarks: [],
  };
};

/** What only one value of is built. */
const FIXED = [
  ["scale_attn_weights", true],
  ["scale_attn_by_inverse_layer_idx", false],
  ["add_cross_attention", false],
] as const;
