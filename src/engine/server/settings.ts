/** What the client tells the server about itself and its user, read with care: any client may connect. */

/** Sent once, when the client starts (initializationOptions). */
export interface ClientOptions {
  /** Folder with the pages of the problem codes, as a URI that ends in a slash; `null`: problems carry no link. */
  readonly docs: string | null;
  /** True when the client knows the commands of our code lenses. */
  readonly commands: boolean;
}

/** Sent whenever it changes (workspace/didChangeConfiguration, section "intrinsic"). */
export interface Settings {
  /** Pause between the last keystroke and the analysis, in milliseconds. */
  readonly analysisDelay: number;
  /** Whether parameters and laws of each layer are written beside it in the text. */
  readonly inlayHints: boolean;
}

export const DEFAULT_SETTINGS: Settings = { analysisDelay: 150, inlayHints: false };
const LONGEST_DELAY_MS = 60_000;

export function readClientOptions(value: unknown): ClientOptions {
  const docs = property(value, "docs");
  return {
    docs: typeof docs === "string" ? (docs.endsWith("/") ? docs : `${docs}/`) : null,
    commands: property(value, "commands") === true,
  };
}

export function readSettings(value: unknown): Settings {
  const own = property(value, "intrinsic");
  const delay = property(property(own, "analysis"), "delay");
  return {
    analysisDelay:
      typeof delay === "number" && Number.isFinite(delay)
        ? Math.min(LONGEST_DELAY_MS, Math.max(0, delay))
        : DEFAULT_SETTINGS.analysisDelay,
    inlayHints: property(own, "inlayHints") === true,
  };
}

function property(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? (value as Readonly<Record<string, unknown>>)[name] : undefined;
}
