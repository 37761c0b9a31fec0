/**
 * Decoders as LLaMA has them (Touvron et al., arXiv:2302.13971): RMS norms before causal rotary attention and before a gated network,
 *   x + O attention(norm x),   x + Down (σ(Gate norm x) ∘ Up norm x),
 * with grouped keys; biases on queries, keys and values (Qwen 2), normed queries and keys (Qwen 3), a window (Mistral), fused
 * projections (Phi 3), or a mixture of experts for the gated network (Mixtral, Qwen 3).
 */
import { t } from "../../findings/language";
import type { LayerOwn } from "../../model/blocks/properties";
import type { Config } from "../draft/config";
import type { Gap, LayerDraft } from "../draft/draft";
import { FREE_TOKENS } from "../draft/words";
import {
  blockCount,
  dropoutGaps,
  gateOf,
  hasHead,
  headOf,
  headSize,
  normalDraw,
  paddingGaps,
  prefixOf,
  rotaryOf,
  type Family,
  type Shapes,
} from "./family";

/** What a member of the family has otherwise. */
export interface Member {
  /** Biases of attention: `config`: where `attention_bias` asks for them, behind the heads too. */
  readonly biases: "none" | "qkv" | "config";
  readonly qkNorm: boolean;
  /** The feed-forward network of a block; absent: a gated one. */
  readonly feed?: (config: Config, name: string, block: number, shapes: Shapes | null) => LayerDraft;
  readonly feedGaps?: (config: Config) => readonly Gap[];
}

/** Tokens of the spec's input where the model says nothing of them. */
export const TOKENS = 8;

export const decoder =
  (member: Member): Family =>
  (config, shapes) => {
    const width = config.size("hidden_size");
    const blocks = blockCount(config, "num_hidden_layers");
    const eps = config.number("rms_norm_eps", 1e-6);
    const vocabulary = config.size("vocab_size");
    const prefix = prefixOf(shapes, "embed_tokens.weight", "model.");
    const tied = config.flag("tie_word_embeddings", false);
    const { attention, gaps } = attentionOf(config, width, eps, member);
    const feed = feedOf(config, member, shapes);
    const layers = Array.from({ length: blocks }, (_, i) => `${prefix}layers.${i}`).flatMap((name, i): LayerDraft[] => [
      {
        name: `${name}.mixed`,
        type: "residual",
        body: [
          { name: `${name}.input_layernorm`, type: "norm", norm: "rms", eps },
          { name: `${name}.self_attn`, ...attention, ...windowOf(config, i) },
        ],
      },
      {
        name,
        type: "residual",
        body: [{ name: `${name}.post_attention_layernorm`, type: "norm", norm: "rms", eps }, feed.layer(name, i)],
      },
    ]);
    const head = hasHead(config, ["ForCausalLM"], "lm_head.weight", shapes, tied);
    config.value("max_position_embeddings");
    return {
      title: titleOf(config, blocks, width),
      input: { tokens: TOKENS, vocabulary },
      layers: [
        { name: `${prefix}embed_tokens`, type: "embedding", units: width },
        ...layers,
        { name: `${prefix}norm`, type: "norm", norm: "rms", eps },
        ...(head ? [headOf("lm_head", vocabulary, tied ? `${prefix}embed_tokens` : null)] : []),
      ],
      ...(head ? { nextTokens: true } : {}),
      draw: normalDraw(config),
      draws: {},
      tensors: {},
      gaps: [
        ...gaps,
        ...feed.gaps,
        ...dropoutGaps(config, ["attention_dropout", "resid_pdrop", "embd_pdrop"]),
        ...paddingGaps(config),
      ],
      remarks: [FREE_TOKENS],
    };
  };

/** `model_type`, how deep and how wide. */
export function titleOf(config: Config, blocks: number, width: number): string {
  const type = config.word("model_type");
  return blocks === 1 ? t`${type}, 1 block of width ${width}` : t`${type}, ${blocks} blocks of width ${width}`;
}

interface AttentionDraft {
  readonly attention: Omit<LayerDraft, "name">;
  readonly gaps: readonly Gap[];
}

function attentionOf(config: Config, width: number, eps: number, { biases, qkNorm }: Member): AttentionDraft {
  const heads = config.size("num_attention_heads");
  const kvHeads = config.size("num_key_value_heads", heads);
  const size = headSize(config, width, heads);
  const rotary = rotaryOf(config, size);
  const everywhere = biases === "config" && config.flag("attention_bias", false);
  return {
    attention: {
      type: "attention",
      heads,
      ...(kvHeads === heads ? {} : { kvHeads }),
      ...(size * heads === width ? {} : { headSize: size }),
      mask: "causal",
      ...rotary.own,
      ...(qkNorm ? { qkNorm: "rms", eps } : {}),
      ...(biases === "qkv" ? { bias: true, outBias: "no" } : everywhere ? { bias: true } : {}),
    },
    gaps: rotary.gaps,
  };
}

/** Mistral has it in every block; Qwen where it says so. */
function windowOf(config: Config, block: number): LayerOwn {
  const switched = config.lacks("use_sliding_window") ? true : config.flag("use_sliding_window", false);
  const kinds = config.words("layer_types");
  const first = config.number("max_window_layers", 0);
  if (!switched || config.lacks("sliding_window")) return {};
  const here =
    kinds.length > 0 ? kinds[block] === "sliding_attention" : config.lacks("use_sliding_window") || block >= first;
  return here ? { window: config.size("sliding_window") } : {};
}

interface FeedDraft {
  readonly layer: (name: string, block: number) => LayerDraft;
  readonly gaps: readonly Gap[];
}

function feedOf(config: Config, { feed, feedGaps }: Member, shapes: Shapes | null): FeedDraft {
  const gate = gateOf(config, "hidden_act");
  if (feed !== undefined)
    return {
      layer: (name, block) => ({ ...feed(config, name, block, shapes), ...gate }),
      gaps: feedGaps?.(config) ?? [],
    };
  const hidden = config.size("intermediate_size");
  const bias = config.flag("mlp_bias", false);
  return {
    layer: (name) => ({ name: `${name}.mlp`, type: "gated", hidden, ...gate, ...(bias ? { bias } : {}) }),
    gaps: [],
  };
}
