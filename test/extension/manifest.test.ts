/** package.json promises what the code keeps. */
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { TASK_NAMES, TASKS } from "../../src/engine/protocol/tasks";

interface Manifest {
  main: string;
  icon: string;
  contributes: {
    commands: { command: string }[];
    languages: { configuration: string; icon: { light: string; dark: string } }[];
    grammars: { path: string }[];
    menus: Record<string, { command: string; when?: string }[]>;
    keybindings: { command: string }[];
    walkthroughs: { steps: { description: string; media: { image: string }; completionEvents: string[] }[] }[];
    jsonValidation: { url: string }[];
    configuration: { properties: Record<string, { default: unknown; markdownDescription: string }> };
  };
}

const root = process.cwd();
const read = (file: string): string => readFileSync(path.join(root, file), "utf8");
const { contributes, icon } = JSON.parse(resolved(read("package.json"))) as Manifest;
const declared = contributes.commands.map(({ command }) => command).sort();

/** As VS Code reads it in English. */
function resolved(manifest: string): string {
  const english = JSON.parse(read("package.nls.json")) as Readonly<Record<string, string>>;
  return manifest.replace(/"%([\w.]+)%"/g, (whole, key: string) => JSON.stringify(english[key] ?? whole));
}

describe("package.json", () => {
  it("declares exactly the commands that are registered", () => {
    const table = read("src/extension/commands/index.ts");
    const own = [...table.matchAll(/^ {2}"(intrinsic\.\w+)":/gm)].map(([, id]) => id);
    const ofTasks = TASK_NAMES.flatMap((task) => Object.values(TASKS[task].commands ?? {}));
    assert.deepEqual(declared, [...own, ...ofTasks].sort());
  });

  it("puts only declared commands into menus and keys", () => {
    const used = [...Object.values(contributes.menus).flat(), ...contributes.keybindings].map(({ command }) => command);
    assert.deepEqual(
      used.filter((command) => !declared.includes(command)),
      [],
    );
  });

  it("points at files that exist", () => {
    const [language] = contributes.languages;
    const files = [icon, language.configuration, language.icon.light, language.icon.dark, contributes.grammars[0].path];
    assert.deepEqual(
      files.filter((file) => !existsSync(path.join(root, file))),
      [],
    );
  });

  it("leads new users by commands and pictures that exist", () => {
    const steps = contributes.walkthroughs.flatMap(({ steps }) => steps);
    assert.equal(steps.length, 5);
    for (const { description, media, completionEvents } of steps) {
      assert.ok(existsSync(path.join(root, media.image)), media.image);
      const linked = [...description.matchAll(/\(command:([\w.]+)\)/g)].map(([, command]) => `onCommand:${command}`);
      assert.deepEqual(linked, completionEvents);
      for (const event of completionEvents) assert.ok(declared.includes(event.replace("onCommand:", "")), event);
    }
    for (const { url } of contributes.jsonValidation) assert.ok(existsSync(path.join(root, url)), url);
  });

  it("offers to stop only what has a key that says it runs", () => {
    const stops = TASK_NAMES.flatMap((task) => {
      const stop = TASKS[task].commands?.stop;
      return stop === undefined ? [] : [[stop, `intrinsic.running.${task}`] as const];
    });
    const palette = new Map(contributes.menus["commandPalette"].map(({ command, when }) => [command, when]));
    for (const [stop, key] of stops) assert.equal(palette.get(stop), key);
  });

  it("describes every setting and gives it a default", () => {
    for (const [name, { default: value, markdownDescription }] of Object.entries(
      contributes.configuration.properties,
    )) {
      assert.notEqual(value, undefined, name);
      assert.ok(markdownDescription.length > 20, name);
    }
  });
});
