/** The second path of a pair as a spec of its own, written with the fewest digits that give back the same doubles. */
import type { Report } from "./types";
import { odeArchitecture } from "./words";

/** `null` when there is no pair. */
export function secondPathSpec({ depth, spec, model }: Report): string | null {
  const pair = depth?.pair ?? null;
  if (depth === undefined || pair === null) return null;
  const { width, grid } = depth;
  const matrices = pair.second.map(
    (entries) =>
      `      [${Array.from(
        { length: width },
        (_, i) =>
          `[${entries
            .slice(i * width, (i + 1) * width)
            .map((x) => JSON.stringify(x))
            .join(", ")}]`,
      ).join(", ")}]`,
  );
  const title = `${(spec.title ?? "Path").slice(0, 120)}, second of a pair with the same Z₁ and laws`;
  return [
    "{",
    `  "title": ${JSON.stringify(title)},`,
    odeArchitecture(width, grid, model.layers[0].name),
    '  "initialization": {',
    '    "scheme": "explicit",',
    `    // A_s at the nodes s_j = (1 − cos(π j / ${grid - 1})) / 2`,
    '    "weights": [',
    matrices.join(",\n"),
    "    ]",
    "  }",
    "}",
    "",
  ].join("\n");
}
