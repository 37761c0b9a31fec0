/** Sizes are judged on numbers alone, before anything is allocated. */
import type { Node } from "jsonc-parser";
import { compile, parameterCount } from "../../model/compile";
import type { Notes } from "../notes";
import { grouped, quote } from "../../findings/words";
import type { Resolved } from "./layers";
import { SMALLER_INPUT, tooManyProducts } from "./size-words";

/** An array cannot be longer. */
const WIDEST = 2 ** 31;
/** 160 MB of numbers: what fits beside an editor. */
export const MOST_PARAMETERS = 2e7;

/** Numbers of one layer, and products of a weight with a number, for one sample. */
const MOST_NUMBERS = 2e7;
const MOST_PRODUCTS = 1e8;

/** Before anything is compiled: how many numbers its layers have. `false` when an error was noted. */
function areNumbersFew({ network, places }: Resolved, notes: Notes): boolean {
  const at = network.layers.findIndex(({ own, units }) => own !== undefined && units > MOST_NUMBERS);
  const inputs = network.shape === undefined ? 0 : network.inputs;
  if (at < 0 && inputs <= MOST_NUMBERS) return true;
  const [what, count, place] =
    at < 0 ? ["The input", inputs, places[0]] : [quote(network.layers[at].name), network.layers[at].units, places[at]];
  notes.error(
    "spec.too-large",
    place,
    `${what} has ${grouped(count)} numbers for one sample; the limit is ${grouped(MOST_NUMBERS)}.`,
    SMALLER_INPUT,
  );
  return false;
}

export function noteSizes(resolved: Resolved, notes: Notes): void {
  if (!areNumbersFew(resolved, notes)) return;
  const { network, widths, places } = resolved;
  const heavy = compile(network).blocks.find(({ wiring }) => wiring.edgeCount > MOST_PRODUCTS && !wiring.oneEdgeEach);
  if (heavy !== undefined)
    notes.error(
      "spec.too-large",
      places[heavy.layer],
      tooManyProducts(network.layers[heavy.layer].name, heavy.wiring.edgeCount, MOST_PRODUCTS),
      SMALLER_INPUT,
    );
  const written = widths.filter((node): node is Node => node?.type === "number");
  const parameters = parameterCount(network);
  const memory = Number.isFinite(8 * parameters) ? `, about ${bytes(8 * parameters)}` : "";
  const size = `${grouped(parameters)} parameters${memory}; the limit is ${grouped(MOST_PARAMETERS)} parameters`;
  const help =
    "Make the network narrower: the conservation laws of a small one of the same shape follow the same formulas.";
  const absurd = written.filter(({ value }) => Number(value) > WIDEST);
  for (const at of absurd)
    notes.error(
      "spec.too-large",
      at,
      `A width of ${grouped(Number(at.value))} is too large: this network has ${size}.`,
      help,
    );
  if (absurd.length > 0 || parameters <= MOST_PARAMETERS) return;
  const widest = written.reduce((a, b) => (Number(b.value) > Number(a.value) ? b : a));
  notes.error("spec.too-large", widest, `This network is too large: it has ${size}. This is its largest width.`, help);
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
