/**
 * A table of numbers from the text of a CSV file (RFC 4180: quoted cells, doubled quotes, both line ends), with a
 * comma, a semicolon or a tab between cells: whichever the first line has. A first line with a cell that is not a
 * number is a header, unless that cell is a class by name: the only target, in a line of numbers, and found again
 * below. A single target column of names only is read as classes (./class-names.ts).
 * Cost: linear in the text. A fault names the line of the file, counted from 1, and the column.
 */
import { zeros, type Matrix } from "../../math/dense/matrix";
import { nearest, meant, quote, listed, counted } from "../../findings/words";
import type { ColumnChoice, CsvPlan } from "../plan";
import { numberClasses, type ClassNames } from "./class-names";
import type { SampleSet } from "../data-set";
import { notANumber } from "./words";
import { t } from "../../findings/language";

export interface TableFault {
  readonly message: string;
  readonly help: string;
}

export type CsvReading =
  | { readonly kind: "samples"; readonly set: SampleSet; readonly classes: readonly string[] | null }
  | { readonly kind: "fault"; readonly fault: TableFault };

/** The columns that the plan names, as inputs and targets. */
export function readCsv(text: string, { inputs, targets }: Pick<CsvPlan, "inputs" | "targets">): CsvReading {
  const lines = splitCells(text.charCodeAt(0) === BYTE_ORDER_MARK ? text.slice(1) : text);
  if (lines.kind === "fault") return lines;
  const { rows } = lines;
  const header = hasHeader(rows, inputs, targets) ? rows[0].cells.map((cell) => cell.trim()) : null;
  const body = header === null ? rows : rows.slice(1);
  if (body.length === 0)
    return fault(
      rows.length === 0 ? t`The file is empty.` : t`The file has a header, but no samples.`,
      t`Write one sample per line, its numbers separated by commas.`,
    );
  const width = rows[0].cells.length;
  const ragged = body.find(({ cells }) => cells.length !== width);
  if (ragged !== undefined)
    return fault(
      t`Line ${ragged.line} has ${counted(ragged.cells.length, t`cell`, t`cells`)}, the first line has ${width}.`,
      t`Give every line the same number of cells.`,
    );
  const x = chosen(inputs, "inputs", header, width);
  const y = chosen(targets, "targets", header, width);
  if (x.kind === "fault") return x;
  if (y.kind === "fault") return y;
  const both = x.columns.find((column) => y.columns.includes(column));
  if (both !== undefined)
    return fault(
      t`Column ${columnName(header, both)} is both an input and a target.`,
      t`Name it in one of the two lists only.`,
    );
  return tables(body, header, x.columns, y.columns);
}

const BYTE_ORDER_MARK = 0xfeff;

function hasHeader(rows: readonly Line[], inputs: ColumnChoice, targets: ColumnChoice): boolean {
  if (rows.length === 0) return false;
  const [{ cells }] = rows;
  const words = cells.flatMap((cell, i) => (numberIn(cell) === null ? [i] : []));
  if (words.length !== 1 || [inputs, targets].some(isByName)) return words.length > 0;
  const [at] = words;
  const target = typeof targets === "number" ? cells.length - 1 : Number(targets[0]) - 1;
  const only = targets === 1 || (typeof targets !== "number" && targets.length === 1);
  return !only || at !== target || !rows.slice(1).some((row) => row.cells.at(at)?.trim() === cells[at].trim());
}

function isByName(choice: ColumnChoice): boolean {
  return typeof choice !== "number" && choice.some((one) => typeof one === "string");
}

interface Line {
  /** Where it begins in the file, counted from 1. */
  readonly line: number;
  readonly cells: readonly string[];
}

function splitCells(
  text: string,
): { readonly kind: "rows"; readonly rows: readonly Line[] } | Extract<CsvReading, { kind: "fault" }> {
  const separator = separatorOf(text);
  const rows: Line[] = [];
  let cells: string[] = [];
  let [at, line, start] = [0, 1, 1];
  while (at < text.length) {
    let cell = "";
    if (text[at] === '"') {
      const opened = line;
      for (at++; ; at++) {
        const end = text.indexOf('"', at);
        if (end < 0) return fault(t`The quote opened in line ${opened} is never closed.`, t`Close it, or remove it.`);
        cell += text.slice(at, end);
        line += newlines(text, at, end);
        at = end + 1;
        if (text[at] !== '"') break;
        cell += '"';
      }
    }
    const end = endOfCell(text, at, separator);
    cell += text.slice(at, end);
    cells.push(cell);
    at = end;
    if (text[at] === separator) {
      at++;
      if (at < text.length) continue;
      cells.push("");
    }
    if (cells.length > 1 || cells[0].trim() !== "") rows.push({ line: start, cells });
    cells = [];
    at += text.startsWith("\r\n", at) ? 2 : 1;
    line++;
    start = line;
  }
  return { kind: "rows", rows };
}

function endOfCell(text: string, from: number, separator: string): number {
  let at = from;
  while (at < text.length && text[at] !== separator && text[at] !== "\n" && text[at] !== "\r") at++;
  return at;
}

function newlines(text: string, from: number, to: number): number {
  let count = 0;
  for (let at = text.indexOf("\n", from); at >= 0 && at < to; at = text.indexOf("\n", at + 1)) count++;
  return count;
}

function separatorOf(text: string): string {
  const first = text.slice(0, Math.max(0, text.search(/[\r\n]|$/)));
  const counts = [",", ";", "\t"].map((candidate) => ({ candidate, count: first.split(candidate).length }));
  return counts.reduce((a, b) => (b.count > a.count ? b : a)).candidate;
}

function chosen(
  choice: ColumnChoice,
  what: "inputs" | "targets",
  header: readonly string[] | null,
  width: number,
): { readonly kind: "columns"; readonly columns: readonly number[] } | Extract<CsvReading, { kind: "fault" }> {
  if (typeof choice === "number") {
    if (choice > width)
      return fault(
        what === "inputs"
          ? t`The file has ${counted(width, t`column`, t`columns`)}, fewer than the ${choice} inputs asked for.`
          : t`The file has ${counted(width, t`column`, t`columns`)}, fewer than the ${choice} targets asked for.`,
        t`Ask for fewer, or name another file.`,
      );
    return {
      kind: "columns",
      columns: Array.from({ length: choice }, (_, i) => (what === "inputs" ? i : width - choice + i)),
    };
  }
  const columns: number[] = [];
  for (const one of choice) {
    const index = typeof one === "number" ? one - 1 : (header?.indexOf(one) ?? -1);
    if (index < 0 || index >= width) return missing(one, header, width);
    if (columns.includes(index))
      return fault(
        what === "inputs"
          ? t`Column ${columnName(header, index)} is named twice among the inputs.`
          : t`Column ${columnName(header, index)} is named twice among the targets.`,
        t`Name it once.`,
      );
    columns.push(index);
  }
  return { kind: "columns", columns };
}

function missing(
  one: string | number,
  header: readonly string[] | null,
  width: number,
): Extract<CsvReading, { kind: "fault" }> {
  if (typeof one === "number")
    return fault(
      t`There is no column ${one}: the file has ${counted(width, t`column`, t`columns`)}.`,
      t`Number the columns from 1 to ${width}.`,
    );
  if (header === null)
    return fault(
      t`The file has no header, so no column is called ${quote(one)}.`,
      t`Number the columns instead, from 1, or give the file a first line with their names.`,
    );
  return fault(
    t`The file has no column called ${quote(one)}${meant(nearest(one, header))}`,
    t`Its columns are ${listed(header, "and")}.`,
  );
}

function tables(
  body: readonly Line[],
  header: readonly string[] | null,
  inputs: readonly number[],
  targets: readonly number[],
): CsvReading {
  const [x, y] = [zeros(body.length, inputs.length), zeros(body.length, targets.length)];
  const named = namedClasses(body, targets);
  if (named !== null) y.data.set(named.numbers);
  for (const [row, { line, cells }] of body.entries())
    for (const [matrix, columns] of [
      [x, inputs],
      [y, named === null ? targets : []],
    ] as readonly (readonly [Matrix, readonly number[]])[])
      for (const [i, column] of columns.entries()) {
        const value = numberIn(cells[column]);
        if (value === null)
          return fault(
            notANumber({ line, column: columnName(header, column), cell: cells[column] }),
            columns === targets
              ? t`Write a number there, or names of classes in the whole column, or leave the line out.`
              : t`Write a number there, or leave the line or the column out.`,
          );
        matrix.data[row * columns.length + i] = value;
      }
  return { kind: "samples", set: { kind: "samples", x, y }, classes: named?.classes ?? null };
}

/** `null`: there are several targets, or one is a number or missing. */
function namedClasses(body: readonly Line[], targets: readonly number[]): ClassNames | null {
  if (targets.length !== 1) return null;
  const names = body.map(({ cells }) => cells[targets[0]].trim());
  return names.every((name) => name !== "" && numberIn(name) === null) ? numberClasses(names) : null;
}

function columnName(header: readonly string[] | null, index: number): string {
  return header === null ? String(index + 1) : quote(header[index]);
}

/** A finite decimal number; null for anything else, so also for "", "nan" and "0x10". */
function numberIn(cell: string): number | null {
  const trimmed = cell.trim();
  if (!/^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(trimmed)) return null;
  const value = Number(trimmed);
  return Number.isFinite(value) ? value : null;
}

function fault(message: string, help: string): Extract<CsvReading, { kind: "fault" }> {
  return { kind: "fault", fault: { message, help } };
}
