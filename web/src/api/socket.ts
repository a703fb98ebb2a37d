/** WebSockets to this page's own server, and the keys of what is sent over them. */

export function socket(path: string): WebSocket {
  const address = new URL(path, location.href);
  address.protocol = address.protocol.replace("http", "ws");
  return new WebSocket(address);
}

/** A random key that makes a message sent twice count once; `crypto.randomUUID` is missing on plain-HTTP hosts. */
export function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
