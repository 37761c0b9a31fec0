/** The outline and the breadcrumbs. */
import type { Feature } from "./feature";
import { lookUp } from "./feature";

/** More rows than anyone reads; a matrix of explicit weights must not fill the outline. */
const MOST_SYMBOLS = 2000;

export const symbols: Feature = {
  capabilities: { documentSymbolProvider: true },
  register: (connection, context) => [
    connection.onDocumentSymbol(({ textDocument }) =>
      context.guard("document symbols", null, () => {
        const found = lookUp(context, textDocument.uri);
        return (
          found && context.json.service.findDocumentSymbols2(found.document, found.json, { resultLimit: MOST_SYMBOLS })
        );
      }),
    ),
  ],
};
