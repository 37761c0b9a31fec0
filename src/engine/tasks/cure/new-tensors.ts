/**
 * Layers that a spec draws by a scheme of their own, beside those of its file of weights: where a cure changes their numbers, these can only stand in
 * the new file too, under the names by which the spec finds them there.
 */
import type { NewTensor } from "../../checkpoint/write/changed";
import type { FilePlan, InitializationPlan } from "../../model/initialization";
import type { Network } from "../../model/network";
import { placeIn, type View } from "../../weights/layout";
import { namedPieces, type NamedPiece } from "../../weights/pieces";

interface Drawn {
  readonly network: Network;
  readonly plan: InitializationPlan;
  readonly file: FilePlan;
  /** Before; `null`: all of them change. */
  readonly theta: Float64Array | null;
}

/** In double precision. `layers`: those whose numbers change, all of their tensors. */
export function newTensors(
  { network, plan, file, theta: before }: Drawn,
  theta: Float64Array,
): { readonly layers: readonly string[]; readonly tensors: readonly NewTensor[] } {
  const pieces = namedPieces(network).filter(({ block }) => plan.layers[block.layer].scheme !== "file");
  const hasMoved = ({ block: { offset, rows, columns } }: NamedPiece): boolean =>
    before === null ||
    theta.subarray(offset, offset + rows * columns).some((value, i) => !Object.is(value, before[offset + i]));
  const layers = new Set(pieces.filter(hasMoved).map(({ layer }) => layer.name));
  const scale = plan.scale;
  const byName = new Map<string, { readonly piece: NamedPiece; readonly view: View }[]>();
  for (const piece of pieces) {
    if (!layers.has(piece.layer.name)) continue;
    const [as] = piece.names;
    const view = as.layout(piece.pieceUnder(as));
    if (view === null) continue;
    const name = nameIn(file, piece);
    byName.set(name, [...(byName.get(name) ?? []), { piece, view }]);
  }
  return {
    layers: [...layers],
    tensors: [...byName].map(([name, parts]) => ({
      name,
      shape: parts[0].view.shape,
      dtype: "F64",
      values: () => {
        const values = new Float64Array(parts[0].view.shape.reduce((product, n) => product * n, 1));
        for (const { piece, view } of parts) {
          const { offset, rows, columns, source, start } = piece.block;
          const times = source !== null && start === undefined ? scale : 1;
          for (let i = 0; i < rows * columns; i++) values[placeIn(view, i)] = theta[offset + i] / times;
        }
        return values;
      },
    })),
  };
}

/** As the spec will look for it (weights/match.ts). */
function nameIn({ tensors }: FilePlan, { name, names, layer }: NamedPiece): string {
  const own = tensors.get(name);
  if (own !== undefined) return own.name;
  const prefix = tensors.get(layer.name)?.name ?? layer.name;
  return prefix === "" ? names[0].name : `${prefix}.${names[0].name}`;
}
