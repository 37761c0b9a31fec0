/**
 * Encoders: BERT (Devlin et al., arXiv:1810.04805), whose norms stand behind the sums, and the vision transformer (arXiv:2010.11929),
 * whose norms stand before. All tokens see all.
 */
import { t } from "../../findings/language";
import type { ActivationName } from "../../model/activations";
import type { Config } from "../draft/config";
import type { LayerDraft } from "../draft/draft";
import { refuse } from "../draft/refusal";
import { BERT_POOLER, notDivisible, notOneOf, TYPE_EMBEDDINGS, VIT_ENDS, VIT_STARTS } from "../draft/words";
import { titleOf } from "./decoder";
import {
  activationOf,
  blockCount,
  dropoutGaps,
  hasHead,
  headOf,
  normalDraw,
  paddingGaps,
  prefixOf,
  type Family,
} from "./family";

export const bert: Family = (config, shapes) => {
  const { width, blocks, heads, hidden, activation } = commonOf(config);
  const eps = config.number("layer_norm_eps", 1e-12);
  const vocabulary = config.size("vocab_size");
  for (const [key, usual] of [
    ["is_decoder", false],
    ["add_cross_attention", false],
  ] as const)
    if (config.flag(key, usual) !== usual) refuse(notOneOf(key, String(!usual), [String(usual)]));
  if (config.word("position_embedding_type", "absolute") !== "absolute")
    refuse(notOneOf("position_embedding_type", config.word("position_embedding_type"), ["absolute"]));
  const prefix = prefixOf(shapes, "embeddings.word_embeddings.weight", "bert.");
  const tied = config.flag("tie_word_embeddings", true);
  const norm = (name: string): LayerDraft => ({ name, type: "norm", norm: "layer", eps });
  const layers = Array.from({ length: blocks }, (_, i) => `${prefix}encoder.layer.${i}`).flatMap(
    (name): LayerDraft[] => [
      {
        name: `${name}.mixed`,
        type: "residual",
        body: [{ name: `${name}.attention`, type: "attention", heads, bias: true }],
      },
      norm(`${name}.attention.output.LayerNorm`),
      {
        name: `${name}.fed`,
        type: "residual",
        body: [
          { name: `${name}.intermediate.dense`, type: "dense", units: hidden, activation, bias: true },
          { name: `${name}.output.dense`, type: "dense", units: width, bias: true },
        ],
      },
      norm(`${name}.output.LayerNorm`),
    ],
  );
  const head = hasHead(
    config,
    ["ForMaskedLM", "ForPreTraining"],
    "cls.predictions.transform.dense.weight",
    shapes,
    false,
  );
  const words: LayerDraft[] = [
    { name: "cls.predictions.transform.dense", type: "dense", units: width, activation, bias: true },
    norm("cls.predictions.transform.LayerNorm"),
    headOf("cls.predictions.decoder", vocabulary, tied ? `${prefix}embeddings` : null, true),
  ];
  const withHead = head && shapes !== null && shapes.has("cls.predictions.bias");
  config.value("classifier_dropout");
  return {
    title: titleOf(config, blocks, width),
    input: { tokens: config.size("max_position_embeddings"), vocabulary },
    layers: [
      { name: `${prefix}embeddings`, type: "embedding", units: width, positions: "learned" },
      norm(`${prefix}embeddings.LayerNorm`),
      ...layers,
      ...(head ? words : []),
    ],
    draw: normalDraw(config),
    draws: {},
    tensors: withHead ? { "cls.predictions.decoder.bias": "cls.predictions.bias" } : {},
    gaps: [
      ...(config.size("type_vocab_size", 2) > 0 ? [{ what: "token_type_embeddings", why: TYPE_EMBEDDINGS }] : []),
      ...(head ? [] : [{ what: "pooler", why: BERT_POOLER }]),
      ...dropoutGaps(config, ["hidden_dropout_prob", "attention_probs_dropout_prob"]),
      ...paddingGaps(config),
    ],
    remarks: [],
  };
};

export const vit: Family = (config, shapes) => {
  const { width, blocks, heads, hidden, activation } = commonOf(config);
  const eps = config.number("layer_norm_eps", 1e-12);
  const [image, patch] = [config.size("image_size"), config.size("patch_size")];
  if (image % patch !== 0)
    refuse(notDivisible(t`The image of ${image} points is not divisible by a patch of ${patch}.`));
  if (!config.flag("qkv_bias", true)) refuse(notOneOf("qkv_bias", "false", ["true"]));
  const prefix = prefixOf(shapes, "encoder.layer.0.layernorm_before.weight", "vit.", ["deit.", ""]);
  const norm = (name: string): LayerDraft => ({ name, type: "norm", norm: "layer", eps });
  const layers = Array.from({ length: blocks }, (_, i) => `${prefix}encoder.layer.${i}`).flatMap(
    (name): LayerDraft[] => [
      {
        name: `${name}.mixed`,
        type: "residual",
        body: [norm(`${name}.layernorm_before`), { name: `${name}.attention`, type: "attention", heads, bias: true }],
      },
      {
        name,
        type: "residual",
        body: [
          norm(`${name}.layernorm_after`),
          { name: `${name}.intermediate.dense`, type: "dense", units: hidden, activation, bias: true },
          { name: `${name}.output.dense`, type: "dense", units: width, bias: true },
        ],
      },
    ],
  );
  for (const key of ["num_channels", "encoder_stride", "pooler_output_size", "pooler_act"]) config.value(key);
  return {
    title: titleOf(config, blocks, width),
    input: { tokens: (image / patch) ** 2 + 1, width },
    layers: [...layers, norm(`${prefix}layernorm`)],
    draw: normalDraw(config),
    draws: {},
    tensors: {},
    gaps: [
      { what: "embeddings", why: VIT_STARTS },
      { what: "classifier", why: VIT_ENDS },
      ...dropoutGaps(config, ["hidden_dropout_prob", "attention_probs_dropout_prob"]),
    ],
    remarks: [],
  };
};

function commonOf(config: Config): {
  readonly width: number;
  readonly blocks: number;
  readonly heads: number;
  readonly hidden: number;
  readonly activation: ActivationName;
} {
  return {
    width: config.size("hidden_size"),
    blocks: blockCount(config, "num_hidden_layers"),
    heads: config.size("num_attention_heads"),
    hidden: config.size("intermediate_size"),
    activation: activationOf(config, "hidden_act", "gelu"),
  };
}
