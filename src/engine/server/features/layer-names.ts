/** The names of layers in an open document, and which one stands at a place. For the features that follow them. */
import type { Position, Range } from "vscode-languageserver";
import type { TextDocument } from "vscode-languageserver-textdocument";
import { INPUT_NAME, layerCalled, namesIn, type Mention, type NamedLayer, type Names } from "../../spec/names";
import { parseText } from "../../spec/text/parse";
import type { FeatureContext } from "./feature";

export interface NamesOf {
  readonly document: TextDocument;
  readonly tree: Tree;
  readonly names: Names;
}

type Tree = Parameters<typeof namesIn>[0];

/** What is at a place: a layer, or the input (`null`); and the mention of it, if its name stands there. */
export interface Subject extends Pick<NamesOf, "document" | "names"> {
  readonly layer: NamedLayer | null;
  readonly mention: Mention | null;
  readonly span: Span;
}

type Span = Mention["span"];

const known = new WeakMap<TextDocument, NamesOf & { readonly version: number; readonly sound: boolean }>();

/** `null` when the document is not open, or is no text of a spec. */
export function namesOf({ documents, sessions }: FeatureContext, uri: string): NamesOf | null {
  const document = documents.get(uri);
  if (document === undefined) return null;
  const { version } = document;
  const session = sessions.get(uri);
  const sound = session?.version === version && session.reading.network !== null;
  const before = known.get(document);
  if (before?.version === version && before.sound === sound) return before;
  const text = document.getText();
  const { tree } = parseText(text);
  if (tree === null) return null;
  const found = { document, tree, names: namesIn(tree, text, sound), version, sound };
  known.set(document, found);
  return found;
}

/** `null` where nothing is named. */
export function subjectAt(context: FeatureContext, uri: string, position: Position): Subject | null {
  const found = namesOf(context, uri);
  if (found === null) return null;
  const { document, names } = found;
  const offset = document.offsetAt(position);
  const at = ({ offset: start, length }: Span): boolean => start <= offset && offset <= start + length;
  for (const mention of names.uses)
    if (at(mention.span)) {
      const layer = layerCalled(mention.name, names.layers);
      if (layer === null && mention.name !== INPUT_NAME) return null;
      return { document, names, layer, mention, span: mention.span };
    }
  for (const layer of names.layers) {
    const span = layer.written?.span ?? layer.place;
    if (at(span)) return { document, names, layer, mention: layer.written, span };
  }
  const { input } = names;
  return input !== null && at(input) ? { document, names, layer: null, mention: null, span: input } : null;
}

/** Every place that means the same, but for the one that gives the name. */
export function usesOf({ layer, names }: Subject): Mention[] {
  return names.uses.filter(({ name }) =>
    layer === null
      ? name === INPUT_NAME && layerCalled(name, names.layers) === null
      : layerCalled(name, names.layers) === layer,
  );
}

/** Where the name is given, or what stands for the layer that has none. */
export function givenAt({ layer, names }: Subject): Span | null {
  return layer === null ? names.input : (layer.written?.span ?? layer.place);
}

export function rangeIn(document: TextDocument, { offset, length }: Span): Range {
  return { start: document.positionAt(offset), end: document.positionAt(offset + length) };
}
