/**
 * Gates that some inputs set near one theta, of a function with relus (or leaky relus) wherever it has them: behind a norm, within a
 * gated block, in a recurrence.
 *
 * Where no relu's input is 0, at theta_0 and x_0, all gates stay as they are for theta and x near those: there the function is F_g, the
 * same with its relus replaced by multiplication with constants g. The fields grad_theta <y, F_g(theta)(x)> for x near x_0 are analytic
 * in theta and x, so what they and their brackets span at almost all theta near theta_0 is at least the rank of any of them at one
 * theta and any inputs, and that the rank modulo a prime: gates are drawn here in floating point, at one theta_0 for all of
 * them; ranks are taken elsewhere (fields.ts). The laws counted so are those of the function near theta_0, and a law of the function
 * everywhere is one of these.
 *
 * A gate is read where its relu's input is beyond GATE_MARGIN of the largest one in its vector.
 */
import { randomStream } from "../../math/random/streams";
import { sigmaOf } from "../../model/activations";
import { blocksOf, parameterCount } from "../../model/compile";
import { isDiscrete } from "../../model/inputs";
import type { Block, Network } from "../../model/network";
import { samplePass } from "../../model/passes/sample/sample";
import type { Program } from "../../model/program/program";
import { isGate, slopeBelow } from "../../model/structure";
import { randomWhole, wholeOf } from "../../model/whole";

/** For every map of the program in their order the factor of each of its numbers; `null`: it is no gate. */
export type SetGates = readonly (Float64Array | null)[];

/** Share of the largest input of a vector beyond which a gate is read: no bound on rounding, so what rests on gates is measured. */
export const GATE_MARGIN = 1e-6;
/** Inputs drawn. */
const DRAWS = 64;
/** Patterns that are kept; fewer where hypotheses are tested for each of them (tower.ts). */
const [MANY, FEW] = [8, 4];

const KNOWN = new WeakMap<Network, readonly SetGates[]>();

/** Each at another input; none: nothing is gated, its gates depend on tokens, or they are not clear. */
export function setGates(network: Network): readonly SetGates[] {
  const known = KNOWN.get(network);
  if (known !== undefined) return known;
  const found = drawGates(network);
  KNOWN.set(network, found);
  return found;
}

function drawGates(network: Network): readonly SetGates[] {
  const { program } = wholeOf(network);
  const { instructions } = program;
  const maps = instructions.flatMap((one) => (one.op === "map" ? [one] : []));
  // A token is what it is: its gates do not stay as they are for tokens near it.
  if (!maps.some(({ by }) => isGate(by)) || isDiscrete(network)) return [];
  const random = randomStream(1, "gates of a function");
  const theta = new Float64Array(parameterCount(network));
  for (const block of blocksOf(network)) {
    const { from, size } = startOf(block);
    for (let i = 0; i < block.rows * block.columns; i++) theta[block.offset + i] = from + size * random.normal();
  }
  const pass = samplePass(program);
  const found: SetGates[] = [];
  for (let n = 0; n < DRAWS; n++) {
    pass.forward(theta, randomWhole(network, random), instructions.length);
    const inputs = maps.map(({ by, of }) => (isGate(by) ? pass.numbersOf(of) : null));
    if (!inputs.every((z) => z === null || isClear(z))) continue;
    found.push(inputs.map((z, k) => z && z.map((one) => (one > 0 ? 1 : slopeBelow(maps[k].by)))));
  }
  return various(found, isTested(program) ? FEW : MANY);
}

function isClear(z: Float64Array): boolean {
  const least = GATE_MARGIN * z.reduce((most, one) => Math.max(most, Math.abs(one)), 0);
  return z.every((one) => Math.abs(one) > least);
}

function isTested({ instructions }: Program): boolean {
  return instructions.some((one) => one.op === "jointly" || (one.op === "map" && sigmaOf(one.by).exponential !== null));
}

/** One after the other those that set most gates as none before them does. */
function various(patterns: readonly SetGates[], most: number): SetGates[] {
  const left = [...patterns];
  const seen = new Set<string>();
  const chosen: SetGates[] = [];
  const keys = new Map(
    patterns.map((gates) => [
      gates,
      gates.flatMap((own, k) => Array.from(own ?? [], (gate, i) => `${k} ${i} ${gate}`)),
    ]),
  );
  const news = (gates: SetGates): number => keys.get(gates)!.filter((key) => !seen.has(key)).length;
  while (left.length > 0 && chosen.length < most) {
    const best = left.reduce((a, b) => (news(b) > news(a) ? b : a));
    chosen.push(best);
    left.splice(left.indexOf(best), 1);
    for (const key of keys.get(best)!) seen.add(key);
  }
  return chosen;
}

/** Signals stay of order 1, and gains keep relus from being always on or off. */
function startOf({ source, fan, start }: Block): { readonly from: number; readonly size: number } {
  if (start !== undefined) return { from: typeof start === "number" && start !== 0 ? 1 : 0.5, size: 0.25 };
  return source === null ? { from: 0, size: 0.3 } : { from: 0, size: 1 / Math.sqrt(fan.in) };
}
