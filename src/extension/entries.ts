/** What is known per document, and who wants to hear when it changes. No vscode in here. */
export interface Entries<T> {
  get(uri: string): T | undefined;
  set(uri: string, entry: T): void;
  all(): IterableIterator<[string, T]>;
  onChange(listener: (uri: string) => void): { dispose(): void };
}

export function createEntries<T>(): Entries<T> {
  const entries = new Map<string, T>();
  const listeners = new Set<(uri: string) => void>();
  return {
    get: (uri) => entries.get(uri),
    set(uri, entry) {
      entries.set(uri, entry);
      for (const listener of [...listeners]) listener(uri);
    },
    all: () => entries.entries(),
    onChange(listener) {
      listeners.add(listener);
      return { dispose: () => void listeners.delete(listener) };
    },
  };
}
