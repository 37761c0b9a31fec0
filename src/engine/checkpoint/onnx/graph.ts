/** The graph of an ONNX model (onnx.proto3: ModelProto, GraphProto, NodeProto) as plain data. */

export interface OnnxGraph {
  readonly name: string;
  readonly inputs: readonly OnnxValue[];
  readonly outputs: readonly OnnxValue[];
  /** In the file's order, which is one in which each comes after what it takes. */
  readonly nodes: readonly OnnxNode[];
  /** Version of the operators of each domain; "" is ONNX' own. */
  readonly opsets: Readonly<Record<string, number>>;
}

export interface OnnxValue {
  readonly name: string;
  /** As in `DTYPES`, or ONNX' own name; `null` for what is no tensor. */
  readonly dtype: string | null;
  /** A name for an extent that is open; `null` where nothing is said. */
  readonly shape: readonly (number | string | null)[] | null;
}

export interface OnnxNode {
  readonly op: string;
  readonly domain: string;
  readonly name: string;
  /** "" where an optional one is left out. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: Readonly<Record<string, OnnxAttribute>>;
}

export type OnnxAttribute =
  | { readonly kind: "number"; readonly value: number }
  | { readonly kind: "text"; readonly value: string }
  | { readonly kind: "numbers"; readonly values: readonly number[] }
  | { readonly kind: "texts"; readonly values: readonly string[] }
  /** Its values are those of the checkpoint's tensor of this name. */
  | { readonly kind: "tensor"; readonly name: string }
  /** A graph within, a sparse tensor, a type: not read. */
  | { readonly kind: "other" };
