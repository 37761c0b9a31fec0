/** Texts in UTF-8. The decoder is one of every platform on which this runs, but not of the language's own library of types. */

/** The text, or `null` where it is not UTF-8. */
export function utf8(bytes: Uint8Array): string | null {
  try {
    return STRICT.decode(bytes);
  } catch {
    return null;
  }
}

export const utf8Bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

declare const TextDecoder: new (
  label: "utf-8",
  options: { readonly fatal: boolean; readonly ignoreBOM: boolean },
) => { readonly decode: (bytes: Uint8Array) => string };
declare const TextEncoder: new () => { readonly encode: (text: string) => Uint8Array };

const STRICT = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
