/** Files of weights with something changed in them: each is read, or refused with a place and a reason; nothing else may happen. */
import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import fc from "fast-check";
import { memorySource, type Folder } from "../../src/engine/checkpoint/bytes/source";
import { loadHdf5, type Hdf5 } from "../../src/engine/checkpoint/keras/hdf5";
import { openCheckpoint } from "../../src/engine/checkpoint/open";
import { CheckpointError } from "../../src/engine/checkpoint/refusal";

const FOLDER = "test/fixtures/checkpoints";
/** Values of one tensor that are read. */
const MOST_READ = 2 ** 20;

export interface CheckpointOutcome {
  readonly file: string;
  readonly seed: number;
  /** What was thrown that is no refusal; `null` when all is well. */
  readonly fault: string | null;
  readonly refused: boolean;
  /** Of processor time. */
  readonly milliseconds: number;
  /** Bytes of one array that a reader was asked for at most. */
  readonly largestRead: number;
  /** Whether HDF5 must be loaded anew: its library met something it does not survive. */
  readonly brokeHdf5: boolean;
}

/** The fixtures, without what only describes them. */
export const checkpointFiles = (): string[] =>
  readdirSync(FOLDER).filter((name) => !/^make\.py$|^expected|\.data$/.test(name));

/** `count` mutations of each file whose name `takes`, from seed `first` on. */
export async function fuzzCheckpoints(
  count: number,
  first: number,
  takes: (file: string) => boolean = () => true,
): Promise<CheckpointOutcome[]> {
  const hdf5 = await loadHdf5();
  const outcomes: CheckpointOutcome[] = [];
  for (const file of checkpointFiles().filter(takes)) {
    const bytes = new Uint8Array(readFileSync(path.join(FOLDER, file)));
    for (let seed = first; seed < first + count; seed++)
      outcomes.push({ file, seed, ...outcomeOf(file, mutatedBytes(bytes, seed), hdf5) });
  }
  return outcomes;
}

function outcomeOf(file: string, bytes: Uint8Array, hdf5: Hdf5): Omit<CheckpointOutcome, "file" | "seed"> {
  let largestRead = 0;
  const memory = memorySource(file, bytes);
  const source = {
    ...memory,
    read: (offset: number, length: number) => {
      const read = memory.read(offset, length);
      largestRead = Math.max(largestRead, length);
      return read;
    },
  };
  const start = process.cpuUsage();
  let [fault, refused]: [string | null, boolean] = [null, false];
  try {
    const checkpoint = openCheckpoint(source, SIBLINGS, { hdf5 });
    for (const { name, elements, unreadable } of checkpoint.tensors) {
      if (unreadable !== null) continue;
      try {
        checkpoint.read(name, { count: Math.min(elements, MOST_READ), countNonFinite: true });
      } catch (error) {
        if (!(error instanceof CheckpointError)) throw error;
        refused = true;
      }
    }
    checkpoint.close();
  } catch (error) {
    if (error instanceof CheckpointError) refused = true;
    else fault = error instanceof Error ? (error.stack ?? error.message) : String(error);
  }
  const brokeHdf5 = hdf5.isBroken;
  hdf5.isBroken = false;
  const { user, system } = process.cpuUsage(start);
  return { fault, refused, milliseconds: (user + system) / 1000, largestRead, brokeHdf5 };
}

const SIBLINGS: Folder = {
  open: (name) => {
    if (!checkpointFiles().includes(name) && name !== "outside.data")
      throw new CheckpointError({ file: name.slice(0, 100), place: null, reason: "There is no such file.", help: "" });
    return memorySource(name, new Uint8Array(readFileSync(path.join(FOLDER, name))));
  },
};

/** Numbers that sizes are often wrong with. */
const LIES = [0, 1, 0x7f, 0x80, 0xff, 0xffff, 0x7fffffff, 0xffffffff];

/** One to four changes: the end cut off, bits turned, a size that lies, a stretch moved, doubled or cleared. The same for a seed. */
export function mutatedBytes(bytes: Uint8Array, seed: number): Uint8Array {
  const at = fc.nat({ max: Math.max(0, bytes.length - 1) });
  const change = fc.oneof(
    fc.record({ kind: fc.constant("cut" as const), at }),
    fc.record({ kind: fc.constant("bit" as const), at, bit: fc.nat({ max: 7 }) }),
    fc.record({
      kind: fc.constant("lie" as const),
      at,
      width: fc.constantFrom(1, 2, 4, 8),
      value: fc.constantFrom(...LIES),
    }),
    fc.record({ kind: fc.constant("move" as const), at, to: at, length: fc.nat({ max: 64 }) }),
    fc.record({ kind: fc.constant("double" as const), at, length: fc.nat({ max: 64 }) }),
    fc.record({ kind: fc.constant("clear" as const), at, length: fc.nat({ max: 64 }) }),
  );
  const [changes] = fc.sample(fc.array(change, { minLength: 1, maxLength: 4 }), { seed, numRuns: 1 });
  let changed: Uint8Array = bytes.slice();
  for (const one of changes) {
    const { at: place } = one;
    if (place >= changed.length) continue;
    switch (one.kind) {
      case "cut":
        changed = changed.slice(0, place);
        break;
      case "bit":
        changed[place] ^= 1 << one.bit;
        break;
      case "lie":
        for (let i = 0; i < one.width && place + i < changed.length; i++)
          changed[place + i] =
            Number((BigInt(one.value) >> BigInt(8 * i)) & 255n) | (one.value === 0xffffffff ? 255 : 0);
        break;
      case "move":
        changed.copyWithin(one.to, place, place + one.length);
        break;
      case "double":
        changed = Uint8Array.from([...changed.slice(0, place + one.length), ...changed.slice(place)]);
        break;
      case "clear":
        changed.fill(0, place, place + one.length);
        break;
    }
  }
  return changed;
}
