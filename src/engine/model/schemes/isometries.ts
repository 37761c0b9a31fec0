/** Matrices whose rows or columns, whichever are fewer, are orthonormal. */
import { t } from "../../findings/language";
import { transpose, zeros } from "../../math/dense/matrix";
import { orthonormalColumns } from "../../math/dense/orthonormal-columns";
import type { MatrixScheme } from "./scheme";

/** Uniformly distributed (the frame of a Gaussian matrix); signs where there is one weight for each unit. */
export const orthogonal: MatrixScheme<never> = {
  draws: "matrix",
  words: t`Orthonormal rows or columns, whichever are fewer, uniformly distributed.`,
  numbers: {},
  matrix(random, rows, columns) {
    const gaussian = zeros(Math.max(rows, columns), Math.min(rows, columns));
    for (let i = 0; i < gaussian.data.length; i++) gaussian.data[i] = random.normal();
    const frame = orthonormalColumns(gaussian);
    return (rows >= columns ? frame : transpose(frame)).data;
  },
  list: (random, units) => Float64Array.from({ length: units }, () => (random.uniform() < 0.5 ? -1 : 1)),
  cost: (rows, columns) => 4 * Math.max(rows, columns) * Math.min(rows, columns) ** 2,
};

export const identity: MatrixScheme<never> = {
  draws: "matrix",
  words: t`Ones on the main diagonal, zeros elsewhere.`,
  numbers: {},
  matrix(_, rows, columns) {
    const values = new Float64Array(rows * columns);
    for (let i = 0; i < Math.min(rows, columns); i++) values[i * columns + i] = 1;
    return values;
  },
  list: (_, units) => new Float64Array(units).fill(1),
  cost: () => 0,
};
