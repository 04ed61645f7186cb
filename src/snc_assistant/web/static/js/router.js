/** The part of the address after `#`: which view is shown, and the source beside it. */

export const PAGES = ["providers", "procedure", "criteria", "changes"];

/** {view: "source", doc_id, start, end} with null offsets for a whole document, {view: "explore", page, query}, or {view: "conversation"}. */
export function parseRoute(hash) {
  return parseSource(hash) ?? parseExplore(hash) ?? { view: "conversation" };
}

function parseSource(hash) {
  const match = /^#\/source\/([^/]+)(?:\/(\d+)-(\d+))?$/.exec(hash);
  if (!match) return null;
  try {
    return { view: "source", doc_id: decodeURIComponent(match[1]), start: offset(match[2]), end: offset(match[3]) };
  } catch {
    return null;
  }
}

const offset = (digits) => (digits === undefined ? null : Number(digits));

function parseExplore(hash) {
  const match = /^#\/explore(?:\/(\w+))?(?:\?(.*))?$/.exec(hash);
  if (!match) return null;
  return { view: "explore", page: PAGES.includes(match[1]) ? match[1] : PAGES[0], query: Object.fromEntries(new URLSearchParams(match[2] ?? "")) };
}

export function sourceHash({ doc_id, start, end }) {
  const base = `#/source/${encodeURIComponent(doc_id)}`;
  return start === null ? base : `${base}/${start}-${end}`;
}

/** The address of a view of the facts; what is empty in the query is left out. */
export function exploreHash(page, query = {}) {
  const said = new URLSearchParams(Object.entries(query).filter(([, value]) => value));
  return `#/explore/${page}${said.size ? `?${said}` : ""}`;
}

export function permalink(target) {
  return new URL(sourceHash(target), location.href.split("#")[0]).href;
}

export const sameTarget = (a, b) => a.doc_id === b.doc_id && a.start === b.start && a.end === b.end;
