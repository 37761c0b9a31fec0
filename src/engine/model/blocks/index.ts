/** The kinds of layers: a row each, in the order in which the spec language lists them. What is not here is known nowhere. */
import { assertNever } from "../../findings/assert-never";
import type { BlockKind } from "./block";
import { adapter } from "./adapter";
import { attention } from "./attention/attention";
import { conv1d, conv2d } from "./convolution";
import { dense } from "./dense";
import { diagonal } from "./diagonal";
import { embedding } from "./embedding/embedding";
import { flatten } from "./flatten";
import { gated } from "./gated";
import { linearOde } from "./linear-ode";
import { moe } from "./moe";
import { multiply } from "./multiply";
import { norm } from "./norm";
import { pool } from "./pool";
import { gru } from "./recurrent/gru";
import { lstm } from "./recurrent/lstm";
import { rnn } from "./recurrent/rnn";
import { scale } from "./scale";
import { softmax } from "./softmax";
import { residual } from "./residual";

const ROWS = {
  dense,
  diagonal,
  conv1d,
  conv2d,
  pool,
  flatten,
  embedding,
  gated,
  moe,
  adapter,
  attention,
  norm,
  residual,
  scale,
  multiply,
  softmax,
  rnn,
  gru,
  lstm,
  "linear-ode": linearOde,
} as const;

export type LayerType = keyof typeof ROWS;

export const LAYER_TYPES = Object.keys(ROWS) as readonly LayerType[];

/** Refuses a layer type that has no row. */
export function blockKindOf({ type }: { readonly type: LayerType }): BlockKind {
  return Object.hasOwn(ROWS, type) ? ROWS[type] : assertNever(type as never, "layer type");
}
