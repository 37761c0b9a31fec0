/** The one door of the spec language: text in; network, initialization, expectations and problems out. Never throws. */
import type { Node } from "jsonc-parser";
import type { Problem } from "../findings/problem";
import type { InitializationPlan } from "../model/initialization";
import type { Network } from "../model/network";
import type { Notes, Span } from "./notes";
import { resolveArchitecture } from "./resolve/architecture";
import type { Expectation } from "./resolve/expectations";
import { resolveExpectations } from "./resolve/expectations";
import { resolveInitialization } from "./resolve/initialization";
import { findPlaces, NOWHERE, type SpecPlaces } from "./resolve/places";
import { tooLargeToDraw, type TooLargeToDraw } from "./resolve/sizes";
import { resolveSweep, type ResolvedSweep } from "./resolve/sweep";
import { resolveTraining, type ResolvedTraining } from "./resolve/training";
import { specSchema, type Spec } from "./schema";
import type { CheckedSchema } from "./schema/keywords";
import type { Lines } from "./text/lines";
import { parseText } from "./text/parse";
import { plainValue, valueAt } from "./tree";
import { noteDuplicateKeys, validate } from "./validate";
import { t } from "../findings/language";

export type { Expectation } from "./resolve/expectations";
export type { SpecPlaces } from "./resolve/places";
export type { TooLargeToDraw } from "./resolve/sizes";
export type { ResolvedSweep } from "./resolve/sweep";
export type { ResolvedTraining, TrainingPlaces } from "./resolve/training";

export interface SpecReading {
  readonly title: string | null;
  /** `null` when an error prevents it. */
  readonly network: Network | null;
  /** Why no weights of the network are drawn, and nothing is run; `null`: they are. */
  readonly tooLargeToDraw: TooLargeToDraw | null;
  /** `null` when an error prevents it; the default plan when the spec says nothing. */
  readonly initialization: InitializationPlan | null;
  /** `null` when there is none, or an error prevents it. */
  readonly training: ResolvedTraining | null;
  /** `null` when there is none, or an error prevents it. */
  readonly sweep: ResolvedSweep | null;
  readonly expect: readonly Expectation[];
  /** In the order of their place in the text. */
  readonly problems: readonly Problem[];
  /** Where things stand in the text, for what later steps have to say. */
  readonly places: SpecPlaces;
}

export function readSpec(text: string): SpecReading {
  const { tree, sound, spoiled, lines, notes } = parseText(text);
  const empty = {
    title: null,
    network: null,
    tooLargeToDraw: null,
    initialization: null,
    training: null,
    sweep: null,
    expect: [],
    places: NOWHERE,
  };
  if (tree === null) return { ...empty, problems: notes.problems() };
  noteDuplicateKeys(tree, notes);
  if (!sound) {
    validate(tree, specSchema as unknown as CheckedSchema, ROOT, afterSyntaxErrors(notes, spoiled));
    return { ...empty, title: titleOf(tree), problems: notes.problems() };
  }
  validate(tree, specSchema as unknown as CheckedSchema, ROOT, notes);
  noteTitle(tree, notes);
  const { network, initialization, training, sweep } = resolve(tree, lines, notes);
  const expect = resolveExpectations(tree, lines, notes);
  return {
    title: titleOf(tree),
    network,
    tooLargeToDraw: network === null ? null : tooLargeToDraw(network),
    initialization,
    training,
    sweep,
    expect,
    problems: notes.problems(),
    places: findPlaces(tree, network, lines),
  };
}

const ROOT = { name: null, called: t`a spec` };

/** Errors here spoil neither the network nor its initialization. */
const ASIDE = ["$schema", "title", "expect", "training", "sweep"] as const;

function resolve(
  tree: Node,
  lines: Lines,
  notes: Notes,
): Pick<SpecReading, "network" | "initialization" | "training" | "sweep"> {
  const aside = valuesOf(tree, ASIDE);
  if (tree.type !== "object" || notes.errorsOutside([...aside, ...valuesOf(tree, ["initialization"])]) > 0)
    return { network: null, initialization: null, training: null, sweep: null };
  const spoiledInitialization = notes.errorsOutside(aside) > 0;
  const soundTraining = valuesOf(tree, ["training"]).every((at) => notes.errorsWithin(at) === 0);
  // Checked against the schema just above, as far as it is read from here on.
  const spec = plainValue(tree) as Spec;
  const network = resolveArchitecture(tree, spec, notes)?.network ?? null;
  if (network === null) return { network, initialization: null, training: null, sweep: null };
  const training = soundTraining ? resolveTraining(tree, spec, network, lines, notes) : null;
  if (spoiledInitialization) return { network, initialization: null, training, sweep: null };
  const soundSweep = valuesOf(tree, ["sweep"]).every((at) => notes.errorsWithin(at) === 0);
  const sweep = soundSweep
    ? resolveSweep(
        tree,
        spec,
        specSchema as unknown as CheckedSchema,
        network.layers.map(({ name }) => name),
        lines,
        notes,
      )
    : null;
  return { network, initialization: resolveInitialization(tree, spec, network, notes), training, sweep };
}

function valuesOf(tree: Node, names: readonly string[]): Span[] {
  return names.flatMap((name) => valueAt(tree, name) ?? []);
}

function titleOf(tree: Node): string | null {
  const title = valueAt(tree, "title");
  return title?.type === "string" && fitsTitle(String(title.value)) ? String(title.value) : null;
}

const LONGEST_TITLE = 200;

/** It stands in one line of the report, and in tables. */
function fitsTitle(title: string): boolean {
  return title.length <= LONGEST_TITLE && !/\p{Cc}/u.test(title);
}

function noteTitle(tree: Node, notes: Notes): void {
  const title = valueAt(tree, "title");
  if (title?.type === "string" && !fitsTitle(String(title.value)))
    notes.error(
      "spec.wrong-value",
      title,
      t`A title has at most ${LONGEST_TITLE} characters, without line breaks or other control characters.`,
      t`Choose a short title; the rest may stand in a comment.`,
    );
}

/**
 * Where the text is broken, something may only seem to be missing, and what stands in for a broken word is not the
 * user's.
 */
function afterSyntaxErrors(notes: Notes, spoiled: readonly Span[]): Notes {
  const offsets = new Set(spoiled.map(({ offset }) => offset));
  return {
    ...notes,
    error: (code, at, message, help, more) => {
      if (code !== "spec.missing-property" && !offsets.has(at.offset)) notes.error(code, at, message, help, more);
    },
  };
}
