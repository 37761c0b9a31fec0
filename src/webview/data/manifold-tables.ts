/** Tables of the manifolds section, and what its pictures are made of. */
import type { NeuronGroup } from "../../engine/report/manifolds/facts";
import { partWord, rankOf } from "../../engine/report/manifolds/words";
import type { WeightsOverTime } from "../../engine/report/run/facts";
import type { Report } from "../../engine/report/types";
import { numbers, words, type Table } from "../../engine/report/table";
import { t } from "../../engine/findings/language";
import { BASIS_WORDS, TIE_WORDS } from "./engine-words";

/** A, B, …, Z, A2, …: how a group is called in the grid and in the tables. */
export function groupLetter(index: number): string {
  const letter = String.fromCharCode(65 + (index % 26));
  return index < 26 ? letter : `${letter}${Math.floor(index / 26) + 1}`;
}

export function groupsTable(groups: readonly NeuronGroup[]): Table {
  return {
    id: "neuron-groups",
    title: t`Groups of neurons`,
    columns: [words(t`group`), words(t`layer`), numbers(t`neurons`), words(t`kind`), words(t`which`), words(t`why`)],
    rows: groups.map((group, i) => {
      const { layer, kind, neurons, elsewhere = [], why } = group;
      const parts = [{ layer, neurons }, ...elsewhere];
      return [
        groupLetter(i),
        parts.map((one) => one.layer).join(", "),
        parts.reduce((sum, one) => sum + one.neurons.length, 0),
        TIE_WORDS[kind],
        whichOf(group),
        why,
      ];
    }),
  };
}

function whichOf({ layer, neurons, elsewhere = [], part, tensors = [], rank }: NeuronGroup): string {
  if (rank !== undefined) return [tensors.join(", "), rankOf(rank)].filter((word) => word !== "").join(", ");
  const which = [{ layer, neurons }, ...elsewhere].map((one) => one.neurons.join(", ")).join("; ");
  const named = [part === undefined ? "" : `${partWord(part, neurons.length)} `, which].join("");
  return tensors.length === 0 ? named : [tensors.join(", "), named].filter((word) => word !== "").join(t` of `);
}

export function manifoldsTable({ manifolds }: Report): Table {
  return {
    id: "manifolds",
    title: t`Invariant manifolds`,
    columns: [
      numbers(t`dimension`),
      words(t`basis`),
      words(t`kind`),
      numbers(t`groups`),
      words(t`trains like`),
      numbers(t`distance`),
    ],
    rows: manifolds.map(({ dimension, kind, groups, equivalentWidths, distance }) => [
      dimension.value,
      BASIS_WORDS[dimension.basis],
      TIE_WORDS[kind],
      groups.length,
      equivalentWidths.join(" → "),
      distance,
    ]),
  };
}

export function nearTable({ symmetry: { near } }: Report): Table {
  return {
    id: "near-manifolds",
    title: t`Nearly tied neurons`,
    columns: [words(t`layer`), words(t`kind`), words(t`which`), numbers(t`distance`)],
    rows: near.map((group) => [group.layer, t`almost ${TIE_WORDS[group.kind]}`, whichOf(group), group.distance]),
  };
}

export function manifoldTables(report: Report): Table[] {
  return [manifoldsTable(report), groupsTable(report.manifolds[0]?.groups ?? []), nearTable(report)];
}

/** Incoming weights of a group's neurons at one sample: a row for each neuron. */
export interface Rows {
  readonly columns: number;
  readonly values: readonly number[];
}

/** At the first and at the last sample; `null` where the run keeps no weights. */
export function beforeAndAfter(
  { layer, neurons, part, tensors }: NeuronGroup,
  weights: WeightsOverTime | null,
): { readonly before: Rows; readonly after: Rows } | null {
  // Weights are known by the neuron they lead to; of other parts no rows are drawn.
  if (part !== undefined || tensors !== undefined) return null;
  const [first, last] = [weights?.values[0], weights?.values.at(-1)];
  if (weights === null || first === undefined || last === undefined) return null;
  const rowOf = (neuron: number): number[] =>
    weights.neurons.flatMap((one, at) => (one.layer === layer && one.neuron === neuron ? [at] : []));
  const places = neurons.map(rowOf);
  const columns = places[0]?.length ?? 0;
  if (columns === 0) return null;
  const rows = (of: readonly number[]): Rows => ({ columns, values: places.flat().map((at) => of[at] ?? 0) });
  return { before: rows(first), after: rows(last) };
}
