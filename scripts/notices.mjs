// The licences of the packages whose code is in the bundles, as one text that is shipped with them.
import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { root } from "./bundles.mjs";

export const NOTICES = "THIRD_PARTY_NOTICES.txt";

const HEAD = `Intrinsic is under the MIT licence (LICENSE). Its bundles in dist/ hold code of the packages below,
each under its own licence.
`;

/** The text, from esbuild's metafiles. Throws when a package that is bundled has no licence to quote. */
export function noticesOf(metafiles) {
  const folders = new Set(metafiles.flatMap(bundledFiles).flatMap((file) => folderOf(file) ?? []));
  const notices = [...folders].map(noticeOf);
  notices.sort((a, b) => (a.title < b.title ? -1 : 1));
  const unlike = notices.filter(({ title }, i) => title !== notices[i - 1]?.title);
  return [HEAD, ...unlike.map(({ title, text }) => `${"-".repeat(80)}\n${title}\n\n${text}\n`)].join("\n");
}

/** Of which something has come into an output. */
function bundledFiles({ outputs }) {
  return Object.values(outputs).flatMap(({ inputs }) =>
    Object.entries(inputs).flatMap(([file, { bytesInOutput }]) => (bytesInOutput > 0 ? [file] : [])),
  );
}

/** The package's folder: what follows the last node_modules, with the scope where it has one. */
function folderOf(file) {
  const found = /^(.*node_modules\/)((?:@[^/]+\/)?[^/]+)\//.exec(file.split(path.sep).join("/"));
  return found === null ? null : path.resolve(root, found[1], found[2]);
}

/** Texts that a package's licence asks for and that its folder does not hold: scripts/licences. */
const LICENCES_APART = { "@bufbuild/protobuf": ["Apache-2.0.txt", "protobuf-varint.txt"] };

function noticeOf(folder) {
  const { name, version, license, author } = JSON.parse(readFileSync(path.join(folder, "package.json"), "utf8"));
  const files = readdirSync(folder).filter((file) => /^(licen[cs]e|notice|copying|thirdpartynotices)/i.test(file));
  const apart = (LICENCES_APART[name] ?? []).map((file) => path.join(root, "scripts/licences", file));
  const text = [...files.sort().map((file) => path.join(folder, file)), ...apart]
    .map((file) => readFileSync(file, "utf8").trim())
    .join("\n\n")
    .replace(/\r\n/g, "\n");
  const title = `${name} ${version}${license ? ` (${license})` : ""}`;
  if (text !== "") return { title, text };
  if (license !== "MIT") throw new Error(`${title} is bundled, but no licence is in ${folder}`);
  return { title, text: mit(author?.name ?? author ?? `the authors of ${name}`) };
}

/** For a package that names this licence and brings no text of it. */
function mit(holder) {
  const [, terms] = readFileSync(path.join(root, "LICENSE"), "utf8").split(/^Copyright.*$/m);
  return `The package names the MIT licence without its text:\n\nCopyright (c) ${holder}\n\n${terms.trim()}`;
}
