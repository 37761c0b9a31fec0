/**
 * What the analysis says of neurons that training cannot separate, or separates slowly: at their rows, or at the
 * scheme.
 */
import { capitalized } from "../../findings/words";
import type { Cure, Problem, Range } from "../../findings/problem";
import type { ManifoldEntry, ManifoldsFacts, NearManifold, NeuronGroup } from "../../report/manifolds/facts";
import type { ModelFacts } from "../../report/model/facts";
import type { SpecPlaces, SpecReading } from "../../spec/read";
import { keepsRank } from "./words";
import { neuronNames, rankOf, startsAlmostTied, trainsLike } from "../../report/manifolds/words";
import { t, word } from "../../findings/language";

/** Rows of one group that are marked, and groups of a network: beyond, the first ones speak for all. */
const MOST_ROWS = 6;
const MOST_GROUPS = 12;

export function manifoldProblems(facts: ManifoldsFacts & ModelFacts, { places, expect }: SpecReading): Problem[] {
  const [smallest] = facts.manifolds;
  // A spec that expects the manifold is not nagged about it.
  const expected = expect.some(({ property }) => property === "invariantManifold");
  const near = facts.symmetry.near
    .slice(0, MOST_GROUPS)
    .flatMap((group) => marked(rowsOf(facts, group, places), places, (at) => nearProblem(group, at)));
  if (facts.manifolds.length === 0) return near;
  const severity = expected ? "information" : "warning";
  const cures = curesOf(smallest);
  const whole = wholeSentence(facts, smallest);
  const problem = (message: string, range: Range): Problem => ({
    code: "init.on-invariant-manifold",
    severity,
    message,
    range,
    help: HELP,
    cures,
  });
  // Of a layer that nothing reads, the problem spec.unused-layer speaks.
  const read = new Set(facts.model.layers.flatMap(({ sources }) => sources)).add(facts.model.layers.at(-1)?.name ?? "");
  const spokenOf = smallest.groups.filter(({ kind, layer }) => kind !== "frozen" || read.has(layer));
  const placed = spokenOf.slice(0, MOST_GROUPS).map((group) => ({ group, rows: rowsOf(facts, group, places) }));
  const inRows = placed
    .filter(({ rows }) => rows.length > 0)
    .flatMap(({ group, rows }) => marked(rows, places, (at) => problem(`${groupSentence(group)} ${whole}`, at)));
  const drawn = placed.filter(({ rows }) => rows.length === 0).map(({ group }) => groupSentence(group));
  return [
    ...inRows,
    ...(drawn.length === 0 ? [] : [problem([...drawn, whole].join(" "), initializationPlace(places))]),
    ...near,
  ];
}

const HELP = t`Draw these weights at random, or use a network without the neurons that repeat others.`;

function curesOf({ kind, equivalentWidths }: ManifoldEntry): Cure[] {
  const hidden = equivalentWidths.slice(1, -1);
  // What is written are weights of some of the neurons, not of new ones between them.
  const narrower = hidden.length > 0 && !hidden.includes(0) && kind !== "low-rank";
  return [
    { id: "break-symmetry", title: word`Break the symmetry (seeded noise)` },
    ...(!narrower
      ? []
      : [
          {
            id: "reduce-width" as const,
            title:
              hidden.length === 1 ? t`Reduce the width to ${hidden[0]}` : t`Reduce the widths to ${hidden.join(", ")}`,
          },
        ]),
  ];
}

function groupSentence(group: NeuronGroup): string {
  const { rank } = group;
  const isPart = group.part !== undefined || group.tensors !== undefined || rank !== undefined;
  const names = isPart ? capitalized(neuronNames(group)) : neuronNames(group);
  const one = group.neurons.length < 2 && (group.tensors ?? []).length < 2;
  switch (group.kind) {
    case "identical":
      return t`${names} start identical: no data and no loss will ever separate them.`;
    case "opposite":
      return t`${names} start as copies of each other up to sign: no data and no loss will ever separate them.`;
    case "mirrored":
      return t`${names} start as mirror images of each other: no data and no loss will ever separate them.`;
    case "proportional":
      return t`${names} start in proportion: no data and no loss will ever change their ratio.`;
    case "zero":
    case "still":
      return one
        ? t`${names} starts at 0: no data and no loss will ever move it.`
        : t`${names} start at 0: no data and no loss will ever move them.`;
    case "frozen":
      return one
        ? t`No gradient reaches ${neuronNames(group)}: no data and no loss will ever move it.`
        : t`No gradient reaches ${neuronNames(group)}: no data and no loss will ever move them.`;
    case "silent":
      return one
        ? t`${names} reads nothing but zeros, and always will.`
        : t`${names} read nothing but zeros, and always will.`;
    case "low-rank":
      return keepsRank(names, rank === undefined ? t`low rank` : rankOf(rank));
    case "equitable":
      return group.factors.every((factor) => factor === 0)
        ? t`${names} receive sums that cancel, and always will.`
        : t`${names} receive the same sums, and always will: no data and no loss will ever separate them.`;
  }
}

function wholeSentence({ model }: ModelFacts, smallest: ManifoldEntry): string {
  return trainsLike(smallest, model.parameters);
}

function nearProblem(group: NearManifold, range: Range): Problem {
  return {
    code: "init.near-invariant-manifold",
    severity: "information",
    message: startsAlmostTied(group),
    range,
    help: t`Start them further apart unless a slow start is what you want to study.`,
  };
}

/** One problem per row of the group, or one at the scheme. */
function marked(rows: readonly Range[], places: SpecPlaces, problem: (at: Range) => Problem): Problem[] {
  return rows.length === 0 ? [problem(initializationPlace(places))] : rows.slice(0, MOST_ROWS).map(problem);
}

function rowsOf({ model }: ModelFacts, group: NeuronGroup, { rows, weights, layers }: SpecPlaces): Range[] {
  const { layer, neurons, elsewhere = [] } = group;
  if (group.part !== undefined || group.tensors !== undefined || group.rank !== undefined) {
    const at = model.layers.findIndex(({ name }) => name === layer);
    // Of parts no rows are known: the layer's weights, or the layer.
    const place = weights[at] ?? (layers.length === model.layers.length ? layers[at] : null);
    return place ? [place] : [];
  }
  return [{ layer, neurons }, ...elsewhere].flatMap((part) => {
    const own = rows[model.layers.findIndex(({ name }) => name === part.layer)] ?? [];
    return part.neurons.flatMap((neuron) => own[neuron] ?? []);
  });
}

function initializationPlace(places: SpecPlaces): Range {
  return places.initialization ?? places.architecture ?? places.start;
}
