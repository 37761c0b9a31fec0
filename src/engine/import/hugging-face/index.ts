/** Families of transformers, by the `model_type` of their config.json: a row each. */
import { isObject, type JsonValue } from "../../checkpoint/json";
import { Config } from "../draft/config";
import type { Draft } from "../draft/draft";
import { refuse } from "../draft/refusal";
import { noFamily, notJsonObject, unknownFamily, unreadKey } from "../draft/words";
import { decoder } from "./decoder";
import { bert, vit } from "./encoder";
import { mixtral, qwen3Experts } from "./experts";
import { gpt2 } from "./gpt2";
import { gptNeoX, phi } from "./parallel";
import { resnet } from "./resnet";
import type { FamilyRow, Shapes } from "./family";

const ROWS: readonly FamilyRow[] = [
  { types: ["llama"], draft: decoder({ biases: "config", qkNorm: false }) },
  { types: ["mistral", "phi3"], draft: decoder({ biases: "none", qkNorm: false }) },
  { types: ["qwen2"], draft: decoder({ biases: "qkv", qkNorm: false }) },
  { types: ["qwen3"], draft: decoder({ biases: "config", qkNorm: true }) },
  { types: ["mixtral"], draft: decoder(mixtral) },
  { types: ["qwen3_moe"], draft: decoder(qwen3Experts) },
  { types: ["gpt2"], draft: gpt2 },
  { types: ["gpt_neox"], draft: gptNeoX },
  { types: ["phi"], draft: phi },
  { types: ["bert"], draft: bert },
  { types: ["vit", "deit"], draft: vit },
  { types: ["resnet"], draft: resnet },
];

export const FAMILIES: readonly string[] = ROWS.flatMap(({ types }) => types);

/** Throws an `ImportRefusal`. `file`: for messages. `shapes`: the tensors of the weights beside it. */
export function huggingFaceDraft(value: JsonValue, file: string, shapes: Shapes | null): Draft {
  if (!isObject(value)) return refuse(notJsonObject(file));
  const config = new Config(value);
  if (config.lacks("model_type")) return refuse(noFamily());
  const type = config.word("model_type");
  const row = ROWS.find(({ types }) => types.includes(type));
  if (row === undefined) return refuse(unknownFamily(type, FAMILIES));
  const draft = row.draft(config, shapes);
  const unread = config.unread().filter(([key, held]) => !ABOUT_THE_PROGRAM.has(key) && held !== null);
  return { ...draft, gaps: [...draft.gaps, ...unread.map(([what, held]) => ({ what, why: unreadKey(held) }))] };
}

/** Keys that say nothing of the network or of its training: of the program that runs it, and of tokens. */
const ABOUT_THE_PROGRAM: ReadonlySet<string> = new Set([
  "_name_or_path",
  "_attn_implementation_autoset",
  "_commit_hash",
  "architectures",
  "auto_map",
  "bos_token_id",
  "chunk_size_feed_forward",
  "dtype",
  "eos_token_id",
  "id2label",
  "is_encoder_decoder",
  "label2id",
  "layer_types",
  "max_window_layers",
  "output_attentions",
  "output_hidden_states",
  "pretraining_tp",
  "problem_type",
  "reorder_and_upcast_attn",
  "return_dict",
  "sliding_window",
  "summary_activation",
  "summary_first_dropout",
  "summary_proj_to_labels",
  "summary_type",
  "summary_use_proj",
  "task_specific_params",
  "torch_dtype",
  "transformers_version",
  "unk_token_id",
  "use_cache",
]);
