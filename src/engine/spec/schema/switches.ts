/** Which words `true` and `false` stand for. */
import type { Layer } from "../../model/network";
import type { Switch } from "./keywords";

export const TRAIN: Switch<NonNullable<Layer["trained"]>> = { on: "all", off: "none" };

/** Of what is there or not. */
export const YES_OR_NO: Switch<"yes" | "no"> = { on: "yes", off: "no" };
