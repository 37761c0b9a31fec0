/**
 * Where tokens stand. RoPE turns the first rows of each head by angles that grow with the position, pair by pair. A bias for each
 * distance t − t' is added to the scores of a head: a trained table (T5, Swin), or −m |t − t'| with ALiBi's slopes m, which for n heads,
 * a power of 2, are 2^(-8 h / n), h = 1 … n; of other n those of the power below, and every second one of twice that.
 */
import { residueOf } from "../../../math/modular/field";
import { distances, turns, type Pairing } from "../../program/heads";
import type { Numbers } from "../../program/numbers";
import type { Value } from "../../program/program";
import { rotations } from "../../program/rotations";
import type { Block } from "../../block";
import type { BuildSite } from "../block";
import { tensorNames } from "../matrices";
import type { Plan } from "./plan";

/** Rows of `count` heads at every token, turned. */
export function turnedBy(
  { program }: BuildSite,
  value: Value,
  { tokens, size, turned, pairs }: Plan,
  count: number,
): Value {
  if (turned === 0) return value;
  const pairing: Pairing = (row) => (row < turned ? pairs(row, turned) : null);
  const wiring = turns(tokens, count, size, turned / 2, pairing);
  return program.contract(program.numbers(rotations(tokens, turned)), value, wiring);
}

/** With what the distance of two tokens adds to their score; and the table, where it is trained. */
export function placed(
  site: BuildSite,
  raw: Value,
  plan: Plan,
): { readonly value: Value; readonly table: Block | null } {
  const { program } = site;
  if (plan.relative === null) return { value: raw, table: null };
  const { heads } = plan;
  const { count } = plan.distances;
  const wiring = distances(plan, plan.distances, plan.mask);
  const plus = (by: Value): Value => program.add([raw, program.contract(by, program.one, wiring)]);
  if (plan.relative === "alibi") return { value: plus(program.numbers(falling(plan))), table: null };
  const made = site.tensor({
    tensor: "relative",
    names: tensorNames("R"),
    rows: heads,
    columns: count,
    source: null,
    wiring,
    fan: { in: 0, out: 0 },
  });
  return { value: plus(made.value), table: made.block };
}

/** −m |t − t'| for each head and distance. */
function falling({ heads, distances: { from, count } }: Plan): Numbers {
  const slopes = slopesOf(heads);
  const size = heads * count;
  const work = (): Float64Array =>
    Float64Array.from({ length: size }, (_, i) => -slopes[Math.floor(i / count)] * Math.abs(from + (i % count)));
  let values: Float64Array | null = null;
  return {
    size,
    get values() {
      return (values ??= work());
    },
    residues: (p) => work().map((value) => residueOf(value, p)),
  };
}

function slopesOf(heads: number): number[] {
  const whole = 2 ** Math.floor(Math.log2(heads));
  const of = (n: number, h: number): number => 2 ** ((-8 * h) / n);
  return Array.from({ length: heads }, (_, h) => (h < whole ? of(whole, h + 1) : of(2 * whole, 2 * (h - whole) + 1)));
}
