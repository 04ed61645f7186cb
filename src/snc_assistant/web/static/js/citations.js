/** Numbers of citations within one answer: the same span keeps the same number. */

export const citationKey = (citation) => `${citation.doc_id}:${citation.start}-${citation.end}`;

/** The distinct citations of the claims, in reading order; a citation's number is its place from 1. */
export function distinctCitations(claims) {
  const seen = new Map();
  for (const citation of claims.flatMap((claim) => claim.citations)) {
    if (!seen.has(citationKey(citation))) seen.set(citationKey(citation), citation);
  }
  return [...seen.values()];
}

export function citationNumbers(claims) {
  return new Map(distinctCitations(claims).map((citation, index) => [citationKey(citation), index + 1]));
}
