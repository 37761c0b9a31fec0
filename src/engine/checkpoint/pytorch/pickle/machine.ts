/** The state of a pickle's reading: its stack, its marks, its memo; and what it may still spend. */
import { t } from "../../../findings/language";
import { atByte, refuse, shortened } from "../../refusal";
import { MOST_PICKLED_OBJECTS, MOST_PICKLED_VALUES } from "../../limits";
import { pickleEnds, pickleTooLarge, pickleWithoutValue, wrongPickle } from "../../words";
import { viewOf } from "../../bytes/numbers";
import { utf8 } from "../../bytes/utf8";
import type { PickleValue } from "./values";

export class Machine {
  at = 0;
  readonly memo = new Map<number, PickleValue>();
  private readonly stack: PickleValue[] = [];
  /** Heights of the stack. */
  private readonly marks: number[] = [];
  private readonly view: DataView;
  private objects = 0;
  private values = 0;

  constructor(
    private readonly bytes: Uint8Array,
    /** For messages. */
    private readonly file: string,
  ) {
    this.view = viewOf(bytes);
  }

  /** Refuses the pickle at the place that is being read. */
  fail(why: { readonly reason: string; readonly help: string }): never {
    return refuse(this.file, t`${atByte(this.at)} of its pickle`, why);
  }

  wrong(): never {
    return this.fail(wrongPickle());
  }

  push(value: PickleValue): void {
    if (typeof value === "object" && value !== null && ++this.objects > MOST_PICKLED_OBJECTS)
      this.fail(pickleTooLarge());
    this.spend(1);
    this.stack.push(value);
  }

  /** Counts values that are copied. */
  readonly spend = (values: number): void => {
    this.values += values;
    if (this.values > MOST_PICKLED_VALUES) this.fail(pickleTooLarge());
  };

  pop(): PickleValue {
    const value = this.stack.length > (this.marks.at(-1) ?? 0) ? this.stack.pop() : undefined;
    return value === undefined ? this.fail(pickleWithoutValue()) : value;
  }

  top(): PickleValue {
    const value = this.stack.length > (this.marks.at(-1) ?? 0) ? this.stack.at(-1) : undefined;
    return value === undefined ? this.fail(pickleWithoutValue()) : value;
  }

  mark(): void {
    this.spend(1);
    this.marks.push(this.stack.length);
  }

  /** What was pushed since the last mark. */
  sinceMark(): PickleValue[] {
    const height = this.marks.pop();
    return height === undefined ? this.fail(pickleWithoutValue()) : this.stack.splice(height);
  }

  popMarkOrValue(): void {
    if (this.marks.at(-1) === this.stack.length) this.marks.pop();
    else this.pop();
  }

  remember(index: number, value: PickleValue): void {
    this.spend(1);
    this.memo.set(index, value);
  }

  recall(index: number): void {
    const value = this.memo.get(index);
    this.push(value === undefined ? this.fail(pickleWithoutValue()) : value);
  }

  byte(): number {
    return this.view.getUint8(this.skip(1));
  }

  uint16(): number {
    return this.view.getUint16(this.skip(2), true);
  }

  int32(): number {
    return this.view.getInt32(this.skip(4), true);
  }

  uint32(): number {
    return this.view.getUint32(this.skip(4), true);
  }

  uint64(): number {
    return Number(this.view.getBigUint64(this.skip(8), true));
  }

  double(): number {
    return this.view.getFloat64(this.skip(8), false);
  }

  raw(length: number): Uint8Array {
    const start = this.skip(length);
    return this.bytes.subarray(start, start + length);
  }

  text(length: number): string {
    return utf8(this.raw(length)) ?? this.wrong();
  }

  /** Up to the end of the line. */
  line(): string {
    const end = this.bytes.indexOf(10, this.at);
    if (end < 0) this.fail(pickleEnds());
    const text = this.text(end - this.at);
    this.at++;
    return shortened(text);
  }

  /** Past `length` bytes, which must be there; where they begin. */
  private skip(length: number): number {
    const start = this.at;
    if (!(length <= this.bytes.length - start)) this.fail(pickleEnds());
    this.at += length;
    return start;
  }
}
