/**
 * Roots that parameters alone decide, as of the length of a row of weights: each exists for half of all parameters. They are drawn root
 * by root: what the first depends on until it exists, then what the next depends on besides, and so on, so that n of them take about
 * 2 n draws and not 2^n.
 */
import type { Network } from "../../model/network";
import type { Program, Value } from "../../model/program/program";
import { operandsOf } from "../../model/program/sums";
import { wholeOf } from "../../model/whole";
import { keyOf, type RootStage } from "./roots";

/** `draws`: positions in theta; `from`: the first value that takes one of its roots. */
export interface ParameterStage extends RootStage {
  readonly from: Value;
}

const STAGES = new WeakMap<Network, readonly ParameterStage[]>();

/** `decided`: which roots parameters decide. In the order of the program. */
export function parameterStages(network: Network, decided: RootStage): readonly ParameterStage[] {
  const known = STAGES.get(network);
  if (known !== undefined) return known;
  const found = stagesOf(wholeOf(network).program, decided);
  STAGES.set(network, found);
  return found;
}

function stagesOf(program: Program, { exist }: RootStage): readonly ParameterStage[] {
  const { instructions } = program;
  const needed = instructions.map((one, value) => one.op === "jointly" && exist.has(keyOf({ value, group: 0 })));
  for (let value = instructions.length - 1; value >= 0; value--)
    if (needed[value]) for (const operand of operandsOf(instructions[value])) needed[operand] = true;
  const stages: ParameterStage[] = [];
  const seen = new Set<number>();
  let before: readonly string[] = [];
  /** Which parameters each number of a value is made of. */
  const made: ReadonlySet<number>[][] = [];
  instructions.forEach((one, value) => {
    const of = Array.from({ length: needed[value] ? one.size : 0 }, () => new Set<number>());
    made.push(of);
    if (!needed[value]) return;
    const take = (at: number, from: ReadonlySet<number>): void => from.forEach((place) => of[at].add(place));
    switch (one.op) {
      case "parameter":
        of.forEach((places, i) => places.add(one.offset + i));
        break;
      case "contract":
        one.wiring.edges((i, j, o) => {
          take(o, made[one.a][i]);
          take(o, made[one.b][j]);
        });
        break;
      case "add":
        for (const term of one.of) made[term].forEach((places, i) => take(i, places));
        break;
      case "map":
        made[one.of].forEach((places, i) => take(i, places));
        break;
      case "jointly":
        for (let group = 0; group < one.groups.count; group++) {
          const members = one.groups.members(group);
          for (const place of one.by.makes === "all" ? members : [group])
            for (const member of members) take(place, made[one.of][member]);
          const key = keyOf({ value, group });
          if (!exist.has(key)) continue;
          const all = new Set(members.flatMap((member) => [...made[one.of][member]]));
          const draws = [...all].filter((place) => !seen.has(place));
          draws.forEach((place) => seen.add(place));
          before = [...before, key];
          const last = stages.at(-1);
          // What depends on nothing new is met with what was drawn last.
          if (draws.length > 0 || last === undefined)
            stages.push({ draws, exist: new Set(before), count: 1, from: value });
          else stages[stages.length - 1] = { ...last, exist: new Set(before), count: last.count + 1 };
        }
        break;
      case "input":
      case "constant":
      case "numbers":
        break;
    }
  });
  return stages;
}
