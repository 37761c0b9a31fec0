/** The editor features of the server: a new one is a file and a row here. */
import type { Feature } from "./feature";
import { codeActions } from "./code-actions";
import { codeLens } from "./code-lens";
import { completion } from "./completion";
import { definition } from "./definition";
import { folding } from "./folding";
import { formatting } from "./formatting";
import { hover } from "./hover";
import { inlayHints } from "./inlay-hints";
import { references } from "./references";
import { rename } from "./rename";
import { selection } from "./selection";
import { symbols } from "./symbols";

export const FEATURES: readonly Feature[] = [
  completion,
  hover,
  symbols,
  folding,
  selection,
  formatting,
  codeLens,
  codeActions,
  definition,
  references,
  rename,
  inlayHints,
];
