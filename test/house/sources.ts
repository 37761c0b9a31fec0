/** The files of src and what they import, for the tests of this folder. */
import { existsSync, readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import ts from "typescript";

export const src = path.resolve("src");

export interface Import {
  readonly file: string;
  readonly room: string;
  readonly specifier: string;
  /** The file of src it names, or null for a package. */
  readonly target: string | null;
}

export function typeScriptFiles(): string[] {
  return listFiles(src).filter((file) => file.endsWith(".ts"));
}

/** TypeScript and style sheets, sorted. */
export function listFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.(ts|css)$/.test(entry.name))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort();
}

export function importsOf(file: string): Import[] {
  return ts.preProcessFile(readFileSync(file, "utf8"), true, true).importedFiles.map(({ fileName }) => ({
    file,
    room: relative(file).split("/")[0] ?? "",
    specifier: fileName,
    target: fileName.startsWith(".") ? resolveImport(file, fileName) : null,
  }));
}

/** To src, with "/". */
export function relative(file: string): string {
  return path.relative(src, file).split(path.sep).join("/");
}

function resolveImport(from: string, specifier: string): string | null {
  const base = path.resolve(path.dirname(from), specifier);
  return (
    [base, `${base}.ts`, path.join(base, "index.ts")].find((file) => existsSync(file) && path.extname(file) !== "") ??
    null
  );
}
