/**
 * Decoders in which attention and the feed-forward network read the same stream (GPT-NeoX, arXiv:2204.06745; Phi):
 *   x + attention(norm x) + network(norm' x);   of Phi both norms are one.
 * GPT-NeoX may also be had one behind the other. Rotary positions on a part of each head's rows.
 */
import type { Config } from "../draft/config";
import type { Draft, LayerDraft } from "../draft/draft";
import { FREE_TOKENS } from "../draft/words";
import { titleOf, TOKENS } from "./decoder";
import {
  activationOf,
  blockCount,
  dropoutGaps,
  hasHead,
  headOf,
  headSize,
  normalDraw,
  paddingGaps,
  prefixOf,
  rotaryOf,
  type Family,
} from "./family";
import { refuse } from "../draft/refusal";
import { notOneOf } from "../draft/words";

const DROPOUTS = ["attention_dropout", "hidden_dropout", "resid_pdrop", "embd_pdrop"];

export const gptNeoX: Family = (config, shapes) => {
  const { width, blocks, eps, rotary, feed } = commonOf(config);
  const prefix = prefixOf(shapes, "embed_in.weight", "gpt_neox.");
  const vocabulary = config.size("vocab_size");
  const tied = config.flag("tie_word_embeddings", false);
  const parallel = config.flag("use_parallel_residual", true);
  const biases = config.flag("attention_bias", true);
  const heads = config.size("num_attention_heads");
  const attention = {
    type: "attention",
    heads,
    mask: "causal",
    ...rotary.own,
    ...(biases ? { bias: true } : {}),
  } as const;
  const stream = (i: number): string => (i === 0 ? `${prefix}embed_in` : `${prefix}layers.${i - 1}`);
  const layers = Array.from({ length: blocks }, (_, i) => `${prefix}layers.${i}`).flatMap((name, i): LayerDraft[] => [
    { name: `${name}.input_layernorm`, type: "norm", norm: "layer", eps, from: [stream(i)] },
    { name: `${name}.attention`, ...attention },
    { name: `${name}.mixed`, type: "residual", from: [stream(i), `${name}.attention`] },
    {
      name: `${name}.post_attention_layernorm`,
      type: "norm",
      norm: "layer",
      eps,
      from: [parallel ? stream(i) : `${name}.mixed`],
    },
    ...feed(`${name}.mlp`, "dense_h_to_4h", "dense_4h_to_h"),
    { name, type: "residual", from: [`${name}.mixed`, `${name}.mlp.dense_4h_to_h`] },
  ]);
  const head = hasHead(config, ["ForCausalLM"], "embed_out.weight", shapes, tied);
  config.value("classifier_dropout");
  return {
    ...endOf(config),
    ...(head ? { nextTokens: true } : {}),
    title: titleOf(config, blocks, width),
    input: { tokens: TOKENS, vocabulary },
    layers: [
      { name: `${prefix}embed_in`, type: "embedding", units: width },
      ...layers,
      { name: `${prefix}final_layer_norm`, type: "norm", norm: "layer", eps },
      ...(head ? [headOf("embed_out", vocabulary, tied ? `${prefix}embed_in` : null)] : []),
    ],
    gaps: [...rotary.gaps, ...dropoutGaps(config, DROPOUTS), ...paddingGaps(config)],
  };
};

export const phi: Family = (config, shapes) => {
  const { width, blocks, eps, rotary, feed } = commonOf(config);
  const prefix = prefixOf(shapes, "embed_tokens.weight", "model.");
  const vocabulary = config.size("vocab_size");
  const heads = config.size("num_attention_heads");
  const kvHeads = config.size("num_key_value_heads", heads);
  const tied = config.flag("tie_word_embeddings", false);
  if (config.flag("qk_layernorm", false)) refuse(notOneOf("qk_layernorm", "true", ["false"]));
  const stream = (i: number): string => (i === 0 ? `${prefix}embed_tokens` : `${prefix}layers.${i - 1}`);
  const layers = Array.from({ length: blocks }, (_, i) => `${prefix}layers.${i}`).flatMap((name, i): LayerDraft[] => [
    { name: `${name}.input_layernorm`, type: "norm", norm: "layer", eps, from: [stream(i)] },
    {
      name: `${name}.self_attn`,
      type: "attention",
      heads,
      ...(kvHeads === heads ? {} : { kvHeads }),
      mask: "causal",
      ...rotary.own,
      bias: true,
    },
    { name: `${name}.mixed`, type: "residual", from: [stream(i), `${name}.self_attn`] },
    ...feed(`${name}.mlp`, "fc1", "fc2", `${name}.input_layernorm`),
    { name, type: "residual", from: [`${name}.mixed`, `${name}.mlp.fc2`] },
  ]);
  const head = hasHead(config, ["ForCausalLM"], "lm_head.weight", shapes, tied);
  return {
    ...endOf(config),
    ...(head ? { nextTokens: true } : {}),
    title: titleOf(config, blocks, width),
    input: { tokens: TOKENS, vocabulary },
    layers: [
      { name: `${prefix}embed_tokens`, type: "embedding", units: width },
      ...layers,
      { name: `${prefix}final_layernorm`, type: "norm", norm: "layer", eps },
      ...(head ? [headOf("lm_head", vocabulary, tied ? `${prefix}embed_tokens` : null, true)] : []),
    ],
    gaps: [...rotary.gaps, ...dropoutGaps(config, DROPOUTS), ...paddingGaps(config)],
  };
};

function commonOf(config: Config) {
  const width = config.size("hidden_size");
  const heads = config.size("num_attention_heads");
  const hidden = config.size("intermediate_size");
  const activation = activationOf(config, "hidden_act", "gelu");
  const layers = (name: string, up: string, down: string, from?: string): LayerDraft[] => [
    {
      name: `${name}.${up}`,
      type: "dense",
      units: hidden,
      activation,
      bias: true,
      ...(from === undefined ? {} : { from: [from] }),
    },
    { name: `${name}.${down}`, type: "dense", units: width, bias: true },
  ];
  return {
    width,
    blocks: blockCount(config, "num_hidden_layers"),
    eps: config.number("layer_norm_eps", 1e-5),
    rotary: rotaryOf(config, headSize(config, width, heads)),
    feed: layers,
  };
}

function endOf(config: Config): Pick<Draft, "draw" | "draws" | "tensors" | "remarks"> {
  config.value("max_position_embeddings");
  config.value("is_decoder");
  return { draw: normalDraw(config), draws: {}, tensors: {}, remarks: [FREE_TOKENS] };
}
