/** Properties and values the schema allows at the cursor, and the names that are meant there. */
import { CompletionItemKind, type CompletionItem, type CompletionList, type Position } from "vscode-languageserver";
import { proposalsAt, tensorNames } from "../../spec/proposals";
import type { Feature, FeatureContext } from "./feature";
import { lookUp } from "./feature";
import { namesOf, rangeIn } from "./layer-names";

export const completion: Feature = {
  capabilities: { completionProvider: { triggerCharacters: ['"', ":", " "], resolveProvider: false } },
  register: (connection, context) => [
    connection.onCompletion(({ textDocument: { uri }, position }) =>
      context.guard("completion", null, async () => {
        const named = namedItems(context, uri, position);
        // Where a name is meant, words that only stand elsewhere in the text are in the way.
        if (named !== null) return { isIncomplete: false, items: named } satisfies CompletionList;
        const found = lookUp(context, uri);
        return found && context.json.service.doComplete(found.document, position, found.json);
      }),
    ),
  ],
};

/** `null` where no name is meant. */
function namedItems(context: FeatureContext, uri: string, position: Position): CompletionItem[] | null {
  const found = namesOf(context, uri);
  if (found === null) return null;
  const { document, tree, names } = found;
  const session = context.sessions.get(uri);
  const network = session?.version === document.version ? session.reading.network : null;
  const layers = network?.layers.map(({ name }) => name) ?? null;
  const tensors = network === null ? [] : tensorNames(network);
  const proposals = proposalsAt(document.getText(), document.offsetAt(position), tree, names, layers, tensors);
  if (proposals === null) return null;
  const range = rangeIn(document, proposals.at);
  return proposals.words.map(({ word, detail }, index) => ({
    label: word,
    kind: CompletionItemKind.Reference,
    detail,
    filterText: JSON.stringify(word),
    sortText: String(index).padStart(4, "0"),
    textEdit: { range, newText: `${JSON.stringify(word)}${proposals.behind}` },
  }));
}
