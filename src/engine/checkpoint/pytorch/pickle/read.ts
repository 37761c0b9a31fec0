/**
 * A pickle read as data. Nothing in it is executed: it is a list of instructions for a machine with a stack, of which this one
 * knows those that plain data needs, and of Python's names those that describe tensors. Every other is refused by its name.
 * Cost: linear in the bytes, within the limits of `limits.ts`.
 */
import { refusedInstruction } from "../../words";
import { INSTRUCTIONS } from "./instructions";
import { Machine } from "./machine";
import type { PickleValue } from "./values";

const STOP = 0x2e;

/** The value that the pickle leaves. Throws a `CheckpointError` with the byte where it is refused. */
export function readPickle(bytes: Uint8Array, file: string): PickleValue {
  const machine = new Machine(bytes, file);
  for (;;) {
    const code = machine.byte();
    if (code === STOP) return machine.pop();
    const instruction = INSTRUCTIONS.get(code);
    if (instruction === undefined) machine.fail(refusedInstruction(code));
    else instruction.run(machine);
  }
}
