/** A matrix by which a layer acts. */
import type { Wiring } from "../../program/wirings";

/** What acts on a source: a matrix, row-major, with a row for each unit or channel. */
export interface OneMatrix {
  readonly rows: number;
  readonly columns: number;
  /** Of a convolution: the tensor's shape, … */
  readonly dims?: readonly number[];
  /** … and into how many groups its rows and the channels of its source are parted. */
  readonly groups: number;
  readonly wiring: Wiring;
}
