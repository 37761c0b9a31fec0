/** Objects, lists and comments fold. */
import type { Feature } from "./feature";

export const folding: Feature = {
  capabilities: { foldingRangeProvider: true },
  register: (connection, context) => [
    connection.onFoldingRanges(({ textDocument }) =>
      context.guard("folding", null, () => {
        const document = context.documents.get(textDocument.uri);
        return document === undefined ? null : context.json.service.getFoldingRanges(document, { rangeLimit: 5000 });
      }),
    ),
  ],
};
