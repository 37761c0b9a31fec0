/** What a pickle may make here: plain containers, numbers, texts, and the tensors and storages of PyTorch as descriptions. */

export type PickleValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | PickledBytes
  | PickledList
  | PickledTuple
  | PickledDictionary
  | PickledGlobal
  | PickledStorage
  | PickledTensor;

export interface PickledBytes {
  readonly kind: "bytes";
  readonly length: number;
}

/** It may still grow. */
export interface PickledList {
  readonly kind: "list";
  readonly items: PickleValue[];
}

export interface PickledTuple {
  readonly kind: "tuple";
  readonly items: readonly PickleValue[];
}

/** In the order of insertion; a key set twice keeps its last value when it is looked up. */
export interface PickledDictionary {
  readonly kind: "dictionary";
  readonly entries: Map<string | number | bigint | boolean | null, PickleValue>;
}

/** A name that the pickle speaks of and this reader knows: a class of storages, a type of numbers, or one that makes a value. */
export interface PickledGlobal {
  readonly kind: "global";
  /** With its module, for example "collections.OrderedDict". */
  readonly name: string;
}

/** Bytes of the zip's entry `key`. */
export interface PickledStorage {
  readonly kind: "storage";
  readonly key: string;
  /** Of the class, or `null` for bytes without a type. */
  readonly dtype: string | null;
  /** In elements of the type, or in bytes. */
  readonly length: number;
}

export interface PickledTensor {
  readonly kind: "tensor";
  readonly storage: PickledStorage;
  readonly dtype: string;
  /** In elements. */
  readonly offset: number;
  readonly shape: readonly number[];
  readonly strides: readonly number[];
}

type Tagged = Extract<PickleValue, { kind: string }>;

export const isKind = <K extends Tagged["kind"]>(
  value: PickleValue | undefined,
  kind: K,
): value is Extract<Tagged, { kind: K }> => typeof value === "object" && value !== null && value.kind === kind;
