/** What is said of arrays that cannot be used. */
import { listed, meant, nearest, quote } from "../../findings/words";
import type { TableFault } from "./csv";
import { t } from "../../findings/language";

const SAVE_AGAIN = t`Write it anew with numpy.savez.`;

export function otherNumbers(name: string, type: string): TableFault {
  return {
    message: t`The values of the array ${quote(name)} have the type ${quote(type)}, which is not read.`,
    help: t`Convert it with astype to a float or whole type, before it is saved.`,
  };
}

export function noNumber(name: string, index: number, value: number): TableFault {
  return {
    message: Number.isNaN(value)
      ? t`Number ${index} of the array ${quote(name)} is nan.`
      : t`Number ${index} of the array ${quote(name)} is infinite.`,
    help: t`Leave its sample out, or put a number there.`,
  };
}

export function wholeTooLarge(name: string, index: number): TableFault {
  return {
    message: t`Number ${index} of the array ${quote(name)} has more than 53 bits.`,
    help: t`Write smaller numbers, or convert them to float64.`,
  };
}

export function noSuchArray(name: string, names: readonly string[]): TableFault {
  return {
    message: t`The file has no array called ${quote(name)}${meant(nearest(name, names))}`,
    help: names.length === 0 ? SAVE_AGAIN : t`Its arrays are ${listed(names, "and")}.`,
  };
}

export function noSamples(name: string): TableFault {
  return {
    message: t`The array ${quote(name)} has no samples.`,
    help: t`Its first axis are the samples, of which there must be some.`,
  };
}

export function otherLayout(name: string, found: readonly number[], wanted: readonly number[]): TableFault {
  return {
    message: t`Each sample of the array ${quote(name)} is laid out as [${found.join(", ")}], and the network takes [${wanted.join(", ")}].`,
    help: t`Transpose or reshape the array, or say another input of the network.`,
  };
}

export function otherWidth(name: string, found: number, widths: readonly number[]): TableFault {
  return {
    message: t`Each sample of the array ${quote(name)} has ${found} targets, and ${widths.join(t` or `)} are needed.`,
    help: t`Name another array, or change the network's last layer.`,
  };
}

export function otherSamples(x: number, y: number): TableFault {
  return {
    message: t`There are ${x} samples of inputs and ${y} of targets.`,
    help: t`Give both arrays the same first axis.`,
  };
}
