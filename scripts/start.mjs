// `npm start`: from a fresh clone to Intrinsic running in VS Code with the examples open.
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { createServer } from "node:http";
import path from "node:path";
import util from "node:util"; // not by name: an older Node could not even say that it is too old
import { installPackages, mustRun, requireNode, root, step } from "./prepare.mjs";

const HELP = `npm start [-- OPTION ...]

Opens VS Code with Intrinsic and its examples: the \`code\` on your PATH, or else VS Code for the browser, which is
installed from npm (once) and served on this machine only. Nothing is written to examples/ unless you save there.

  --check       print the analysis of every example here instead, and end with its exit code
  --browser     VS Code for the browser, even where \`code\` is there
  --port N      the port of that page (default 4680, or any free one when it is taken)
  --help        this text
`;

requireNode();
const options = readOptions();
try {
  await start();
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}

async function start() {
  if (options.help) return void process.stdout.write(HELP);
  await installPackages(root, "installing npm packages");
  await step("building", () => mustRun(process.execPath, ["scripts/build.mjs"]));
  if (options.check) process.exitCode = checkExamples();
  else if (options.browser || !openDesktop()) await serveBrowser(options.port);
}

function readOptions() {
  const text = { type: "string" };
  const flag = { type: "boolean", default: false };
  try {
    const { values } = util.parseArgs({
      options: { check: flag, browser: flag, help: { ...flag, short: "h" }, port: { ...text, default: "4680" } },
    });
    const port = Number(values.port);
    if (!Number.isInteger(port) || port < 1 || port > 65535)
      throw new Error(`--port takes a number from 1 to 65535, not "${values.port}".`);
    return { ...values, port };
  } catch (error) {
    console.error(`${error.message}\n\n${HELP}`);
    process.exit(2);
  }
}

function checkExamples() {
  const examples = readdirSync(path.join(root, "examples"))
    .filter((name) => name.endsWith(".intrinsic.json"))
    .sort();
  const run = spawnSync(
    process.execPath,
    ["bin/intrinsic.js", "check", "--format", "text", ...examples.map((name) => `examples/${name}`)],
    { cwd: root, stdio: "inherit" },
  );
  return run.status ?? 3;
}

/** True when the `code` on PATH took the folder. It refuses, for instance, to run as root. */
function openDesktop() {
  const run = spawnSync("code", ["--extensionDevelopmentPath", root, path.join(root, "examples")], {
    stdio: ["ignore", "inherit", "inherit"],
    shell: process.platform === "win32",
  });
  if (run.status === 0)
    console.log(
      'VS Code opens with Intrinsic and the examples. Next: open an example and run "Intrinsic: Analyze" (F1).',
    );
  else if (run.error === undefined) console.log("`code` did not start, so VS Code for the browser is used instead.");
  return run.status === 0;
}

async function serveBrowser(port) {
  // These need the npm packages, so they are loaded only now.
  const { installEditor } = await import("../test/vscode/setup.mjs");
  const { freePort, startServer, workbenchUrl } = await import("../test/vscode/server.mjs");
  await installEditor();
  // Ending this process ends the server, whenever that happens.
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"])
    process.once(signal, () => {
      console.log("\nStopped.");
      process.exit(0);
    });
  const server = await step("starting VS Code for the browser", () => startServer());
  const address = await openDoor(
    await freePort(port),
    workbenchUrl(server, { folder: path.join(root, "examples"), extension: root }),
    server.token,
  );
  console.log(`\nIntrinsic is ready: open ${address} in a browser.`);
  console.log('Next: open an example on the left and run "Intrinsic: Analyze" (F1). Ctrl+C here ends it.');
}

/** A short address that leads to the long one; it holds the token, so that only who sees this terminal can enter. */
async function openDoor(port, target, token) {
  const place = `/${token.slice(0, 12)}`;
  const door = createServer((request, response) => {
    if (request.url === place) response.writeHead(302, { location: target }).end();
    else response.writeHead(404).end("Open the address that `npm start` printed.\n");
  });
  await new Promise((resolve) => door.listen(port, "127.0.0.1", resolve));
  return `http://127.0.0.1:${port}${place}`;
}
