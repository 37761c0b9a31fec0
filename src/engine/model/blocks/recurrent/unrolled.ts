/**
 * What recurrent layers share: one matrix W_ih for all tokens at once, one W_hh at every token, PyTorch's two biases of which only
 * the sum acts, and the states one after the other. States begin at 0.
 */
import { t } from "../../../findings/language";
import { rowsPort } from "../../port";
import { cut, joined, negated } from "../../program/placements";
import type { Value } from "../../program/program";
import { complexFactors, diagonal, full, type Wiring } from "../../program/wirings";
import { sequence, vector, type Shape } from "../../shape";
import type { Block } from "../../block";
import type { WireId } from "../../wires";
import type { BlockKind, BuildSite, Built, BuiltTensor, LayerSize, Refusal } from "../block";
import { plusBias, readBy, tensorNames, type Applied } from "../matrices";
import type { LayerOwn } from "../properties";
import { ONE_TOKEN, RANK_OR_DIAGONAL, rankTooLarge, readsSequences, tooManyTokens } from "./words";

function recurrentShape({ own = {} }: LayerSize, [source]: readonly Shape[]): Shape | Refusal {
  if (source.fastest !== "channels" || source.extents.length !== 1) return readsSequences(source);
  const [tokens] = source.extents;
  if (tokens < 2) return ONE_TOKEN;
  if (tokens > MOST_TOKENS) return tooManyTokens(tokens, MOST_TOKENS);
  const { hidden = 1, outputs = "all", rank, recurrence = "full" } = own;
  if (rank !== undefined && recurrence !== "full") return RANK_OR_DIAGONAL;
  if (rank !== undefined && rank > hidden) return rankTooLarge(rank, hidden);
  const numbers = numbersOf({ hidden, recurrence });
  return outputs === "last" ? vector(numbers) : sequence(tokens, numbers);
}

/** Of a complex state the real part and the imaginary part, one after the other. */
function numbersOf({ hidden = 1, recurrence }: LayerOwn): number {
  return recurrence === "complex" ? 2 * hidden : hidden;
}

/** What the rows of recurrent layers have in common. */
export const RECURRENT = {
  needs: ["hidden"],
  oneSource: t`runs over one source`,
  alone: false,
  names: { letter: "W", inLaws: { linear: "W", other: "W" }, shape: "list" },
  shape: recurrentShape,
} as const satisfies Partial<BlockKind>;

/** Every token adds its own instructions. */
const MOST_TOKENS = 1000;

export interface Unrolled {
  readonly tokens: number;
  /** Numbers of all states. */
  readonly hidden: number;
  readonly fromInput: Block;
  readonly fromState: Recurrence;
  /** b_ih and b_hh. */
  readonly biases: readonly Block[];
  /** W_ih x_t (+ b_ih), rows of all gates. */
  input(token: number): Value;
  /** W_hh h (+ b_hh); `null`: h = 0. */
  state(h: Value | null): Value | null;
}

/** What acts on the state: one matrix; a number for each state, real or complex; or two matrices, through fewer numbers than there are states. */
export interface Recurrence {
  readonly blocks: readonly Block[];
  of(h: Value): Value;
}

/** The tensors weight_ih, weight_hh, bias_ih, bias_hh of so many gates, as PyTorch orders them. */
export function unrolled({ own = {}, bias = false }: LayerSize, site: BuildSite, gates: number): Unrolled {
  const { program } = site;
  const [{ shape }] = site.sources;
  const hidden = numbersOf(own);
  const [rows, tokens] = [gates * hidden, shape.extents[0]];
  const ih = readBy(site, 0, "weight_ih", "U", rows);
  const fromState = recurrenceOf(own, site, rows, hidden);
  const inner = sequence(tokens, rows);
  const withInput: Applied = bias ? plusBias(site, ih.value, inner, "bias_ih", "b") : ih;
  const stateBias = bias ? biasOf(site, rows) : null;
  if (stateBias !== null) {
    const port = rowsPort(1);
    const size = gates === 3 ? 2 * hidden : rows;
    site.compensate({ size, plus: [{ block: withInput.block, port }], minus: [{ block: stateBias.block, port }] });
  }
  return {
    tokens,
    hidden,
    fromInput: ih.block,
    fromState,
    biases: stateBias === null ? [] : [withInput.block, stateBias.block],
    input: (token) => cut(program, withInput.value, token * rows, rows),
    state(h) {
      const terms = [...(h === null ? [] : [fromState.of(h)]), ...(stateBias === null ? [] : [stateBias.value])];
      return terms.length === 0 ? null : program.add(terms);
    },
  };
}

function recurrenceOf({ rank, recurrence }: LayerOwn, site: BuildSite, rows: number, hidden: number): Recurrence {
  const { program } = site;
  const matrix = (tensor: string, letter: string, of: readonly [number, number]): BuiltTensor & { wiring: Wiring } => {
    const wiring = full(...of);
    const names = tensorNames(letter);
    const fan = { in: of[1], out: of[0] };
    return { ...site.tensor({ tensor, names, rows: of[0], columns: of[1], source: 0, wiring, fan }), wiring };
  };
  if (recurrence === "diagonal") {
    const wiring = diagonal(hidden);
    const fan = { in: 1, out: 1 };
    const names = tensorNames("λ", "list");
    const made = site.tensor({ tensor: "weight_hh", names, rows: hidden, columns: 1, source: 0, wiring, fan });
    return { blocks: [made.block], of: (h) => program.contract(made.value, h, wiring) };
  }
  if (recurrence === "complex") {
    const once = full(hidden, 1);
    const names = tensorNames("λ");
    const fan = { in: 1, out: 1 };
    const [states, columns] = [hidden / 2, 2];
    const made = site.tensor({ tensor: "weight_hh", names, rows: states, columns, source: 0, wiring: once, fan });
    const factors = program.contract(made.value, program.one, once);
    const signed = joined(program, [factors, negated(program, factors)]);
    return { blocks: [made.block], of: (h) => program.contract(signed, h, complexFactors(states)) };
  }
  if (rank !== undefined) {
    const [out, into] = [matrix("left_hh", "M", [rows, rank]), matrix("right_hh", "N", [rank, hidden])];
    return {
      blocks: [out.block, into.block],
      of: (h) => program.contract(out.value, program.contract(into.value, h, into.wiring), out.wiring),
    };
  }
  const one = matrix("weight_hh", "W", [rows, hidden]);
  return { blocks: [one.block], of: (h) => program.contract(one.value, h, one.wiring) };
}

/** The second bias, by itself. */
function biasOf(site: BuildSite, rows: number): Applied {
  const wiring = full(rows, 1);
  const names = tensorNames("c", "list");
  const fan = { in: 0, out: 0 };
  const made = site.tensor({ tensor: "bias_hh", names, rows, columns: 1, source: null, wiring, fan });
  return { value: site.program.contract(made.value, site.program.one, wiring), block: made.block };
}

/** The sum of what there is. */
export function summed({ program }: BuildSite, terms: readonly (Value | null)[]): Value {
  return program.add(terms.filter((term) => term !== null));
}

/** The states, all of them or the last one. */
export function statesOf(site: BuildSite, states: readonly Value[], wire: WireId, { outputs }: LayerOwn): Built {
  const { program } = site;
  const size = program.sizeOf(states[0]);
  const [value, shape] =
    outputs === "last"
      ? [states[states.length - 1], vector(size)]
      : [joined(program, states), sequence(states.length, size)];
  return { value, shape, wire, as: shape, biased: true };
}
