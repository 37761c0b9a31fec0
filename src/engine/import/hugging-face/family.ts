/** What an importer of a family is given, and what families share. */
import { t } from "../../findings/language";
import type { ActivationName } from "../../model/activations";
import type { LayerOwn } from "../../model/blocks/properties";
import { USUAL_BASE } from "../../model/program/rotations";
import type { Config } from "../draft/config";
import type { Draft, DrawDraft, Gap, LayerDraft } from "../draft/draft";
import { refuse } from "../draft/refusal";
import { DROPOUT, notDivisible, OTHER_ANGLES, PADDING, shown, tooManyBlocks } from "../draft/words";

/** The tensors of the file beside the configuration, by name; `null`: there is none. */
export type Shapes = ReadonlyMap<string, readonly number[]>;

/** Throws an `ImportRefusal`. */
export type Family = (config: Config, shapes: Shapes | null) => Draft;

/** A row of the table: the `model_type`s that are built alike. */
export interface FamilyRow {
  readonly types: readonly string[];
  readonly draft: Family;
}

/** A spec may have 1,000 layers, and a block has six or more. */
const MOST_BLOCKS = 160;

export function blockCount(config: Config, key: string): number {
  const count = config.size(key);
  return count > MOST_BLOCKS ? refuse(tooManyBlocks(count, MOST_BLOCKS)) : count;
}

/** Rows of a head. */
export function headSize(config: Config, width: number, heads: number, key = "head_dim"): number {
  if (!config.lacks(key)) return config.size(key);
  if (width % heads !== 0)
    refuse(notDivisible(t`The width ${width} is not divisible by the number of heads, ${heads}.`));
  return width / heads;
}

/** Transformers' names of activations. */
const ACTIVATIONS = {
  gelu: "gelu",
  gelu_new: "gelu-tanh",
  gelu_fast: "gelu-tanh",
  gelu_pytorch_tanh: "gelu-tanh",
  gelu_python: "gelu",
  relu: "relu",
  relu2: "relu-squared",
  silu: "silu",
  swish: "silu",
  tanh: "tanh",
  sigmoid: "sigmoid",
  mish: "mish",
  linear: "identity",
} as const satisfies Readonly<Record<string, ActivationName>>;

export function activationOf(config: Config, key: string, usual: string): ActivationName {
  return config.oneOf<ActivationName>(key, ACTIVATIONS, usual);
}

const GATES = {
  gelu: "gelu",
  gelu_new: "gelu-tanh",
  gelu_pytorch_tanh: "gelu-tanh",
  relu: "relu",
  silu: "silu",
  swish: "silu",
  sigmoid: "sigmoid",
  linear: "identity",
} as const;

/** What bends the gate of a gated block. */
export function gateOf(config: Config, key: string): LayerOwn {
  const gate = config.oneOf<NonNullable<LayerOwn["gate"]>>(key, GATES, "silu");
  return gate === "silu" ? {} : { gate };
}

/** Positions by rotation: `rope_parameters` since version 5 of transformers, keys of its own before. */
export function rotaryOf(config: Config, size: number): { readonly own: LayerOwn; readonly gaps: readonly Gap[] } {
  const parameters = config.section("rope_parameters");
  const base = parameters.number(
    "rope_theta",
    config.number("rope_theta", config.number("rotary_emb_base", USUAL_BASE)),
  );
  const part = parameters.number(
    "partial_rotary_factor",
    config.number("partial_rotary_factor", config.number("rotary_pct", 1)),
  );
  const type = parameters.word("rope_type", "default");
  const scaling = config.value("rope_scaling") ?? null;
  const rows = 2 * Math.floor((size * part) / 2);
  if (rows < 1 || rows > size)
    refuse(notDivisible(t`A head of ${size} rows is not divisible by the part that is rotated, ${part}.`));
  const others = [
    ...(written(base) ? [] : [{ what: "rope_theta", value: base }]),
    ...(type === "default" ? [] : [{ what: "rope_type", value: type }]),
    ...(scaling === null ? [] : [{ what: "rope_scaling", value: scaling }]),
  ];
  const gaps = others.map(({ what, value }) => ({ what: `${what} ${shown(value)}`, why: OTHER_ANGLES }));
  return {
    own: {
      rope: "half",
      ...(rows === size ? {} : { ropeRows: rows }),
      ...(base !== USUAL_BASE && written(base) ? { ropeBase: base } : {}),
    },
    gaps: [
      ...gaps,
      ...parameters.unread().map(([key, value]) => ({ what: `${key} ${shown(value)}`, why: OTHER_ANGLES })),
    ],
  };
}
/** Whole bases are part of the spec language. */
const written = (base: number): boolean => Number.isSafeInteger(base) && base > 1;

/** Which of these stands before the names of the file's tensors: a model has it where a head stands beside it. */
export function prefixOf(
  shapes: Shapes | null,
  probe: string,
  usual: string,
  others: readonly string[] = [""],
): string {
  if (shapes === null) return usual;
  return [usual, ...others].find((prefix) => shapes.has(prefix + probe)) ?? usual;
}

/** Kinds of dropout that are switched on. */
export function dropoutGaps(config: Config, keys: readonly string[]): Gap[] {
  return keys.flatMap((key) => (config.number(key, 0) > 0 ? [{ what: key, why: DROPOUT }] : []));
}

export function paddingGaps(config: Config): Gap[] {
  return config.lacks("pad_token_id") ? [] : [{ what: "pad_token_id", why: PADDING }];
}

/** Every matrix and table from one normal distribution. */
export function normalDraw(config: Config): DrawDraft {
  return { scheme: "gaussian", std: config.number("initializer_range", 0.02) };
}

/** A head behind the last layer; with the table of the embedding where they are tied. */
export function headOf(name: string, units: number, tiedTo: string | null, bias = false): LayerDraft {
  return { name, type: "dense", units, ...(bias ? { bias } : {}), ...(tiedTo === null ? {} : { share: tiedTo }) };
}

/** Whether the model is one with a head for the next token, or for hidden ones. */
export function hasHead(
  config: Config,
  endings: readonly string[],
  head: string,
  shapes: Shapes | null,
  tied: boolean,
): boolean {
  const named = config.words("architectures");
  if (named.length > 0) return named.some((name) => endings.some((ending) => name.endsWith(ending)));
  return shapes === null || tied || shapes.has(head);
}
