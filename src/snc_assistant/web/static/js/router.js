/** The part of the address after `#`: what is shown beside the conversation. */

/** {view: "source", doc_id, start, end} with null offsets for a whole document, or {view: "conversation"}. */
export function parseRoute(hash) {
  const match = /^#\/source\/([^/]+)(?:\/(\d+)-(\d+))?$/.exec(hash);
  if (!match) return { view: "conversation" };
  try {
    return { view: "source", doc_id: decodeURIComponent(match[1]), start: offset(match[2]), end: offset(match[3]) };
  } catch {
    return { view: "conversation" };
  }
}

const offset = (digits) => (digits === undefined ? null : Number(digits));

export function sourceHash({ doc_id, start, end }) {
  const base = `#/source/${encodeURIComponent(doc_id)}`;
  return start === null ? base : `${base}/${start}-${end}`;
}

export function permalink(target) {
  return new URL(sourceHash(target), location.href.split("#")[0]).href;
}

export const sameTarget = (a, b) => a.doc_id === b.doc_id && a.start === b.start && a.end === b.end;
