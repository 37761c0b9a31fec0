/** Properties and values the schema allows at the cursor. */
import type { Feature } from "./feature";
import { lookUp } from "./feature";

export const completion: Feature = {
  capabilities: { completionProvider: { triggerCharacters: ['"', ":", " "], resolveProvider: false } },
  register: (connection, context) => [
    connection.onCompletion(({ textDocument, position }) =>
      context.guard("completion", null, () => {
        const found = lookUp(context, textDocument.uri);
        return found && context.json.service.doComplete(found.document, position, found.json);
      }),
    ),
  ],
};
