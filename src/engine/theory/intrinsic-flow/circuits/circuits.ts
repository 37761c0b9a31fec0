/**
 * The intrinsic flow of a network through its circuits: z is the products of each, and every other trained parameter as it is. At each instant
 * weights θ' with this z and the laws at the start are recovered, piece by piece, and z moves as it does from there,
 *   dz/dt = -∂φ(θ') ∇L(θ') = -M(θ') ∂f/∂z,
 * which no choice of θ' changes, since from this start M is a function of z (Theorem W, docs/mathematics.md). So M = K(z), one block for each
 * circuit, and ∂f/∂z are seen through the weights of any network with this z; after t = 0 the flow never looks at θ.
 */
import { finished } from "../../../findings/progress";
import { norm } from "../../../math/dense/matrix";
import { isFixed } from "../../../model/fixed";
import { blocksOf } from "../../../model/compile";
import type { Network } from "../../../model/network";
import { labelAt } from "../../../model/weight-label";
import type { Circuit, CircuitPart } from "../../metric/circuits/circuit";
import { decideLinked } from "../../metric/circuits/linked";
import { liftedMap, type LiftedMap } from "../../metric/lifted";
import type { Closed, ExitCondition, Gradient } from "../intrinsic-flow";
import { orbitPiece } from "./orbits";
import type { Piece } from "./piece";
import { matrixPiece, phasePiece } from "./products";
import { notClosed, notCompared, oneSided, REFERENCE, ROUNDED, tooLarge } from "./words";

/** Operations for the test whether linked wires close. */
const MOST_DECIDED = 3e8;
/** Operations for the products' singular vectors, at every evaluation. */
const MOST_SINGULAR = 1e8;
/** Coordinates of an end-to-end map that is compared, and operations for them. */
const MOST_COMPARED = 5000;
/** Relative distance from φ of what is recovered at the start: rounding, and a root of it where singular values meet. */
const RECOVERED = 1e-9;

export function circuitFlow(
  network: Network,
  circuits: readonly Circuit[],
  theta: Float64Array,
  loss: Gradient,
): Closed {
  const pieces: Piece[] = [];
  const names: string[] = [];
  const taken = new Uint8Array(theta.length);
  for (const circuit of circuits) {
    const own = piecesOf(network, circuit, theta);
    if (typeof own === "string") return { flow: null, why: own };
    for (const { piece, parts } of own) {
      pieces.push(piece);
      names.push(circuit.name);
      for (const { writers, readers } of parts)
        for (const row of [...writers, ...readers]) for (const at of row) taken[at] = 1;
    }
  }
  for (const block of blocksOf(network))
    if (isFixed(network, block)) taken.fill(1, block.offset, block.offset + block.rows * block.columns);
  const rest = Array.from(theta.keys()).filter((at) => taken[at] === 0);
  pieces.push(restPiece(Int32Array.from(rest), theta, (at) => labelAt(network, at)));
  const hidden = names.find((_, p) => !pieces[p].shown);
  const map = hidden === undefined ? null : comparable(network);
  if (hidden !== undefined && map === null) return { flow: null, why: notCompared(hidden) };
  return assembled(pieces, map, theta, loss);
}

interface Placed {
  readonly piece: Piece;
  readonly parts: readonly CircuitPart[];
}

/** Of one circuit; a sentence: why there are none. */
function piecesOf(network: Network, circuit: Circuit, theta: Float64Array): Placed[] | string {
  const label = (at: number): string => labelAt(network, at);
  const { name } = circuit;
  if (circuit.kind === "linked") {
    const { verdict } = finished(decideLinked(circuit, theta, false, { left: MOST_DECIDED }));
    if (verdict.value !== "holds") return notClosed(name);
    const piece = orbitPiece(circuit, theta, label);
    return piece === null ? tooLarge(name) : [{ piece, parts: circuit.parts }];
  }
  if (singularWork(circuit) > MOST_SINGULAR) return tooLarge(name);
  const placed: Placed[] = [];
  for (const part of circuit.parts) {
    const sides = [part.writers, part.readers].map((rows) => rows.some((row) => row.some((at) => theta[at] !== 0)));
    const numbers = part.writers.length === 1;
    // Weights that are all 0 stay so, whatever the rest does.
    if (!sides[0] && !sides[1] && numbers) continue;
    if (numbers && !(sides[0] && sides[1])) return oneSided(name);
    const piece = numbers
      ? orbitPiece({ name, parts: [part] }, theta, label)
      : part.phases
        ? phasePiece(name, part, theta)
        : matrixPiece(name, part, theta);
    if (piece === null) return part.phases ? oneSided(name) : numbers ? tooLarge(name) : notClosed(name);
    placed.push({ piece, parts: [part] });
  }
  return placed;
}

function singularWork({ parts }: Circuit): number {
  return parts.reduce((sum, { phases, writers, readers }) => {
    if (phases || writers.length === 1) return sum;
    const [m, k] = [writers[0].length, readers[0].length];
    return sum + 20 * m * k * Math.min(m, k) + Math.max(m, k) ** 3;
  }, 0);
}

function comparable(network: Network): LiftedMap | null {
  const map = liftedMap(network);
  return map !== null && map.dimension <= MOST_COMPARED ? map : null;
}

/** Parameters that no circuit meets: each a coordinate of z. */
function restPiece(positions: Int32Array, theta: Float64Array, label: (at: number) => string): Piece {
  const gather = (from: Float64Array): Float64Array => Float64Array.from(positions, (at) => from[at]);
  return {
    start: gather(theta),
    shown: true,
    recover(state, into) {
      positions.forEach((at, i) => (into[at] = state[i]));
      return true;
    },
    follow(_state, _theta, velocity, into) {
      into.set(gather(velocity));
      return true;
    },
    lifted: (state) => Float64Array.from(state),
    observe: gather,
    exit: null,
    label: (index) => label(positions[index]),
  };
}

/** `map`: what is compared, where the pieces do not show all of z. */
function assembled(pieces: readonly Piece[], map: LiftedMap | null, theta: Float64Array, loss: Gradient): Closed {
  const ends: number[] = [];
  const dimension = pieces.reduce((sum, { start }) => (ends.push(sum + start.length), sum + start.length), 0);
  const slice = (state: Float64Array, p: number): Float64Array => state.subarray(p === 0 ? 0 : ends[p - 1], ends[p]);
  const recovered = theta.slice();
  const velocity = new Float64Array(theta.length);
  const start = joined(pieces.map((piece) => piece.start));
  const recover = (state: Float64Array): boolean =>
    pieces.every((piece, p) => piece.recover(slice(state, p), recovered));
  const observe = (at: Float64Array): Float64Array =>
    map === null ? joined(pieces.map((piece) => piece.observe(at))) : map.value(at);
  const lifted = (state: Float64Array): Float64Array => {
    if (map === null) return joined(pieces.map((piece, p) => piece.lifted(slice(state, p))));
    return recover(state) ? map.value(recovered) : new Float64Array(map.dimension).fill(NaN);
  };
  const wanted = observe(theta);
  if (!recover(start) || !isNear(observe(recovered), wanted) || !isNear(lifted(start), wanted))
    return { flow: null, why: ROUNDED };
  const labels = map === null ? labelsOf(pieces, theta) : null;
  return {
    flow: {
      kind: "circuits",
      reference: REFERENCE,
      dimension,
      start,
      derivative(_t, state, into) {
        if (!recover(state)) return void into.fill(NaN);
        loss.gradient(recovered, velocity);
        for (let i = 0; i < velocity.length; i++) velocity[i] = -velocity[i];
        if (!pieces.every((piece, p) => piece.follow(slice(state, p), recovered, velocity, slice(into, p))))
          into.fill(NaN);
      },
      lifted,
      observe,
      ...(labels === null ? {} : { label: labels }),
      exit: exitOf(pieces, slice),
    },
  };
}

function joined(parts: readonly Float64Array[]): Float64Array {
  const all = new Float64Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

function isNear(a: Float64Array, b: Float64Array): boolean {
  return norm(a.map((x, i) => x - b[i])) <= RECOVERED * (norm(b) || 1);
}

function labelsOf(pieces: readonly Piece[], theta: Float64Array): (index: number) => string {
  const sizes = pieces.map((piece) => piece.observe(theta).length);
  return (index) => {
    let at = index;
    for (let p = 0; p < pieces.length; at -= sizes[p++]) if (at < sizes[p]) return pieces[p].label(at);
    return `φ[${index}]`;
  };
}

/** That of the piece nearest to its end. */
function exitOf(
  pieces: readonly Piece[],
  slice: (state: Float64Array, p: number) => Float64Array,
): ExitCondition | null {
  const exits = pieces.flatMap(({ exit }, p) => (exit === null ? [] : [{ exit, p }]));
  if (exits.length === 0) return null;
  return {
    distance: (state) => Math.min(...exits.map(({ exit, p }) => exit.distance(slice(state, p)))),
    describe(state) {
      const nearest = exits.reduce((a, b) =>
        b.exit.distance(slice(state, b.p)) < a.exit.distance(slice(state, a.p)) ? b : a,
      );
      return nearest.exit.describe(slice(state, nearest.p));
    },
  };
}
