/** The same numbers as one vector, in the order in which they lie: of an image channel by channel, row by row. */
import { t } from "../../findings/language";
import { sizeOf, vector } from "../shape";
import type { BlockKind } from "./block";

export const flatten: BlockKind = {
  words: t`The numbers of an image, a line or a sequence as one vector, in PyTorch's order.`,
  needs: [],
  takes: ["from"],
  snippet: { description: t`An image or a sequence as a vector`, properties: {} },
  oneSource: t`flattens one source`,
  alone: false,
  names: { letter: "W", inLaws: { linear: "U", other: "W" }, shape: "matrix" },
  shape: (_, [source]) => vector(sizeOf(source)),
  build: (_, { sources: [signal] }) => ({ ...signal, shape: vector(sizeOf(signal.shape)) }),
};
