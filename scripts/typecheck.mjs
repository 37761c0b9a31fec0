// Type-checks each room with its own lib and types, so that the compiler keeps the DOM out of the engine and so on. What a
// room imports from another is checked there, by that room's rules, and not once more here.
import path from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const ROOMS = ["src/engine", "src/engine/tsconfig.node.json", "src/extension", "src/webview", "test", "bench"];

const rooms = ROOMS.map((room) => ({ room, config: configOf(room) }));
const homes = new Map(rooms.flatMap(({ config }) => config.fileNames.map((file) => [file, config])));
const parsed = new Map();
const strays = new Set();
const failed = rooms.filter(({ config }) => !passes(config)).map(({ room }) => room);
if (failed.length > 0) console.error(`type errors in ${failed.join(", ")}`);
process.exitCode = failed.length === 0 ? 0 : 1;

function configOf(room) {
  const file = path.join(root, room.endsWith(".json") ? room : `${room}/tsconfig.json`);
  return ts.getParsedCommandLineOfConfigFile(file, undefined, {
    ...ts.sys,
    onUnRecoverableConfigFileDiagnostic: (problem) => {
      throw new Error(textOf([problem]));
    },
  });
}

function passes(config) {
  const program = ts.createProgram({
    rootNames: config.fileNames,
    options: config.options,
    configFileParsingDiagnostics: config.errors,
    host: hostFor(config.options),
  });
  const problems = [
    ...program.getConfigFileParsingDiagnostics(),
    ...program.getOptionsDiagnostics(),
    ...program.getGlobalDiagnostics(),
    ...program
      .getSourceFiles()
      .filter((file) => isChecked(program, file, config))
      .flatMap((file) => [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)]),
  ];
  process.stderr.write(textOf(problems));
  return problems.every(({ category }) => category !== ts.DiagnosticCategory.Error);
}

/** A file that no room names is checked by the first that reaches it. */
function isChecked(program, file, config) {
  const { fileName } = file;
  if (program.isSourceFileDefaultLibrary(file) || program.isSourceFileFromExternalLibrary(file)) return false;
  if (homes.has(fileName)) return homes.get(fileName) === config;
  if (strays.has(fileName)) return false;
  strays.add(fileName);
  return true;
}

/** Files are parsed once for all rooms. (What the compiler notes in them besides depends on options that the rooms share.) */
function hostFor(options) {
  const host = ts.createCompilerHost(options);
  const read = host.getSourceFile;
  return {
    ...host,
    getSourceFile(file, languageVersion, ...more) {
      const key = `${file} ${JSON.stringify(languageVersion)}`;
      if (!parsed.has(key)) parsed.set(key, read(file, languageVersion, ...more));
      return parsed.get(key);
    },
  };
}

function textOf(problems) {
  return ts.formatDiagnostics(problems, {
    getCurrentDirectory: () => root,
    getCanonicalFileName: (file) => file,
    getNewLine: () => "\n",
  });
}
