/** Expand selection: value, property, object, … */
import type { Feature } from "./feature";
import { lookUp } from "./feature";

export const selection: Feature = {
  capabilities: { selectionRangeProvider: true },
  register: (connection, context) => [
    connection.onSelectionRanges(({ textDocument, positions }) =>
      context.guard("selection ranges", null, () => {
        const found = lookUp(context, textDocument.uri);
        return found && context.json.service.getSelectionRanges(found.document, positions, found.json);
      }),
    ),
  ],
};
