/** The fingerprint of a text: SHA-256 (FIPS 180-4) of its UTF-8, in processes and pages that have no cryptography of their own. */
import { sha256 as digest } from "@noble/hashes/sha2";
import { bytesToHex } from "@noble/hashes/utils";

/** 64 hexadecimal digits. */
export function sha256(text: string): string {
  return bytesToHex(sha256Bytes(text));
}

/** The same as 32 bytes. */
export function sha256Bytes(text: string): Uint8Array {
  return digest(text);
}
