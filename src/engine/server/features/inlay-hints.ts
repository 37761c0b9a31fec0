/**
 * Behind each layer: how many parameters it has, and in how many of the listed laws it takes part. Only of this very text,
 * and only where the user has asked for it (`intrinsic.inlayHints`).
 */
import { InlayHintKind, type InlayHint, type Range } from "vscode-languageserver";
import type { Feature } from "./feature";
import { factsOf, layerWords } from "./layer-facts";

export const inlayHints: Feature = {
  capabilities: { inlayHintProvider: { resolveProvider: false } },
  register: (connection, context) => [
    connection.languages.inlayHint.on(({ textDocument: { uri }, range }) =>
      context.guard("inlay hints", null, () => {
        const session = context.sessions.get(uri);
        const report = session?.version === context.documents.get(uri)?.version ? (session?.report ?? null) : null;
        if (report === null || !context.settings().inlayHints) return null;
        const places = timesOf(report.model.layers.map((layer) => placeOf(layer.range)));
        return report.model.layers.flatMap((layer): InlayHint[] => {
          const { range: at } = layer;
          // A whole block stands for several layers at one place: what is said there would be of one of them.
          if (at === null || !overlaps(at, range) || places.get(placeOf(at)) !== 1) return [];
          const facts = factsOf(layer, report);
          return [
            {
              position: at.end,
              label: facts.short,
              kind: InlayHintKind.Type,
              paddingLeft: true,
              tooltip: { kind: "markdown", value: layerWords(facts) },
            },
          ];
        });
      }),
    ),
  ],
};

function placeOf(range: Range | null): string {
  return range === null ? "" : `${range.end.line}:${range.end.character}`;
}

function timesOf(places: readonly string[]): ReadonlyMap<string, number> {
  const times = new Map<string, number>();
  for (const place of places) times.set(place, (times.get(place) ?? 0) + 1);
  return times;
}

function overlaps({ end }: Range, { start: from, end: to }: Range): boolean {
  return end.line >= from.line && end.line <= to.line;
}
