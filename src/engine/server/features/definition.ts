/** From a place that means a layer to where the layer gets its name. */
import type { Feature } from "./feature";
import { givenAt, rangeIn, subjectAt } from "./layer-names";

export const definition: Feature = {
  capabilities: { definitionProvider: true },
  register: (connection, context) => [
    connection.onDefinition(({ textDocument: { uri }, position }) =>
      context.guard("definition", null, () => {
        const subject = subjectAt(context, uri, position);
        const given = subject && givenAt(subject);
        return given && { uri, range: rangeIn(subject.document, given) };
      }),
    ),
  ],
};
