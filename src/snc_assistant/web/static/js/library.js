/** The documents of the server, each fetched once. */

import { fetchDocument, fetchDocuments, fetchText, fetchTwins } from "./api.js";

export class Library {
  constructor() {
    this.opened = new Map();
  }

  list() {
    return fetchDocuments();
  }

  /** {meta, text} of a document. A failed fetch is forgotten, so that the next try asks again. */
  open(docId) {
    if (!this.opened.has(docId)) {
      const loading = Promise.all([fetchDocument(docId), fetchText(docId)]).then(([meta, text]) => ({ meta, text }));
      loading.catch(() => this.opened.delete(docId));
      this.opened.set(docId, loading);
    }
    return this.opened.get(docId);
  }

  /** What says the same in the other language; nothing where the server cannot tell. */
  twins(target) {
    return fetchTwins(target).catch(() => []);
  }
}

/** The heading path of the smallest section around an offset (in code points). */
export function headingAt(meta, offset) {
  const around = meta.sections.filter((section) => section.start <= offset && offset < section.end);
  around.sort((a, b) => a.end - a.start - (b.end - b.start));
  return around[0]?.heading_path ?? [];
}
