/** What is shipped names the packages whose code it holds, with their licences. */
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { build, type BuildOptions, type Metafile } from "esbuild";

interface Bundles {
  readonly bundles: readonly { readonly out: string }[];
  readonly optionsFor: (bundle: { readonly out: string }) => BuildOptions;
}
interface Notices {
  readonly noticesOf: (metafiles: readonly Metafile[]) => string;
}

describe("house: notices of third parties", () => {
  let metafiles: Metafile[] = [];
  let text = "";

  before(async () => {
    const { bundles, optionsFor } = (await import(script("bundles"))) as Bundles;
    const { noticesOf } = (await import(script("notices"))) as Notices;
    const results = await Promise.all(bundles.map((bundle) => build({ ...optionsFor(bundle), metafile: true })));
    metafiles = results.map(({ metafile }) => metafile);
    text = noticesOf(metafiles);
  });

  it("name every bundled package with its version", () => {
    const folders = metafiles.flatMap(packageFolders);
    assert.ok(folders.some((folder) => folder.endsWith("/chart.js")) && folders.some((f) => f.endsWith("/katex")));
    const titles = folders.map((folder) => {
      const { name, version } = JSON.parse(readFileSync(path.join(folder, "package.json"), "utf8")) as {
        name: string;
        version: string;
      };
      return `${name} ${version} (`;
    });
    assert.deepEqual(
      [...new Set(titles)].filter((title) => !text.includes(`\n${title}`)),
      [],
    );
  });

  it("quote a licence for each", () => {
    const [, ...notices] = text.split(/^-{80}$/m);
    for (const notice of notices)
      assert.match(notice, /permission|permitted|license|licence/i, notice.trim().split("\n")[0]);
    assert.ok(notices.length > 15);
  });

  it("are packed with what they speak of; source maps and the pictures of the README are not", () => {
    // What is packed is what is named here: in this file a later line takes nothing back from an earlier one.
    const [all, ...packed] = readFileSync(".vscodeignore", "utf8").trim().split("\n");
    assert.equal(all, "**");
    const takes = (file: string): boolean => packed.some((pattern) => matcher(pattern.slice(1)).test(file));
    for (const file of ["dist/server.js", "dist/webview/panel.css", "dist/THIRD_PARTY_NOTICES.txt", "media/icon.png"])
      assert.ok(takes(file), file);
    for (const file of ["dist/server.js.map", "dist/webview/main.js.map", "media/screenshots/charts.png"])
      assert.ok(!takes(file), file);
  });
});

const script = (name: string): string => pathToFileURL(path.resolve(`scripts/${name}.mjs`)).href;

/** A pattern as it is used here: "**" for folders, "*" within a name. */
function matcher(pattern: string): RegExp {
  const parts: Readonly<Record<string, string>> = { "**/": "(.*/)?", "**": ".*", "*": "[^/]*", ".": "\\." };
  return new RegExp(`^${pattern.replace(/\*\*\/|\*\*|\*|\./g, (part) => parts[part])}$`);
}

/** The nearest folder with a named package, upwards from each bundled file: found on the disk, not by its path. */
function packageFolders({ outputs }: Metafile): string[] {
  const files = Object.values(outputs).flatMap(({ inputs }) =>
    Object.entries(inputs).flatMap(([file, { bytesInOutput }]) => (bytesInOutput > 0 ? [file] : [])),
  );
  const folders = files
    .filter((file) => file.includes("node_modules/"))
    .map((file) => nearestPackage(path.dirname(file)));
  return [...new Set(folders)];
}

function nearestPackage(folder: string): string {
  const file = path.join(folder, "package.json");
  const named =
    existsSync(file) && typeof (JSON.parse(readFileSync(file, "utf8")) as { version?: string }).version === "string";
  return named ? folder : nearestPackage(path.dirname(folder));
}
