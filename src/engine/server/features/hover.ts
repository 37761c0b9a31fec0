/** What a property means, from the schema. */
import type { Feature } from "./feature";
import { lookUp } from "./feature";

export const hover: Feature = {
  capabilities: { hoverProvider: true },
  register: (connection, context) => [
    connection.onHover(({ textDocument, position }) =>
      context.guard("hover", null, () => {
        const found = lookUp(context, textDocument.uri);
        return found && context.json.service.doHover(found.document, position, found.json);
      }),
    ),
  ],
};
