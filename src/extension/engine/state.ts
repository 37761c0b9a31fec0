/** How the engine's process is. No vscode in here. */
export type EngineState =
  | { readonly kind: "starting" }
  | { readonly kind: "running" }
  /** It crashed and is being started again. */
  | { readonly kind: "restarting"; readonly reason: string }
  /** It is down until the user asks. */
  | { readonly kind: "down"; readonly reason: string };
