/**
 * From queries and keys to the weights that mix values:
 *   s = τ_h q · k / sqrt(dh) + (what distance adds),  then  c tanh(s / c)  where the scores are capped,
 *   softmax    exp(s) / (sum over what is seen of exp(s) + exp(z_h)), the last term where there is a sink: z_h = 0 or trained
 *   sigmoid    1 / (1 + exp(-s)), each score by itself
 *   linear     s, without the root.
 */
import { activationNamed } from "../../activations";
import type { Block } from "../../block";
import { consecutive, type Groups } from "../../joints/joint";
import { softmax, softmaxWithOne } from "../../joints/softmax";
import { openMask, scores } from "../../program/heads";
import { exactly, inverseRoot } from "../../program/numbers";
import { difference } from "../../program/placements";
import type { Value } from "../../program/program";
import { everywhere, gains } from "../../program/wirings";
import { grid } from "../../shape";
import type { BuildSite } from "../block";
import { tensorNames } from "../matrices";
import type { Plan } from "./plan";
import { placed } from "./positions";

interface Weighted {
  readonly weights: Value;
  readonly table: Block | null;
  readonly temperature: Block | null;
}

export function weighted(site: BuildSite, plan: Plan, query: Value, key: Value): Weighted {
  const { program } = site;
  // What is bent score by score is worked out for all of them: only some of them are mixed.
  const bent = plan.softcap !== null || plan.scores === "sigmoid";
  const raw = program.contract(query, key, scores(plan, bent ? openMask(plan.tokens) : plan.mask));
  const scaled = plan.scores === "linear" ? raw : times(site, raw, program.numbers(inverseRoot(plan.size)));
  const warm = heated(site, scaled, plan);
  const { value: at, table } = placed(site, warm.value, plan);
  const capped = plan.softcap === null ? at : cappedAt(site, at, plan.softcap);
  return { weights: finished(site, capped, plan), table, temperature: warm.temperature };
}

function times({ program }: BuildSite, value: Value, by: Value): Value {
  return program.contract(by, value, gains(grid(1, [program.sizeOf(value)])));
}

/** Times a trained number for each head, which begins at 1. */
function heated(
  { program, tensor }: BuildSite,
  value: Value,
  { temperature, heads, tokens }: Plan,
): { readonly value: Value; readonly temperature: Block | null } {
  if (!temperature) return { value, temperature: null };
  const wiring = gains(grid(heads, [tokens * tokens]));
  const made = tensor({
    tensor: "temperature",
    names: tensorNames("τ", "list"),
    start: 1,
    rows: heads,
    columns: 1,
    source: 0,
    wiring,
    fan: { in: 1, out: 1 },
  });
  return { value: program.contract(made.value, value, wiring), temperature: made.block };
}

function cappedAt(site: BuildSite, value: Value, c: number): Value {
  const { program } = site;
  const small = times(site, value, program.numbers(exactly(1 / c)));
  return times(site, program.map(small, activationNamed("tanh", undefined)), program.numbers(exactly(c)));
}

function finished(site: BuildSite, value: Value, plan: Plan): Value {
  const { program } = site;
  const { heads, tokens, mask, sink } = plan;
  if (plan.scores === "linear") return value;
  if (plan.scores === "sigmoid") return program.map(value, activationNamed("sigmoid", undefined));
  const rows = consecutive(heads * tokens, tokens);
  const groups: Groups = {
    count: rows.count,
    members: (group) => rows.members(group).filter((_, other) => mask.seen(group % tokens, other)),
  };
  if (sink === null) return program.jointly(value, softmax, groups);
  // exp(s) / (sum + exp(z)) = exp(s - z) / (sum of exp(s - z) + 1)
  const below = sink === "zero" ? value : difference(program, value, sunk(site, plan));
  return program.jointly(below, softmaxWithOne, groups);
}

/** A trained number for each head, at all of its scores. */
function sunk({ program, tensor }: BuildSite, { heads, tokens }: Plan): Value {
  const wiring = everywhere(grid(heads, [tokens * tokens]));
  const names = tensorNames("z", "list");
  const fan = { in: 0, out: 0 };
  const made = tensor({ tensor: "sink", names, rows: heads, columns: 1, source: null, wiring, fan });
  return program.contract(made.value, program.one, wiring);
}
