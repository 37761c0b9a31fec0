/** Mixtures of experts for the gated network of a decoder: Mixtral (arXiv:2401.04088) and Qwen 3. */
import type { LayerDraft } from "../draft/draft";
import { refuse } from "../draft/refusal";
import { NOT_NORMED_EXPERTS, BALANCING_LOSS } from "../draft/words";
import type { Member } from "./decoder";
import type { Config } from "../draft/config";

const balancing: NonNullable<Member["feedGaps"]> = (config) =>
  config.number("router_aux_loss_coef", 0) === 0 ? [] : [{ what: "router_aux_loss_coef", why: BALANCING_LOSS }];

export const mixtral: Member = {
  biases: "none",
  qkNorm: false,
  feed: (config, name, _block, shapes) => {
    const module = `${name}.block_sparse_moe`;
    config.value("router_jitter_noise");
    config.value("output_router_logits");
    const isOld = shapes === null || shapes.has(`${module}.gate.weight`);
    return mixture(
      config,
      isOld ? module : `${name}.mlp`,
      config.size("num_local_experts"),
      config.size("intermediate_size"),
    );
  },
  feedGaps: balancing,
};

export const qwen3Experts: Member = {
  biases: "config",
  qkNorm: true,
  feed: (config, name, block) => {
    config.value("output_router_logits");
    const hidden = config.size("intermediate_size");
    const dense = config.value("mlp_only_layers");
    const isDense =
      (Array.isArray(dense) && dense.includes(block)) || (block + 1) % config.size("decoder_sparse_step", 1) !== 0;
    const experts = config.lacks("num_experts") ? config.size("num_local_experts") : config.size("num_experts");
    config.value("num_local_experts");
    const chosen = config.size("num_experts_per_tok");
    if (!config.flag("norm_topk_prob", false) && chosen < experts) refuse(NOT_NORMED_EXPERTS);
    if (isDense) return { name: `${name}.mlp`, type: "gated", hidden };
    return mixture(config, `${name}.mlp`, experts, config.size("moe_intermediate_size"));
  },
  feedGaps: balancing,
};

function mixture(config: Config, name: string, experts: number, hidden: number): LayerDraft {
  const chosen = config.size("num_experts_per_tok");
  return { name, type: "moe", experts, hidden, ...(chosen < experts ? { topK: chosen } : {}) };
}
