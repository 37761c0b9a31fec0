/**
 * A program of a whole batch: N samples as one input, one after the other in one vector, and N outputs. What does not depend on the
 * input is made once. So what takes all samples of a batch at once (a norm of the batch) becomes a function of several numbers of one
 * vector, and passes that go sample by sample run it as they run any other.
 */
import type { Groups } from "../joints/joint";
import type { Instruction, Program, Value } from "./program";
import { tokens, type Wiring } from "./wirings";

/** Whether its samples act on each other. */
export function actsAcross({ instructions }: Program): boolean {
  return instructions.some((one) => one.op === "jointly" && one.by.ofBatch !== undefined);
}

/** Passes that take samples one by one ask first. */
export function refuseBatches(program: Program): void {
  if (actsAcross(program)) throw new Error("The samples of this program act on each other: it runs on a whole batch.");
}

export interface BatchProgram {
  readonly program: Program;
  /** Where each value of the one sample's program stands; of several samples its numbers are one after the other. */
  readonly valueOf: readonly Value[];
}

/** The instructions keep their order, and maps their numbers. */
export function batchProgram(program: Program, samples: number): BatchProgram {
  const { instructions, parameters, inputs, output } = program;
  if (samples === 1 && !actsAcross(program)) return { program, valueOf: instructions.map((_, value) => value) };
  const made: Instruction[] = [];
  const valueOf: Value[] = [];
  /** Of the values of the batch: it is the same for all samples, and there once. */
  const once: boolean[] = [];
  const push = (instruction: Instruction, isOnce: boolean): Value => {
    once.push(isOnce);
    return made.push(instruction) - 1;
  };
  /** A term of a sum over samples: what is there once is there for each. */
  const forEach = (value: Value, size: number): Value =>
    once[value]
      ? push({ op: "contract", size: size * samples, a: value, b: one(), wiring: copies(size, samples) }, false)
      : value;
  let constant: Value | null = null;
  const one = (): Value => (constant ??= push({ op: "constant", size: 1 }, true));
  for (const instruction of instructions) valueOf.push(ofBatch(instruction));

  function ofBatch(instruction: Instruction): Value {
    const { op, size } = instruction;
    switch (op) {
      case "input":
        return push({ ...instruction, size: size * samples }, false);
      case "constant":
      case "numbers":
      case "parameter":
        return push(instruction, true);
      case "contract": {
        const [a, b] = [valueOf[instruction.a], valueOf[instruction.b]];
        if (once[a] && once[b]) return push({ ...instruction, a, b }, true);
        const wiring = wiringOf(instruction.wiring, samples, once[a], once[b]);
        return push({ ...instruction, size: size * samples, a, b, wiring }, false);
      }
      case "add": {
        const of = instruction.of.map((term) => valueOf[term]);
        if (of.every((term) => once[term])) return push({ ...instruction, of }, true);
        return push({ op, size: size * samples, of: of.map((term) => forEach(term, size)) }, false);
      }
      case "map": {
        const of = valueOf[instruction.of];
        return once[of]
          ? push({ ...instruction, of }, true)
          : push({ ...instruction, of, size: size * samples }, false);
      }
      case "jointly": {
        const of = valueOf[instruction.of];
        const { by, groups } = instruction;
        if (once[of]) return push({ ...instruction, of }, true);
        const width = instructions[instruction.of].size;
        const together = by.ofBatch;
        return push(
          together === undefined
            ? { op, size: size * samples, of, by, groups: sampleBySample(groups, width, samples) }
            : { op, size: size * samples, of, by: together, groups: overSamples(groups, width, samples) },
          false,
        );
      }
    }
  }

  return {
    program: { instructions: made, inputs: inputs * samples, parameters, output: valueOf[output] },
    valueOf,
  };
}

/** The same for every sample; what is there once is shared. */
function wiringOf(wiring: Wiring, samples: number, onceLeft: boolean, onceRight: boolean): Wiring {
  const { name, left, right, outputs, edgeCount } = wiring;
  if (name === "full" && onceLeft) return tokens(outputs, right, samples);
  const [stepLeft, stepRight] = [onceLeft ? 0 : left, onceRight ? 0 : right];
  return {
    name: "samples",
    left: onceLeft ? left : left * samples,
    right: onceRight ? right : right * samples,
    outputs: outputs * samples,
    edgeCount: edgeCount * samples,
    oneEdgeEach: wiring.oneEdgeEach && (samples === 1 || !onceLeft),
    edges(visit) {
      for (let s = 0; s < samples; s++)
        wiring.edges((i, j, o) => {
          visit(s * stepLeft + i, s * stepRight + j, s * outputs + o);
        });
    },
  };
}

/** The numbers of a vector times 1, once for every sample. */
function copies(size: number, samples: number): Wiring {
  return {
    name: "samples",
    left: size,
    right: 1,
    outputs: size * samples,
    edgeCount: size * samples,
    oneEdgeEach: samples === 1,
    edges(visit) {
      for (let s = 0; s < samples; s++) for (let k = 0; k < size; k++) visit(k, 0, s * size + k);
    },
  };
}

function sampleBySample(groups: Groups, width: number, samples: number): Groups {
  const { count } = groups;
  return {
    count: count * samples,
    members: (group) => groups.members(group % count).map((member) => Math.floor(group / count) * width + member),
  };
}

/** Every group with the numbers of all samples. */
function overSamples(groups: Groups, width: number, samples: number): Groups {
  return {
    count: groups.count,
    members: (group) => {
      const members = groups.members(group);
      return Array.from({ length: samples }, (_, s) => members.map((member) => s * width + member)).flat();
    },
  };
}
