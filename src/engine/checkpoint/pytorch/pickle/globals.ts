/**
 * The names that a pickle may speak of, a row each: what PyTorch writes for a state dict of tensors (torch/_utils.py,
 * torch/storage.py). Nothing is looked up by name and nothing is called: a row says what value stands for the call.
 */
import { isKind, type PickledDictionary, type PickledStorage, type PickleValue } from "./values";

/** `undefined`: these arguments do not belong to it. */
type Make = (args: readonly PickleValue[], spend: (values: number) => void) => PickleValue | undefined;

/** Names that are called. */
const MAKERS: ReadonlyMap<string, Make> = new Map<string, Make>([
  ["collections.OrderedDict", ordered],
  [
    "torch.Size",
    ([size]) => (isKind(size, "tuple") || isKind(size, "list") ? { kind: "tuple", items: size.items } : undefined),
  ],
  [
    "torch._utils._rebuild_tensor_v2",
    ([storage, offset, shape, strides]) => tensor(storage, null, offset, shape, strides),
  ],
  // Its seventh argument is the type of what lies in bytes without one.
  [
    "torch._utils._rebuild_tensor_v3",
    ([storage, offset, shape, strides, , , dtype]) =>
      isKind(dtype, "global") ? tensor(storage, dtype.name.replace(/^torch\./, ""), offset, shape, strides) : undefined,
  ],
  ["torch._utils._rebuild_parameter", ([data]) => (isKind(data, "tensor") ? data : undefined)],
  ["torch._utils._rebuild_parameter_with_state", ([data]) => (isKind(data, "tensor") ? data : undefined)],
  // A tensor with properties in Python: (what makes the tensor, its class, the arguments, the properties).
  [
    "torch._tensor._rebuild_from_type_v2",
    ([maker, type, args], spend) =>
      isKind(maker, "global") && isKind(type, "global") && TENSORS.has(type.name) && isKind(args, "tuple")
        ? tensorMade(maker.name, args.items, spend)
        : undefined,
  ],
  [
    "torch.device",
    ([type, index]) => (typeof type === "string" ? (typeof index === "number" ? `${type}:${index}` : type) : undefined),
  ],
]);

/** Classes of tensors. */
const TENSORS: ReadonlySet<string> = new Set([
  "torch.Tensor",
  "torch.nn.parameter.Parameter",
  "torch.nn.parameter.Buffer",
]);

/** Not by way of another class, so that nothing calls itself. */
function tensorMade(
  name: string,
  args: readonly PickleValue[],
  spend: (values: number) => void,
): PickleValue | undefined {
  return name.startsWith("torch._utils._rebuild_") ? MAKERS.get(name)?.(args, spend) : undefined;
}

/** Classes of storages, and the types of their elements. */
const STORAGES: ReadonlyMap<string, string | null> = new Map([
  ["torch.DoubleStorage", "float64"],
  ["torch.FloatStorage", "float32"],
  ["torch.HalfStorage", "float16"],
  ["torch.BFloat16Storage", "bfloat16"],
  ["torch.LongStorage", "int64"],
  ["torch.IntStorage", "int32"],
  ["torch.ShortStorage", "int16"],
  ["torch.CharStorage", "int8"],
  ["torch.ByteStorage", "uint8"],
  ["torch.BoolStorage", "bool"],
  ["torch.ComplexFloatStorage", "complex64"],
  ["torch.ComplexDoubleStorage", "complex128"],
  ["torch.storage.UntypedStorage", null],
  ["torch.UntypedStorage", null],
]);

/** Types that are named by themselves. */
const TYPE_NAME = /^torch\.(u?int(8|16|32|64)|float(16|32|64)|bfloat16|bool|complex(32|64|128)|float8_\w+|float4_\w+)$/;

export const isKnownGlobal = (name: string): boolean =>
  MAKERS.has(name) || STORAGES.has(name) || TENSORS.has(name) || TYPE_NAME.test(name);

/** What calling `name` with `args` stands for. `spend` is told of every value that is copied. */
export function made(
  name: string,
  args: readonly PickleValue[],
  spend: (values: number) => void,
): PickleValue | undefined {
  return MAKERS.get(name)?.(args, spend);
}

/** The storage of a persistent id `("storage", class, key, device, length)`. */
export function storageOf(id: PickleValue): PickledStorage | undefined {
  if (!isKind(id, "tuple")) return undefined;
  const [tag, type, key, , length] = id.items;
  const dtype = isKind(type, "global") ? STORAGES.get(type.name) : undefined;
  if (tag !== "storage" || dtype === undefined || typeof key !== "string" || !isSize(length)) return undefined;
  return { kind: "storage", key, dtype, length };
}

function ordered(args: readonly PickleValue[], spend: (values: number) => void): PickledDictionary | undefined {
  const entries: PickledDictionary["entries"] = new Map();
  const pairs = args.at(0);
  if (pairs === undefined) return { kind: "dictionary", entries };
  if (!isKind(pairs, "list")) return undefined;
  spend(2 * pairs.items.length);
  for (const pair of pairs.items) {
    if (!isKind(pair, "tuple") && !isKind(pair, "list")) return undefined;
    const [key, value] = [pair.items.at(0), pair.items.at(1)];
    if (!isKey(key) || value === undefined) return undefined;
    entries.set(key, value);
  }
  return { kind: "dictionary", entries };
}

/** Whether it can be a key here. */
export const isKey = (value: PickleValue | undefined): value is string | number | bigint | boolean | null =>
  value !== undefined && (value === null || typeof value !== "object");

function tensor(
  storage: PickleValue | undefined,
  dtype: string | null,
  offset: PickleValue | undefined,
  shape: PickleValue | undefined,
  strides: PickleValue | undefined,
): PickleValue | undefined {
  if (!isKind(storage, "storage") || !isSize(offset) || !isKind(shape, "tuple") || !isKind(strides, "tuple"))
    return undefined;
  const type = dtype ?? storage.dtype;
  if (type === null || shape.items.length !== strides.items.length) return undefined;
  if (!shape.items.every(isSize) || !strides.items.every(isSize)) return undefined;
  return { kind: "tensor", storage, dtype: type, offset, shape: shape.items, strides: strides.items };
}

const isSize = (value: PickleValue | undefined): value is number => Number.isSafeInteger(value) && Number(value) >= 0;
