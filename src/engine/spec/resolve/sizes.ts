/**
 * Sizes are judged on numbers alone, before anything is allocated: what is too large to be read, and what is only too large for
 * its weights to be drawn, so that its laws are said and all else is left open.
 */
import type { Node } from "jsonc-parser";
import { compile, parameterCount } from "../../model/compile";
import type { Network } from "../../model/network";
import type { Instruction } from "../../model/program/program";
import type { Notes } from "../notes";
import { grouped } from "../../findings/words";
import type { Resolved } from "./layers";
import {
  countedIfNarrowerBy,
  FEWER_PARTS,
  FEWER_TOKENS,
  narrowerBy,
  SAME_FORMULAS,
  SMALLER_INPUT,
  tooManyNumbersIn,
  tooManyParts,
  tooManyProducts,
  tooManyScores,
  tooManyToCount,
  tooWide,
  WHAT_IS_SAID_ALL_THE_SAME,
} from "./size-words";
import { t } from "../../findings/language";

/** Laws are counted exactly up to here: n² of them on n units stay below 2^53 for every layer of a network. */
const WIDEST = 2e7;
const MOST_COUNTED = 1e13;
/** 160 MB of numbers: what fits beside an editor. */
export const MOST_PARAMETERS = 2e7;

/** Numbers of one layer, and products of a weight with a number, for one sample. */
const MOST_NUMBERS = 2e7;
const MOST_PRODUCTS = 1e8;
/** Scores of an attention layer for one sample. */
const MOST_SCORES = 1e7;
/** Heads and experts of all layers: each is a circuit of its own. */
const MOST_PARTS = 1e5;

/** Why a network is not run, and no weights of it are drawn: what of it is too large, and what would fit. */
export interface TooLargeToDraw {
  readonly what: string;
  readonly help: string;
  /** The layer that is too large; `null`: all of them together. */
  readonly layer: number | null;
}

/**
 * `null`: its weights are drawn, and everything is looked at. Of a larger network the architecture is, and its laws: nothing of
 * the size of theta or of a sample is made for that.
 */
export function tooLargeToDraw(network: Network): TooLargeToDraw | null {
  const parameters = parameterCount(network);
  if (parameters > MOST_PARAMETERS)
    return {
      what: t`This network has ${sizeText(parameters)}; weights are drawn for at most ${grouped(MOST_PARAMETERS)}.`,
      help: narrowerBy(Math.sqrt(parameters / MOST_PARAMETERS)),
      layer: null,
    };
  const { blocks, program } = compile(network);
  const heavy = blocks.find(({ wiring }) => wiring.edgeCount > MOST_PRODUCTS && !wiring.oneEdgeEach);
  if (heavy !== undefined) {
    const { name } = network.layers[heavy.layer];
    const what = tooManyProducts(name, heavy.wiring.edgeCount, MOST_PRODUCTS);
    return { what, help: SMALLER_INPUT, layer: heavy.layer };
  }
  const numbers = network.layers.reduce((most, { units }) => Math.max(most, units), network.inputs);
  if (network.shape !== undefined && numbers > MOST_NUMBERS) {
    const at = network.layers.findIndex(({ units }) => units === numbers);
    const what = tooManyNumbersIn(at < 0 ? null : network.layers[at].name, numbers, MOST_NUMBERS);
    return { what, help: SMALLER_INPUT, layer: at < 0 ? null : at };
  }
  const scores = program.instructions.reduce((most, one) => (isOfScores(one) ? Math.max(most, one.size) : most), 0);
  return scores <= MOST_SCORES
    ? null
    : { what: tooManyScores(scores, MOST_SCORES), help: FEWER_TOKENS, layer: attentionIn(network) };
}

function isOfScores(one: Instruction): boolean {
  return one.op === "contract" && one.wiring.name === "scores";
}

function attentionIn({ layers }: Network): number | null {
  const at = layers.findIndex(({ type }) => type === "attention");
  return at < 0 ? null : at;
}

/** Before anything is compiled. `false` when an error was noted. */
function canBeCompiled({ network, places }: Resolved, notes: Notes): boolean {
  const { layers, shape, inputs } = network;
  const parts = layers.reduce((sum, { own: { heads = 0, experts = 0 } = {} }) => sum + heads + experts, 0);
  if (parts > MOST_PARTS) {
    const at = layers.findIndex(({ own }) => (own?.heads ?? own?.experts ?? 0) > 1);
    notes.error("spec.too-large", places[at], tooManyParts(parts, MOST_PARTS), FEWER_PARTS);
    return false;
  }
  // Where kernels meet what they read is listed.
  const large = layers.findIndex(({ own, units }) => own !== undefined && units > MOST_NUMBERS);
  if (shape?.fastest !== "positions" || (large < 0 && inputs <= MOST_NUMBERS)) return true;
  const what =
    large < 0
      ? tooManyNumbersIn(null, inputs, MOST_NUMBERS)
      : tooManyNumbersIn(layers[large].name, layers[large].units, MOST_NUMBERS);
  notes.error("spec.too-large", places[Math.max(0, large)], what, SMALLER_INPUT);
  return false;
}

/** What is too large to be read is an error; what is only too large to be drawn is told. */
export function noteSizes(resolved: Resolved, notes: Notes): void {
  const { network, widths, places } = resolved;
  const written = widths.filter((node): node is Node => node?.type === "number");
  const absurd = written.filter(({ value }) => Number(value) > WIDEST);
  if (!canBeCompiled(resolved, notes)) return;
  const parameters = parameterCount(network);
  for (const at of absurd)
    notes.error("spec.too-large", at, tooWide(Number(at.value), sizeText(parameters), WIDEST), SAME_FORMULAS);
  if (absurd.length > 0) return;
  const widest = written.reduce<Node | null>((a, b) => (a === null || Number(b.value) > Number(a.value) ? b : a), null);
  if (parameters > MOST_COUNTED) {
    const at = widest ?? places[0];
    const narrower = Number.isFinite(parameters)
      ? countedIfNarrowerBy(Math.sqrt(parameters / MOST_COUNTED))
      : SAME_FORMULAS;
    notes.error("spec.too-large", at, tooManyToCount(sizeText(parameters), MOST_COUNTED), narrower);
    return;
  }
  const large = tooLargeToDraw(network);
  if (large === null) return;
  const at = large.layer === null ? (widest ?? places[0]) : places[large.layer];
  notes.information("spec.not-drawn", at, `${large.what} ${WHAT_IS_SAID_ALL_THE_SAME}`, large.help);
}

/** 20,000,000 parameters, about 160 MB. */
function sizeText(parameters: number): string {
  return Number.isFinite(8 * parameters)
    ? t`${grouped(parameters)} parameters, about ${bytes(8 * parameters)}`
    : t`${grouped(parameters)} parameters`;
}

/** 160 MB, 8 EB. */
function bytes(n: number): string {
  const step = Math.max(0, Math.min(UNITS.length - 1, Math.floor(Math.log10(n) / 3)));
  const value = n / 1000 ** step;
  return value < 1000
    ? `${value < 10 ? Number(value.toFixed(1)) : Math.round(value)} ${UNITS[step]}`
    : `${grouped(value)} ${UNITS[step]}`;
}

const UNITS = ["B", "kB", "MB", "GB", "TB", "PB", "EB"];
