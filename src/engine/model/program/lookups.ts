/** Rows of a table by one-hot tokens, and a table's rows at their positions. */
import type { Wiring } from "./wirings";

/** y[t, j] = sum over the tokens v of E[v, j] x[t, v]. */
export function lookup(vocabulary: number, width: number, count: number): Wiring {
  return {
    name: "lookup",
    left: vocabulary * width,
    right: count * vocabulary,
    outputs: count * width,
    edgeCount: count * vocabulary * width,
    oneEdgeEach: count === 1,
    edges(visit) {
      for (let t = 0; t < count; t++)
        for (let v = 0; v < vocabulary; v++)
          for (let j = 0; j < width; j++) visit(v * width + j, t * vocabulary + v, t * width + j);
    },
  };
}
