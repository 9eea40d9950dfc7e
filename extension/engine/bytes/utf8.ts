/** Text of UTF-8 bytes; the engine has no TextDecoder. Throws URIError for bytes that are none. */
export function decodeUtf8(bytes: Uint8Array): string {
  let escaped = '';
  for (const byte of bytes) escaped += `%${byte.toString(16).padStart(2, '0')}`;
  return decodeURIComponent(escaped);
}
