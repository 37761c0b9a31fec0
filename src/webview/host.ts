/** The extension on the other side: what the page may ask of it, and what survives a reload of the window. */
import { PROTOCOL_VERSION, type FromPage, type PageState, type ToPage } from "../engine/protocol/messages";

export interface Host {
  post(message: FromPage): void;
  state(): PageState | null;
  keep(state: PageState): void;
}

declare function acquireVsCodeApi(): {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
};

export function connectHost(): Host {
  const api = acquireVsCodeApi();
  return {
    post: (message) => api.postMessage(message),
    state: () => {
      const state = api.getState();
      return isRecord(state) && state["protocol"] === PROTOCOL_VERSION ? (state as unknown as PageState) : null;
    },
    keep: (state) => api.setState(state),
  };
}

export type Incoming = ToPage | { readonly type: "other-version" };

/** A message from the extension; `null` for what is none of ours, "other-version" when both sides do not match. */
export function incoming(data: unknown): Incoming | null {
  if (!isRecord(data)) return null;
  switch (data["type"]) {
    case "show":
    case "showRuns": {
      const view = data["view"];
      if (!isRecord(view)) return null;
      return view["protocol"] === PROTOCOL_VERSION ? (data as unknown as ToPage) : { type: "other-version" };
    }
    case "highlight":
    case "showTask":
      return data as unknown as ToPage;
    default:
      return null;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
