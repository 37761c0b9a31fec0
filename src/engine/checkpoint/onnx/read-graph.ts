/** The messages of an ONNX model around its tensors. */
import { viewOf } from "../bytes/numbers";
import { LARGEST_MESSAGE } from "../limits";
import { atByte, refuse } from "../refusal";
import { tooLarge } from "../words";
import type { OnnxAttribute, OnnxGraph, OnnxNode, OnnxValue } from "./graph";
import { bytesOf, fieldsOf, integersOf, textOf, type Section } from "./message";
import { dtypeName } from "./types";

export interface Model {
  readonly graph: OnnxGraph;
  readonly metadata: Readonly<Record<string, string>>;
  /** Initializers, and tensors in attributes with the name that their attribute says. */
  readonly tensors: readonly { readonly name: string | null; readonly section: Section }[];
  readonly sparse: number;
  /** Functions of the model's own, and graphs within nodes. */
  readonly inner: number;
}

type Named = { readonly name: string; readonly section: Section };

export function readModel(file: Section): Model {
  const metadata: [string, string][] = [];
  const opsets: [string, number][] = [];
  const tensors: { name: string | null; section: Section }[] = [];
  const graph = { name: "", inputs: [] as OnnxValue[], outputs: [] as OnnxValue[], nodes: [] as OnnxNode[] };
  const counts = { sparse: 0, inner: 0 };
  const budget = spender(file);
  for (const field of fieldsOf(file)) {
    if (field.kind === "integer") {
      if (field.number === 1) metadata.push(["ir_version", String(field.value)]);
      continue;
    }
    const { number, section } = field;
    if (number === 7) readGraph(section);
    else if (number === 25) counts.inner++;
    else if (number === 2 || number === 3)
      metadata.push([number === 2 ? "producer" : "producer_version", budget(section)]);
    else if (number === 8) opsets.push(opsetOf(section));
    else if (number === 14) metadata.push(pairOf(section, budget));
  }
  return {
    graph: { ...graph, opsets: Object.fromEntries(opsets) },
    metadata: Object.fromEntries(metadata),
    tensors,
    ...counts,
  };

  function readGraph(section: Section): void {
    for (const field of fieldsOf(section)) {
      if (field.kind === "integer") continue;
      if (field.number === 1) {
        const node = nodeOf(field.section, budget);
        counts.inner += Object.values(node.node.attributes).filter(({ kind }) => kind === "other").length;
        graph.nodes.push(node.node);
        for (const one of node.tensors) tensors.push(one);
      } else if (field.number === 2) graph.name = budget(field.section);
      else if (field.number === 5) tensors.push({ name: null, section: field.section });
      else if (field.number === 11) graph.inputs.push(valueOf(field.section, budget));
      else if (field.number === 12) graph.outputs.push(valueOf(field.section, budget));
      else if (field.number === 15) counts.sparse++;
    }
  }
}

/** Texts of a section, as long as all of them together are not too long. */
type Text = (section: Section) => string;

function spender(file: Section): Text {
  let spent = 0;
  return (section) => {
    // A text of its own takes some bytes even when it is empty.
    spent += section.length + 16;
    if (spent > LARGEST_MESSAGE) refuse(file.source.name, atByte(section.offset), tooLarge(spent, LARGEST_MESSAGE));
    return textOf(section);
  };
}

function nodeOf(section: Section, text: Text): { readonly node: OnnxNode; readonly tensors: readonly Named[] } {
  const [inputs, outputs]: [string[], string[]] = [[], []];
  const attributes: [string, OnnxAttribute, Section | null][] = [];
  let [name, op, domain] = ["", "", ""];
  for (const field of fieldsOf(section)) {
    if (field.kind !== "bytes") continue;
    if (field.number === 1) inputs.push(text(field.section));
    else if (field.number === 2) outputs.push(text(field.section));
    else if (field.number === 3) name = text(field.section);
    else if (field.number === 4) op = text(field.section);
    else if (field.number === 5) attributes.push(attributeOf(field.section, text));
    else if (field.number === 7) domain = text(field.section);
  }
  const nameOf = (attribute: string): string =>
    op === "Constant" && attribute === "value" ? (outputs[0] ?? name) : `${name || (outputs[0] ?? op)}.${attribute}`;
  const named = attributes.map(([attribute, value, tensor]) => ({
    attribute,
    value: tensor === null ? value : ({ kind: "tensor", name: nameOf(attribute) } as const),
    tensor,
  }));
  return {
    node: {
      op,
      domain,
      name,
      inputs,
      outputs,
      attributes: Object.fromEntries(named.map(({ attribute, value }) => [attribute, value])),
    },
    tensors: named.flatMap(({ attribute, tensor }) =>
      tensor === null ? [] : [{ name: nameOf(attribute), section: tensor }],
    ),
  };
}

function attributeOf(section: Section, text: Text): [string, OnnxAttribute, Section | null] {
  let name = "";
  let value: OnnxAttribute = { kind: "other" };
  let tensor: Section | null = null;
  const [numbers, texts]: [number[], string[]] = [[], []];
  for (const field of fieldsOf(section)) {
    if (field.kind === "integer") {
      if (field.number === 3) value = { kind: "number", value: Number(field.value) };
      else if (field.number === 8) numbers.push(Number(field.value));
      // What kind of attribute it is, so that one without values is known as what it is.
      else if (field.number === 20 && (field.value === 6n || field.value === 7n))
        value = { kind: "numbers", values: numbers };
      else if (field.number === 20 && field.value === 8n) value = { kind: "texts", values: texts };
      continue;
    }
    const { number, section: part } = field;
    if (number === 1) name = text(part);
    else if (number === 2) value = { kind: "number", value: floatsOf(part)[0] };
    else if (number === 4) value = { kind: "text", value: text(part) };
    else if (number === 5) tensor = part;
    else if (number === 7) for (const one of floatsOf(part)) numbers.push(one);
    else if (number === 8) for (const one of integersOf(part)) numbers.push(Number(one));
    else if (number === 9) texts.push(text(part));
  }
  if (numbers.length > 0) value = { kind: "numbers", values: numbers };
  if (texts.length > 0) value = { kind: "texts", values: texts };
  return [name, value, tensor];
}

function floatsOf(section: Section): number[] {
  const bytes = bytesOf(section);
  const view = viewOf(bytes);
  return Array.from({ length: Math.floor(bytes.length / 4) }, (_, i) => view.getFloat32(4 * i, true));
}

function valueOf(section: Section, text: Text): OnnxValue {
  const parts = { name: "", dtype: null as string | null, shape: null as (number | string | null)[] | null };
  for (const field of fieldsOf(section)) {
    if (field.kind !== "bytes") continue;
    if (field.number === 1) parts.name = text(field.section);
    if (field.number !== 2) continue;
    for (const tensorType of fieldsOf(field.section)) {
      if (tensorType.kind !== "bytes" || tensorType.number !== 1) continue;
      for (const part of fieldsOf(tensorType.section)) {
        if (part.kind === "integer" && part.number === 1) parts.dtype = dtypeName(Number(part.value));
        if (part.kind === "bytes" && part.number === 2) parts.shape = shapeOf(part.section, text);
      }
    }
  }
  return parts;
}

function shapeOf(section: Section, text: Text): (number | string | null)[] {
  const shape: (number | string | null)[] = [];
  for (const axis of fieldsOf(section)) {
    if (axis.kind !== "bytes" || axis.number !== 1) continue;
    let extent: number | string | null = null;
    for (const field of fieldsOf(axis.section)) {
      if (field.kind === "integer" && field.number === 1) extent = Number(field.value);
      if (field.kind === "bytes" && field.number === 2) extent = text(field.section);
    }
    shape.push(extent);
  }
  return shape;
}

function opsetOf(section: Section): [string, number] {
  let [domain, version] = ["", 0];
  for (const field of fieldsOf(section)) {
    if (field.kind === "bytes" && field.number === 1) domain = textOf(field.section);
    if (field.kind === "integer" && field.number === 2) version = Number(field.value);
  }
  return [domain, version];
}

/** A StringStringEntryProto. */
export function pairOf(section: Section, text: Text = textOf): [string, string] {
  let [key, value] = ["", ""];
  for (const field of fieldsOf(section)) {
    if (field.kind !== "bytes") continue;
    if (field.number === 1) key = text(field.section);
    if (field.number === 2) value = text(field.section);
  }
  return [key, value];
}
