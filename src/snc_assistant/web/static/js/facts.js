/** The facts of the server as tables, each fetched once, and what the views read from their rows. Knows nothing about the page. */

import { fetchTable } from "./api.js";

const opened = new Map();

/** A table by name. A failed fetch is forgotten, so that the next try asks again. */
export function openTable(name) {
  if (!opened.has(name)) {
    const loading = fetchTable(name);
    loading.catch(() => opened.delete(name));
    opened.set(name, loading);
  }
  return opened.get(name);
}

/** The editions that the rows are cited from, oldest first, each with the language of its quotes. */
export function editionsOf(rows) {
  const found = new Map();
  for (const { edition, language } of rows.flatMap((row) => row.citations)) found.set(edition, language);
  return [...found].map(([edition, language]) => ({ edition, language })).sort((a, b) => a.edition.localeCompare(b.edition));
}

/** The distinct values of a column, in the order of the rows. */
export const valuesOf = (rows, column) => [...new Set(rows.map((row) => row[column]).filter((value) => value !== null))];

export const isIn = (edition) => (row) => row.citations.some((citation) => citation.edition === edition);

/** The row's citations with those of one edition first, the telling one at the very front: what names the offer, else the longest quote. */
export function citationsOf(row, edition) {
  const weight = (citation) => (citation.quote === row.offer ? 1e6 : citation.quote.length);
  const isElsewhere = (citation) => Number(citation.edition !== edition);
  return [...row.citations].sort((a, b) => isElsewhere(a) - isElsewhere(b) || weight(b) - weight(a));
}

/** Lower case without accents, so that "telecom" finds "Télécom". */
export const folded = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

/** A quote as a title: without the marks of the extraction, and without the stage that it begins with. */
export const asTitle = (quote) => quote.replace(/<[^>]*>|\*+/g, "").replace(/^\s*J\d+\s+/, "").trim();
