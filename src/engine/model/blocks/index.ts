/** The kinds of layers: a row each. What is not here is known nowhere. */
import { assertNever } from "../../findings/assert-never";
import type { Layer } from "../network";
import type { BlockKind } from "./block";
import { dense } from "./dense";
import { diagonal } from "./diagonal";
import { linearOde } from "./linear-ode";

const BLOCK_KINDS: Readonly<Record<Layer["type"], BlockKind>> = {
  dense,
  diagonal,
  "linear-ode": linearOde,
};

/** Refuses a layer type that has no row. */
export function blockKindOf({ type }: Layer): BlockKind {
  return Object.hasOwn(BLOCK_KINDS, type) ? BLOCK_KINDS[type] : assertNever(type as never, "layer type");
}
