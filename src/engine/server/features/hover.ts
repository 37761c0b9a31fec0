/** What a property means, from the schema; of a layer's name what is known of the layer in this very text. */
import type { Hover, Position } from "vscode-languageserver";
import type { Feature, FeatureContext } from "./feature";
import { lookUp } from "./feature";
import { factsOf, layerWords } from "./layer-facts";
import { rangeIn, subjectAt } from "./layer-names";

export const hover: Feature = {
  capabilities: { hoverProvider: true },
  register: (connection, context) => [
    connection.onHover(({ textDocument: { uri }, position }) =>
      context.guard("hover", null, async () => {
        const found = lookUp(context, uri);
        if (found === null) return null;
        const layer = layerHover(context, uri, position);
        const schema = await context.json.service.doHover(found.document, position, found.json);
        if (layer === null || schema === null) return layer ?? schema;
        return { ...layer, contents: { kind: "markdown", value: `${textOf(layer)}\n\n---\n\n${textOf(schema)}` } };
      }),
    ),
  ],
};

/** `null` where no layer is meant, or nothing is known of it yet. */
function layerHover(context: FeatureContext, uri: string, position: Position): Hover | null {
  const subject = subjectAt(context, uri, position);
  const session = context.sessions.get(uri);
  if (subject === null || subject.layer === null || session === undefined) return null;
  const { report, version } = session;
  if (report === null || version !== subject.document.version) return null;
  const name = subject.mention?.name ?? subject.layer.name;
  const summary = report.model.layers.find((layer) => layer.name === name);
  if (summary === undefined) return null;
  return {
    contents: { kind: "markdown", value: layerWords(factsOf(summary, report)) },
    range: rangeIn(subject.document, subject.span),
  };
}

function textOf({ contents }: Hover): string {
  const parts = Array.isArray(contents) ? contents : [contents];
  return parts.map((part) => (typeof part === "string" ? part : part.value)).join("\n\n");
}
