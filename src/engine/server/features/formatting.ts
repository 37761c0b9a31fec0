/** Format document and format selection, comments kept. */
import type { FormattingOptions, Range, TextEdit } from "vscode-languageserver";
import type { Feature, FeatureContext } from "./feature";
import { lookUp } from "./feature";

export const formatting: Feature = {
  capabilities: { documentFormattingProvider: true, documentRangeFormattingProvider: true },
  register: (connection, context) => [
    connection.onDocumentFormatting(({ textDocument, options }) =>
      format(context, textDocument.uri, undefined, options),
    ),
    connection.onDocumentRangeFormatting(({ textDocument, range, options }) =>
      format(context, textDocument.uri, range, options),
    ),
  ],
};

function format(
  context: FeatureContext,
  uri: string,
  range: Range | undefined,
  options: FormattingOptions,
): Promise<TextEdit[] | null> {
  return context.guard<TextEdit[] | null>("formatting", null, () => {
    const found = lookUp(context, uri);
    return found && context.json.service.format(found.document, range, options);
  });
}
