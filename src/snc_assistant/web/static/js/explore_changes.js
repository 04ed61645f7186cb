/** What changed between two editions: what they say otherwise side by side, then what only one of them says. */

import { el } from "./dom.js";
import { citationsOf, valuesOf } from "./facts.js";
import { hasMessage, t } from "./i18n.js";
import { emptyState, factCard } from "./explore_parts.js";
import { editionLabel } from "./wording.js";

export const rowsOf = (body) => body.changes.map((change) => ({ ...change, citations: [change.before, change.after].flatMap((side) => side?.citations ?? []), editions: [body.before, body.after], alike: body.alike }));
export const fileQuery = () => ({});
export const titleOf = (_, rows) => t("explore.changes_in", { before: editionLabel(rows[0]?.editions[0] ?? ""), after: editionLabel(rows[0]?.editions[1] ?? "") });

export const controls = () => [];

export const changesOf = (rows, change) => rows.filter((row) => row.change === change);

/** Counts by kind in words: "40 offers, 19 criteria". */
export function countsOf(counts) {
  return Object.entries(counts).map(([kind, count]) => (hasMessage(`fact.kind.${kind}.other`) ? t(`fact.kind.${kind}`, { count }) : `${count} ${kind}`));
}

export function render(rows, _, open) {
  if (!rows.length) return { count: "", content: [emptyState()] };
  const changed = changesOf(rows, "changed");
  const noted = changesOf(rows, "noted");
  return {
    count: t("explore.changes_count", { count: rows.length }),
    content: [
      changed.length > 0 && el("section", { class: "changes" }, el("h3", {}, t("fact.change.changed")), el("ul", { class: "facts-list", role: "list" }, changed.map((row) => el("li", { class: "change", "data-testid": "changed" }, side(row.before, open), side(row.after, open))))),
      noted.length > 0 && el("section", { class: "changes" }, el("h3", {}, t("fact.change.noted")), el("ul", { class: "facts-list", role: "list" }, noted.map((row) => el("li", { "data-testid": "noted" }, factCard(row.after, null, open))))),
      ...["removed", "added"].map((change) => oneSided(change, rows, open)),
      el("section", { class: "changes" }, el("h3", {}, t("explore.alike")), el("p", { "data-testid": "alike" }, countsOf(rows[0].alike).join(" · "))),
    ],
  };
}

function side(row, open) {
  const { edition } = citationsOf(row, null)[0];
  return el("div", { class: "change-side" }, el("h4", {}, editionLabel(edition)), factCard(row, edition, open, { withLabel: false }));
}

function oneSided(change, rows, open) {
  const own = changesOf(rows, change);
  if (!own.length) return null;
  const edition = rows[0].editions[change === "added" ? 1 : 0];
  const fact = (row) => row[change === "added" ? "after" : "before"];
  const group = (kind) => {
    const facts = own.filter((row) => row.kind === kind).map(fact);
    return el("details", { class: "consulted", "data-testid": change }, el("summary", {}, countsOf({ [kind]: facts.length })[0]), el("ul", { class: "facts-list", role: "list" }, facts.map((row) => el("li", {}, factCard(row, edition, open)))));
  };
  return el("section", { class: "changes" }, el("h3", {}, t("explore.only_in", { edition: editionLabel(edition) })), valuesOf(own, "kind").map(group));
}
