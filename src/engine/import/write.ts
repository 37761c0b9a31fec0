/** The text of a spec from a draft: one layer a line where it fits, what is missing as comments on top. */
import type { Draft, Gap, LayerDraft } from "./draft/draft";

/** Where the weights are: the path as the spec says it; `null`: they are drawn. */
export function specText(draft: Draft, source: string, weights: string | null): string {
  const { title, input, layers, remarks, gaps } = draft;
  const spec = {
    title,
    architecture: { input, layers: layers.map(inOrder) },
    initialization: initializationOf(draft, weights),
  };
  return `${[...commentOf(source, remarks, gaps).map((line) => `// ${line}`), written(spec, 0)].join("\n")}\n`;
}

function commentOf(source: string, remarks: readonly string[], gaps: readonly Gap[]): string[] {
  return [
    `Imported from ${source}.`,
    ...remarks,
    ...(gaps.length === 0
      ? []
      : ["Not in this spec, or otherwise:", ...gaps.map(({ what, why }) => `- ${what}: ${why}`)]),
  ].map((line) =>
    Array.from(line, (letter) => (letter < " " || letter === "\u2028" || letter === "\u2029" ? " " : letter)).join(""),
  );
}

/** Name and type first. */
function inOrder({ name, type, body, ...rest }: LayerDraft): object {
  return { name, type, ...rest, ...(body === undefined ? {} : { body: body.map(inOrder) }) };
}

function initializationOf({ draw, draws, tensors }: Draft, weights: string | null): object {
  if (weights !== null)
    return { scheme: "file", path: weights, ...(Object.keys(tensors).length === 0 ? {} : { tensors }) };
  return {
    ...(draw ?? { scheme: "gaussian" }),
    seed: 0,
    ...(Object.keys(draws).length === 0 ? {} : { layers: draws }),
  };
}

const WIDEST = 118;

function written(value: unknown, depth: number): string {
  const short = inOneLine(value);
  if (short.length + 2 * depth <= WIDEST || typeof value !== "object" || value === null) return short;
  const inner = "  ".repeat(depth + 1);
  const outer = "  ".repeat(depth);
  if (Array.isArray(value)) return `[\n${value.map((one) => inner + written(one, depth + 1)).join(",\n")}\n${outer}]`;
  const lines = Object.entries(value).map(([key, one]) => `${inner}${JSON.stringify(key)}: ${written(one, depth + 1)}`);
  return `{\n${lines.join(",\n")}\n${outer}}`;
}

function inOneLine(value: unknown): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(inOneLine).join(", ")}]`;
  const parts = Object.entries(value).map(([key, one]) => `${JSON.stringify(key)}: ${inOneLine(one)}`);
  return parts.length === 0 ? "{}" : `{ ${parts.join(", ")} }`;
}
