/** All places that mean the layer at the cursor, in a list or marked in the text. */
import { DocumentHighlightKind } from "vscode-languageserver";
import type { Feature } from "./feature";
import { givenAt, rangeIn, subjectAt, usesOf } from "./layer-names";

export const references: Feature = {
  capabilities: { referencesProvider: true, documentHighlightProvider: true },
  register: (connection, context) => [
    connection.onReferences(({ textDocument: { uri }, position, context: { includeDeclaration } }) =>
      context.guard("references", null, () => {
        const subject = subjectAt(context, uri, position);
        if (subject === null) return null;
        const given = includeDeclaration ? givenAt(subject) : null;
        return [...(given === null ? [] : [given]), ...usesOf(subject).map(({ span }) => span)].map((span) => ({
          uri,
          range: rangeIn(subject.document, span),
        }));
      }),
    ),
    connection.onDocumentHighlight(({ textDocument: { uri }, position }) =>
      context.guard("highlights", null, () => {
        const subject = subjectAt(context, uri, position);
        if (subject === null) return null;
        const given = givenAt(subject);
        return [
          ...(given === null ? [] : [{ range: rangeIn(subject.document, given), kind: DocumentHighlightKind.Write }]),
          ...usesOf(subject).map(({ span }) => ({
            range: rangeIn(subject.document, span),
            kind: DocumentHighlightKind.Read,
          })),
        ];
      }),
    ),
  ],
};
