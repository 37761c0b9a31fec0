/**
 * W / σ₁(W) with the largest singular value σ₁, as PyTorch's spectral_norm: of convolutions that of the matrix [channels,
 * rest]. PyTorch keeps two vectors u, v, which steps of power iteration lead to the singular ones, and divides by uᵀ W v; here
 * they are the singular vectors. A factor on the whole of W is not seen, whatever reads the units: |W|² is constant (under
 * PyTorch's u, v as well). No other change of the units, or of what the layer reads, can be undone within W.
 */
import { consecutive } from "../../joints/joint";
import { spectral } from "../../joints/spectral";
import { rowsPort } from "../../port";
import type { Value } from "../../program/program";
import type { Shape } from "../../shape";
import type { BuildSite, Built } from "../block";
import { asNumbers } from "../directions";
import type { OneMatrix } from "./matrix";

/** The sum over all sources, each matrix over its own value. */
export function spectrallyNormed(site: BuildSite, shape: Shape, matrix: (source: Shape) => OneMatrix): Built {
  const { program, wires, sources } = site;
  const wire = site.open(shape.channels);
  wires.fix(wire);
  const terms = sources.map((signal, source): Value => {
    const { rows, columns, dims, wiring } = matrix(signal.shape);
    const made = site.tensor({
      rows,
      columns,
      ...(dims === undefined ? {} : { dims }),
      source,
      wiring,
      fan: { in: columns, out: rows },
    });
    const unseen = site.open(rows, sources.length > 1 ? `matrix ${source}` : "matrix");
    wires.write(unseen, { block: made.block, port: rowsPort(columns) });
    wires.restrict(unseen, { kind: "scaling", parts: "one" });
    wires.fix(signal.wire);
    const over = program.jointly(asNumbers(site, made), spectral(rows, columns), consecutive(1, rows * columns));
    return program.contract(over, signal.value, wiring);
  });
  return { value: program.add(terms), shape, wire, as: shape };
}
