/** Which tensor of a file is which piece of theta: by names and shapes, never by guessing. */
import { nearestNames } from "./nearest";
import type { Network } from "../model/network";
import { asItIs, sameLayout, transposed, type View } from "./layout";
import type { TensorName } from "./names";
import { namedPieces, type NamedPiece } from "./pieces";
import { missing, otherShape, turnIt, unlikeAny } from "./words";

/** What a spec says of a tensor or of a layer: the name in the file, and whether it lies there as [in, out]. */
export interface TensorReference {
  readonly name: string;
  readonly transposed: boolean;
}

/** As a file lists it. */
export interface Listed {
  readonly name: string;
  readonly shape: readonly number[];
}

export interface Matched {
  readonly piece: NamedPiece;
  /** In the file. */
  readonly tensor: string;
  readonly view: View;
  /** How the file calls it and lays it out. */
  readonly as: TensorName;
}

export interface Mismatch {
  readonly kind: "missing" | "shape";
  readonly piece: NamedPiece;
  /** The entry of `given` it comes from; `null`: the names were those of the layers. */
  readonly entry: string | null;
  readonly message: string;
  readonly help: string;
}

export interface Match {
  readonly matched: readonly Matched[];
  readonly mismatches: readonly Mismatch[];
  /** Tensors of the file that no piece takes. */
  readonly unused: readonly string[];
}

/**
 * `given`: by the name of a piece or of a layer. `wanted`: the pieces that come from the file; absent: all. Cost: the number
 * of pieces times that of the names each may have.
 */
export function match(
  network: Network,
  file: string,
  tensors: readonly Listed[],
  given: ReadonlyMap<string, TensorReference>,
  wanted: (piece: NamedPiece) => boolean = () => true,
): Match {
  const listed = new Map(tensors.map((tensor) => [tensor.name, tensor]));
  const matched: Matched[] = [];
  const mismatches: Mismatch[] = [];
  for (const piece of namedPieces(network).filter(wanted)) {
    const found = findPiece(piece, listed, given, file);
    if ("tensor" in found) matched.push(found);
    else mismatches.push(found);
  }
  const used = new Set(matched.map(({ tensor }) => tensor));
  return { matched, mismatches, unused: tensors.flatMap(({ name }) => (used.has(name) ? [] : [name])) };
}

interface Candidate {
  readonly full: string;
  readonly as: TensorName;
}

function findPiece(
  piece: NamedPiece,
  listed: ReadonlyMap<string, Listed>,
  given: ReadonlyMap<string, TensorReference>,
  file: string,
): Matched | Mismatch {
  const { entry, candidates } = candidatesOf(piece, given);
  const present = candidates.filter(({ full }) => listed.has(full));
  let misfit: { readonly tensor: Listed; readonly view: View | null } | null = null;
  for (const { full, as } of present) {
    const tensor = listed.get(full);
    const view = as.layout(piece.pieceUnder(as));
    if (tensor === undefined) continue;
    if (view !== null && sameLayout(view.shape, tensor.shape)) return { piece, tensor: full, view, as };
    misfit ??= { tensor, view };
  }
  if (misfit !== null) {
    const { tensor, view } = misfit;
    const turned = transposed(piece.pieceUnder(piece.names[0]));
    const help = turned !== null && sameLayout(turned.shape, tensor.shape) ? turnIt(piece.name, tensor.name) : null;
    return { kind: "shape", piece, entry, ...otherShape(piece.name, view?.shape ?? [], tensor, help) };
  }
  const near = nearestTensors(piece, candidates[0].full, listed);
  const isWritten = entry !== null && given.get(entry)?.name === candidates[0].full;
  const words = isWritten
    ? missing(file, candidates[0].full, near)
    : unlikeAny(
        file,
        piece.name,
        candidates.slice(0, 3).map(({ full }) => full),
        near,
      );
  return { kind: "missing", piece, entry, ...words };
}

function candidatesOf(
  { name, names, layer }: NamedPiece,
  given: ReadonlyMap<string, TensorReference>,
): { readonly entry: string | null; readonly candidates: readonly Candidate[] } {
  const own = given.get(name);
  if (own !== undefined) {
    const known = names.filter(
      (as) => own.name === as.name || [".", "/"].some((joint) => own.name.endsWith(joint + as.name)),
    );
    const layout = own.transposed ? transposed : asItIs;
    const as = own.transposed || known.length === 0 ? [{ name, layout }] : known;
    return { entry: name, candidates: as.map((one) => ({ full: own.name, as: one })) };
  }
  const module = given.get(layer.name);
  const prefix = module?.name ?? layer.name;
  return {
    entry: module === undefined ? null : layer.name,
    candidates: names.map((as) => ({ full: prefix === "" ? as.name : `${prefix}.${as.name}`, as })),
  };
}

const MOST_NEAR = 3;

/** Those of the shape it needs come first. */
function nearestTensors(piece: NamedPiece, name: string, listed: ReadonlyMap<string, Listed>): string[] {
  const fits = (tensor: Listed): boolean =>
    piece.names.some((as) => {
      const view = as.layout(piece.pieceUnder(as));
      return view !== null && sameLayout(view.shape, tensor.shape);
    });
  const all = [...listed.values()];
  const fitting = all.filter(fits).map((tensor) => tensor.name);
  const among = fitting.length > 0 ? fitting : all.map((tensor) => tensor.name);
  return nearestNames(name, among, MOST_NEAR);
}
