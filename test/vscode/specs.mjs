// The specs that the scenarios write into their workspace. Each is small, and its verdict is known by theorem.
import { readFileSync } from "node:fs";

/** Above the size that is counted while typing; a second's work on request. */
export const LARGE = `{
  "architecture": { "widths": [320, 320, 320], "activation": "identity" },
  "initialization": { "scheme": "gaussian" }
}
`;
export const HOLDS = `{
  "title": "balanced",
  "architecture": {
    "widths": [5, 3, 4],
    "activation": "identity",
    "bias": false
  },
  "initialization": {
    "scheme": "relaxed-balanced",
    "lambda": [0.7],
    "seed": 7
  }
}
`;

/** A generic Gaussian initialization with a bottleneck: not relaxed balanced. */
export const FAILS = HOLDS.replace('"relaxed-balanced",\n    "lambda": [0.7]', '"gaussian"').replace(
  '"balanced"',
  '"a random draw"',
);

/** Explicit weights that are not relaxed balanced, in both layers. */
export const EXPLICIT = `{
  "architecture": { "widths": [2, 2, 2], "activation": "identity" },
  "initialization": {
    "scheme": "explicit",
    "weights": [
      [[1, 0], [0, 2]],
      [[3, 1], [0, 1]]
    ]
  }
}
`;

/** Minutes of gradient descent: a run to be watched and stopped. */
export const LONG_RUN = HOLDS.replace(
  /\n}\n$/,
  `,
  "training": {
    "data": { "kind": "teacher", "samples": 16, "seed": 3 },
    "optimizer": { "type": "gradient-descent", "learningRate": 1e-4, "steps": 40000000 }
  }
}
`,
);

export const TYPO = HOLDS.replace('"activation"', '"activaton"');

export const HOLDS_SENTENCE = "The training dynamics are intrinsic from this initialization.";
export const FAILS_SENTENCE = "The training dynamics are not intrinsic from this initialization.";

/** The text of an example. */
export function example(file) {
  return readFileSync(new URL(`../../examples/${file}`, import.meta.url), "utf8");
}
