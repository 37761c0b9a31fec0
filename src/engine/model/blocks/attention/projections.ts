/**
 * Queries, keys and values of all heads at every token. Keys and values may read the token by way of c < d numbers, as in
 * multi-head latent attention:  k = K C x, v = V C x, C [c, d]; so C may be changed to T C where K and V undo it.
 */
import type { Block } from "../../block";
import { columnsPort, rowsPort } from "../../port";
import type { Value } from "../../program/program";
import { everywhere } from "../../program/wirings";
import { sequence, type Shape } from "../../shape";
import type { BuildSite } from "../block";
import { multiplied, readBy, tensorNames, type Applied } from "../matrices";
import type { Plan } from "./plan";

export interface Biased extends Applied {
  readonly bias: Block | null;
  /** Those of a head's rows whose bias no output depends on, from the first of them on: none, all of them, or those left unturned. */
  readonly idleFrom: number;
}

export interface Projections {
  readonly q: Biased;
  readonly k: Biased;
  readonly v: Biased;
}

export function projected(site: BuildSite, plan: Plan): Projections {
  const { tokens, heads, kvHeads, size, valueSize, latent, biases } = plan;
  const finished = (
    made: Applied,
    tensor: "query" | "key" | "value",
    letter: string,
    [count, rows]: readonly [number, number],
    idleFrom: number,
  ): Biased => {
    if (!biases[tensor]) return { ...made, bias: null, idleFrom };
    const idle = rowsFrom(idleFrom, rows, count);
    const names = { tensor: `${tensor} bias`, letter: letter.toLowerCase() };
    const { value, block } = withBias(site, made.value, sequence(tokens, count * rows), names, idle);
    return { value, block: made.block, bias: block, idleFrom };
  };
  const q = finished(readBy(site, 0, "query", "Q", heads * size), "query", "Q", [heads, size], size);
  const { key, value } = keysAndValues(site, plan, latent);
  return {
    q,
    k: finished(key(), "key", "K", [kvHeads, size], idleFromOf(plan)),
    v: finished(value(), "value", "V", [kvHeads, valueSize], valueSize),
  };
}

/**
 * A key's bias adds the same to all scores of a token. A softmax does not see it: not where a row is turned with its position, and
 * not where keys are normed.
 */
function idleFromOf({ forgives, norm, turned, size }: Plan): number {
  return forgives && norm === null ? turned : size;
}

/** Of each of `count` heads of `size` rows those from one of them on. */
export function rowsFrom(from: number, size: number, count: number): number[] {
  return Array.from({ length: count }, (_, head) =>
    Array.from({ length: size - from }, (__, i) => head * size + from + i),
  ).flat();
}

/** In the order in which they are asked for. */
function keysAndValues(
  site: BuildSite,
  { tokens, kvHeads, size, valueSize }: Plan,
  latent: number | null,
): { key(): Applied; value(): Applied } {
  if (latent === null)
    return {
      key: () => readBy(site, 0, "key", "K", kvHeads * size),
      value: () => readBy(site, 0, "value", "V", kvHeads * valueSize),
    };
  const narrow = readBy(site, 0, "latent", "C", latent);
  const wire = site.open(latent, "latent");
  site.wires.write(wire, { block: narrow.block, port: rowsPort(narrow.block.columns) });
  const read = (tensor: string, letter: string, rows: number): Applied => {
    const made = multiplied(site, { value: narrow.value, shape: sequence(tokens, latent) }, 0, tensor, letter, rows);
    site.wires.read(wire, { block: made.block, port: columnsPort(rows, latent) });
    return made;
  };
  return {
    key: () => read("key", "K", kvHeads * size),
    value: () => read("value", "V", kvHeads * valueSize),
  };
}

/** With a trained number for each channel, some of which no output depends on. */
export function withBias(
  { program, tensor }: BuildSite,
  value: Value,
  shape: Shape,
  names: { readonly tensor: string; readonly letter: string },
  idle: readonly number[],
): Applied {
  const wiring = everywhere(shape);
  const made = tensor({
    tensor: names.tensor,
    names: tensorNames(names.letter, "list"),
    rows: shape.channels,
    columns: 1,
    source: null,
    wiring,
    fan: { in: 0, out: 0 },
    ...(idle.length === 0 ? {} : { idle }),
  });
  return { value: program.add([value, program.contract(made.value, program.one, wiring)]), block: made.block };
}
