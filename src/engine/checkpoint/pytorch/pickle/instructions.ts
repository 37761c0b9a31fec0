/** The instructions of pickles, protocols 2 to 5 (Python, Lib/pickletools.py), that plain data needs: a row each. */
import { refusedGlobal } from "../../words";
import type { Machine } from "./machine";
import { isKey, isKnownGlobal, made, storageOf } from "./globals";
import { isKind, type PickleValue } from "./values";

interface Instruction {
  readonly name: string;
  readonly run: (machine: Machine) => void;
}

/** By their byte. STOP is the interpreter's. */
export const INSTRUCTIONS: ReadonlyMap<number, Instruction> = new Map<number, Instruction>([
  row(0x80, "PROTO", (m) => m.byte()),
  row(0x95, "FRAME", (m) => m.uint64()),
  row("(", "MARK", (m) => m.mark()),
  row("0", "POP", (m) => m.popMarkOrValue()),
  row("1", "POP_MARK", (m) => m.sinceMark()),
  row("2", "DUP", (m) => m.push(m.top())),

  row("N", "NONE", (m) => m.push(null)),
  row(0x88, "NEWTRUE", (m) => m.push(true)),
  row(0x89, "NEWFALSE", (m) => m.push(false)),
  row("J", "BININT", (m) => m.push(m.int32())),
  row("K", "BININT1", (m) => m.push(m.byte())),
  row("M", "BININT2", (m) => m.push(m.uint16())),
  row(0x8a, "LONG1", (m) => m.push(integer(m, m.byte()))),
  row(0x8b, "LONG4", (m) => m.push(integer(m, m.uint32()))),
  row("G", "BINFLOAT", (m) => m.push(m.double())),
  row("X", "BINUNICODE", (m) => m.push(m.text(m.uint32()))),
  row(0x8c, "SHORT_BINUNICODE", (m) => m.push(m.text(m.byte()))),
  row(0x8d, "BINUNICODE8", (m) => m.push(m.text(m.uint64()))),
  row("T", "BINSTRING", (m) => m.push(m.text(m.uint32()))),
  row("U", "SHORT_BINSTRING", (m) => m.push(m.text(m.byte()))),
  row("B", "BINBYTES", (m) => bytes(m, m.uint32())),
  row("C", "SHORT_BINBYTES", (m) => bytes(m, m.byte())),
  row(0x8e, "BINBYTES8", (m) => bytes(m, m.uint64())),

  row(")", "EMPTY_TUPLE", (m) => m.push({ kind: "tuple", items: [] })),
  row("t", "TUPLE", (m) => m.push({ kind: "tuple", items: m.sinceMark() })),
  row(0x85, "TUPLE1", (m) => tuple(m, 1)),
  row(0x86, "TUPLE2", (m) => tuple(m, 2)),
  row(0x87, "TUPLE3", (m) => tuple(m, 3)),
  row("]", "EMPTY_LIST", (m) => m.push({ kind: "list", items: [] })),
  row("l", "LIST", (m) => m.push({ kind: "list", items: m.sinceMark() })),
  row("a", "APPEND", (m) => append(m, [m.pop()])),
  row("e", "APPENDS", (m) => append(m, m.sinceMark())),
  row("}", "EMPTY_DICT", (m) => m.push({ kind: "dictionary", entries: new Map() })),
  row("d", "DICT", (m) => {
    const items = m.sinceMark();
    m.push({ kind: "dictionary", entries: new Map() });
    set(m, items);
  }),
  row("s", "SETITEM", (m) => set(m, [m.pop(), m.pop()].reverse())),
  row("u", "SETITEMS", (m) => set(m, m.sinceMark())),

  row("q", "BINPUT", (m) => m.remember(m.byte(), m.top())),
  row("r", "LONG_BINPUT", (m) => m.remember(m.uint32(), m.top())),
  row(0x94, "MEMOIZE", (m) => m.remember(m.memo.size, m.top())),
  row("h", "BINGET", (m) => m.recall(m.byte())),
  row("j", "LONG_BINGET", (m) => m.recall(m.uint32())),

  row("c", "GLOBAL", (m) => speakOf(m, m.line(), m.line())),
  row(0x93, "STACK_GLOBAL", (m) => {
    const [name, module] = [m.pop(), m.pop()];
    if (typeof name !== "string" || typeof module !== "string") m.wrong();
    else speakOf(m, module, name);
  }),
  row("Q", "BINPERSID", (m) => m.push(storageOf(m.pop()) ?? m.wrong())),
  row("R", "REDUCE", call),
  row(0x81, "NEWOBJ", call),
  row("b", "BUILD", (m) => {
    // An ordered dictionary of PyTorch carries the versions of its modules: `_metadata`.
    const state = m.pop();
    if (!isKind(m.top(), "dictionary") || !isKind(state, "dictionary")) m.wrong();
  }),
]);

function row(code: number | string, name: string, run: (machine: Machine) => unknown): [number, Instruction] {
  return [typeof code === "string" ? code.charCodeAt(0) : code, { name, run: (machine) => void run(machine) }];
}

/** Longer integers are no size or count of anything. */
const LONGEST_INTEGER = 32;

/** Two's complement in little endian. */
function integer(m: Machine, length: number): number | bigint {
  if (length > LONGEST_INTEGER) m.wrong();
  const digits = m.raw(length).reduceRight((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
  const value = BigInt.asIntN(8 * length, digits);
  return Number.isSafeInteger(Number(value)) ? Number(value) : value;
}

function bytes(m: Machine, length: number): void {
  m.push({ kind: "bytes", length: m.raw(length).length });
}

function tuple(m: Machine, length: number): void {
  const items = Array.from({ length }, () => m.pop()).reverse();
  m.push({ kind: "tuple", items });
}

function append(m: Machine, items: readonly PickleValue[]): void {
  const list = m.top();
  if (!isKind(list, "list")) return m.wrong();
  for (const item of items) list.items.push(item);
}

function set(m: Machine, items: readonly PickleValue[]): void {
  const dictionary = m.top();
  if (!isKind(dictionary, "dictionary") || items.length % 2 !== 0) return m.wrong();
  for (let i = 0; i < items.length; i += 2) {
    const key = items[i];
    if (!isKey(key)) return m.wrong();
    dictionary.entries.set(key, items[i + 1]);
  }
}

function speakOf(m: Machine, module: string, name: string): void {
  const full = `${module}.${name}`;
  if (!isKnownGlobal(full)) m.fail(refusedGlobal(full));
  m.push({ kind: "global", name: full });
}

function call(m: Machine): void {
  const [args, callee] = [m.pop(), m.pop()];
  if (!isKind(callee, "global") || !isKind(args, "tuple")) return m.wrong();
  m.push(made(callee.name, args.items, m.spend) ?? m.wrong());
}
