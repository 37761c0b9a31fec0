/**
 * The law families of a spec's network as numbers that any program can compute from its tensors, for one that records a run
 * (python/intrinsic_torch). A law is made of strided views of tensors as a file or a state dict holds them,
 *
 *   X[j, f, c] = tensor[offset + stride · (j, f, c)],       X_j: all numbers of channel j,
 *
 *   matrix     h_jk = Σ ± X_j · X_k        diagonal   h_j = Σ ± |X_j|²        linear   h_j = Σ ± Σ X_j
 *
 * with one sum over the family's terms. Only what holds of phi is listed, hence under every loss. Cost: as an audit without
 * reading: channels + lines of each term.
 */
import { formulaText } from "../../findings/formula";
import type { Problem } from "../../findings/problem";
import { compile } from "../../model/compile";
import type { Network } from "../../model/network";
import { readSpec } from "../../spec/read";
import { lawFamilies, linearLaws, type LawFamily } from "../../theory/laws/families";
import { placeIn } from "../../weights/layout";
import { match, type Listed } from "../../weights/match";
import { namedPieces } from "../../weights/pieces";
import { keptOf } from "../audit/laws";
import { Places } from "../audit/places";
import { regionOf, type Region } from "../audit/region";
import { noSpecFits, needsAllTogether, notInFile, scattered } from "../audit/words";
import { countsTwice } from "./words";

/** `size` and `stride`: channels first. */
export interface FamilyTerm {
  readonly sign: 1 | -1;
  readonly tensor: string;
  readonly offset: number;
  readonly size: readonly number[];
  readonly stride: readonly number[];
}

export interface WrittenFamily {
  readonly id: string;
  readonly formula: string;
  /** Layers: whose wire it is, and all that hold weights of it. */
  readonly between: readonly string[];
  readonly kind: "matrix" | "diagonal" | "linear";
  readonly terms: readonly FamilyTerm[];
}

/** A document: `intrinsic families` prints it. */
export interface FamiliesFile {
  readonly format: 1;
  readonly kind: "intrinsic-families";
  readonly families: readonly WrittenFamily[];
  readonly leftOut: readonly { readonly id: string; readonly why: string }[];
}

export type FamiliesOutcome =
  | { readonly kind: "families"; readonly file: FamiliesFile }
  | { readonly kind: "invalid"; readonly problems: readonly Problem[] }
  | { readonly kind: "refused"; readonly reason: string; readonly help: string };

export interface FamiliesOptions {
  /** Of the spec or of what lists the tensors, only quoted. */
  readonly path: string;
  /** Where the weights are; `null`: in tensors with PyTorch's names. */
  readonly tensors: readonly Listed[] | null;
  /** Numbers of a family: of a matrix with more its diagonal is written, of more channels every second, third, … */
  readonly most: number;
}

export function writeFamilies(text: string, { path, tensors, most }: FamiliesOptions): FamiliesOutcome {
  const { network, problems, initialization } = readSpec(text);
  if (network === null) return { kind: "invalid", problems };
  const given = tensors === null ? new Map() : (initialization?.file?.tensors ?? new Map());
  const { matched, mismatches } = match(network, path, tensors ?? usualTensors(network), given);
  if (matched.length === 0 && mismatches.length > 0) {
    const [{ message, help }] = mismatches;
    return { kind: "refused", reason: noSpecFits(path, message), help };
  }
  const places = new Places(network, matched);
  const families: WrittenFamily[] = [];
  const leftOut: { readonly id: string; readonly why: string }[] = [];
  for (const family of lawFamilies(network)) {
    const written = writtenFamily(network, family, places, most);
    if (typeof written === "string") leftOut.push({ id: family.id, why: written });
    else families.push(written);
  }
  return { kind: "families", file: { format: 1, kind: "intrinsic-families", families, leftOut } };
}

/** A sentence: why it cannot be written so. */
function writtenFamily(network: Network, family: LawFamily, places: Places, most: number): WrittenFamily | string {
  const { id, group, layer, incoming, outgoing } = family;
  const kept = group.laws.order === 1 ? "linear" : keptOf(family);
  if (kept === null) return needsAllTogether;
  if (family.doubled !== undefined) return countsTwice;
  const terms = kept === "linear" ? linearTerms(family, places) : quadraticTerms(family, places);
  if (typeof terms === "string") return terms;
  const { layers } = compile(network);
  const holders = [...incoming, ...outgoing].map(({ block }) =>
    layers.findIndex(({ blocks }) => blocks.includes(block)),
  );
  const between = [...new Set([layer, ...holders])].flatMap((l) => (l < 0 ? [] : [network.layers[l].name]));
  const [channels] = terms[0].size;
  const whole = kept !== "linear" && kept !== "list" && (channels * (channels + 1)) / 2 <= most;
  const kind = kept === "linear" ? "linear" : whole ? "matrix" : "diagonal";
  const formula = formulaText(group.formula(network, family));
  return { id, formula, between, kind, terms: whole ? terms : terms.map((term) => thinned(term, most)) };
}

function quadraticTerms({ strands, size }: LawFamily, places: Places): FamilyTerm[] | string {
  const terms: FamilyTerm[] = [];
  for (const { sign, first } of strands) {
    const found = places.find(size, first.count, first.at);
    if (found === null) return notInFile;
    if (found === "scattered") return scattered;
    terms.push(termOf(sign, found.matched.tensor, found.region));
  }
  return terms;
}

/** The weights of each law, tensor by tensor and sign by sign: as many of each in every law. */
function linearTerms(family: LawFamily, places: Places): FamilyTerm[] | string {
  const laws = linearLaws(family) ?? [];
  const byTensor = new Map<string, { readonly sign: 1 | -1; readonly tensor: string; readonly at: number[][] }>();
  for (const [law, weights] of laws.entries())
    for (const { at, sign } of weights) {
      const matched = places.matchedAt(at);
      if (matched === null) return notInFile;
      const { tensor, view, piece } = matched;
      const key = `${sign} ${tensor}`;
      const own = byTensor.get(key) ?? { sign, tensor, at: laws.map(() => []) };
      byTensor.set(key, own);
      own.at[law].push(placeIn(view, at - piece.block.offset));
    }
  const terms: FamilyTerm[] = [];
  for (const { sign, tensor, at } of byTensor.values()) {
    const sorted = at.map((places) => places.toSorted((a, b) => a - b));
    const count = sorted[0].length;
    if (sorted.some((places) => places.length !== count)) return scattered;
    const region = regionOf(sorted.length, count, (j, c) => sorted[j][c]);
    // What the form says is only tested along its edges.
    if (region === null || sorted.some((places, j) => places.some((place, c) => place !== placeOf(region, j, c))))
      return scattered;
    terms.push(termOf(sign, tensor, region));
  }
  return terms.length === 0 ? notInFile : terms;
}

function placeOf({ base, axes }: Region, channel: number, line: number): number {
  return axes.reduce(
    (sum, axis) => sum + axis.stride * (axis.channel === 1 ? channel : Math.floor(line / axis.line) % axis.length),
    base,
  );
}

function termOf(sign: 1 | -1, tensor: string, { channels, base, axes }: Region): FamilyTerm {
  const along = axes.find(({ channel }) => channel === 1);
  const across = axes.filter(({ channel }) => channel === 0);
  return {
    sign,
    tensor,
    offset: base,
    size: [channels, ...across.map(({ length }) => length)],
    stride: [along?.stride ?? 0, ...across.map(({ stride }) => stride)],
  };
}

/** Every k-th channel, so that there are at most so many. */
function thinned(term: FamilyTerm, most: number): FamilyTerm {
  const [channels, ...lines] = term.size;
  const [along, ...across] = term.stride;
  const step = Math.ceil(channels / most);
  return { ...term, size: [Math.ceil(channels / step), ...lines], stride: [along * step, ...across] };
}

/** As PyTorch's own modules name and hold them. */
function usualTensors(network: Network): Listed[] {
  return namedPieces(network).map(({ layer, names: [first], pieceUnder }) => {
    const view = first.layout(pieceUnder(first));
    return { name: `${layer.name}.${first.name}`, shape: view?.shape ?? pieceUnder(first).shape };
  });
}
