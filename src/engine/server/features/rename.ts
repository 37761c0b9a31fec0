/**
 * A layer gets another name, and every place that means it with it: sources, overrides, paths of a sweep. A layer that is
 * called by its position gets a name of its own.
 */
import { LSPErrorCodes, ResponseError, type TextEdit } from "vscode-languageserver";
import { INPUT_NAME, layerCalled, renamed, type NamedLayer } from "../../spec/names";
import type { Feature } from "./feature";
import { rangeIn, subjectAt, usesOf, type Subject } from "./layer-names";
import { INPUT_STAYS, isCalledSo, NAME_NEEDED, NOTHING_NAMED, SHORT_FORM_STAYS } from "./words";

export const rename: Feature = {
  capabilities: { renameProvider: { prepareProvider: true } },
  register: (connection, context) => [
    connection.onPrepareRename(({ textDocument: { uri }, position }) =>
      context.guard("rename", null, () => {
        const subject = subjectAt(context, uri, position);
        if (subject === null) return refused(NOTHING_NAMED);
        const why = staysBecause(subject);
        if (why !== null || subject.layer === null) return refused(why ?? INPUT_STAYS);
        return { range: rangeIn(subject.document, ownPart(subject, subject.layer)), placeholder: subject.layer.name };
      }),
    ),
    connection.onRenameRequest(({ textDocument: { uri }, position, newName }) =>
      context.guard("rename", null, () => {
        const subject = subjectAt(context, uri, position);
        if (subject === null) return refused(NOTHING_NAMED);
        const { layer } = subject;
        const why = staysBecause(subject) ?? wrongWith(newName, subject);
        if (why !== null || layer === null) return refused(why ?? INPUT_STAYS);
        return { changes: { [uri]: editsFor(layer, newName, subject) } };
      }),
    ),
  ],
};

/** As the spec language wants its names (spec/resolve/long-form.ts). */
const LONGEST_NAME = 100;

function staysBecause({ layer }: Subject): string | null {
  if (layer === null) return INPUT_STAYS;
  return layer.written === null && layer.room === null ? SHORT_FORM_STAYS : null;
}

function wrongWith(name: string, { layer, names: { layers } }: Subject): string | null {
  if (name.trim() === "" || name.length > LONGEST_NAME || /\p{Cc}/u.test(name)) return NAME_NEEDED;
  if (name === INPUT_NAME) return isCalledSo(name, null);
  const other = layerCalled(name, layers);
  return other === null || other === layer ? null : isCalledSo(name, other.name);
}

/** Of "block2.attention" what is the block's own: the rest of it follows. */
function ownPart({ mention, span }: Subject, { name, block }: NamedLayer): Subject["span"] {
  return mention !== null && block !== null && mention.span.length === mention.name.length
    ? { offset: span.offset, length: name.length }
    : span;
}

function editsFor(layer: NamedLayer, next: string, subject: Subject): TextEdit[] {
  const { document } = subject;
  const given: TextEdit[] =
    layer.written !== null
      ? [{ range: rangeIn(document, layer.written.span), newText: layer.written.write(next) }]
      : layer.room === null
        ? []
        : [
            {
              range: rangeIn(document, { offset: layer.room, length: 0 }),
              newText: ` "name": ${JSON.stringify(next)},`,
            },
          ];
  const uses = usesOf(subject).map(({ span, name, write }) => ({
    range: rangeIn(document, span),
    newText: write(renamed(name, layer, next)),
  }));
  return [...given, ...uses];
}

function refused(message: string): ResponseError {
  return new ResponseError(LSPErrorCodes.RequestFailed, message);
}
