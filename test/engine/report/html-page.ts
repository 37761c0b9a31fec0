/** What must hold of every page that is written as one file. */
import assert from "node:assert/strict";

/** Each element is opened and closed in turn. */
export function assertBalanced(page: string): void {
  const open: string[] = [];
  for (const [, closing, tag = "", alone] of page
    .replace(/<style>[^]*?<\/style>/, "")
    .matchAll(/<(\/?)([a-z][a-z0-9]*)[^>]*?(\/?)>/g)) {
    if (alone === "/" || tag === "meta") continue;
    if (closing === "/") assert.equal(open.pop(), tag);
    else open.push(tag);
  }
  assert.deepEqual(open, []);
}
