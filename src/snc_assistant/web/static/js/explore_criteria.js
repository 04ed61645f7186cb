/** The criteria in columns, one a family. */

import { el } from "./dom.js";
import { isIn, valuesOf } from "./facts.js";
import { t } from "./i18n.js";
import { editionChoice, emptyState, factButton, factCard, word } from "./explore_parts.js";
import { editionLabel } from "./wording.js";

export const rowsOf = (body) => body.criteria.map((row) => ({ ...row, familyFact: body.families.find((fact) => fact.family === row.family) ?? null }));
export const fileQuery = ({ edition }) => ({ edition });
export const titleOf = ({ edition }) => t("explore.criteria_in", { edition: editionLabel(edition) });

export const controls = (rows, state, editions, change) => [editionChoice(editions, state.edition, (edition) => change({ edition }))];

/** The families of an edition: {name, fact, rows}. */
export function familiesOf(rows, edition) {
  const here = rows.filter(isIn(edition));
  return valuesOf(here, "family").map((family) => {
    const own = here.filter((row) => row.family === family);
    return { name: word("family", family), fact: own[0].familyFact, rows: own };
  });
}

export function render(rows, { edition }, open) {
  const families = familiesOf(rows, edition);
  if (!families.length) return { count: "", content: [emptyState()] };
  const total = families.reduce((sum, family) => sum + family.rows.length, 0);
  return {
    count: t("explore.criteria_count", { count: total }),
    content: [el("div", { class: "columns", "data-testid": "criteria" }, families.map((family) => column(family, edition, open)))],
  };
}

function column({ name, fact, rows }, edition, open) {
  const title = fact && isIn(edition)(fact) ? factButton(fact, edition, open, { class: "column-button cited" }, name) : name;
  return el(
    "section",
    { class: "column" },
    el("h3", {}, title, el("span", { class: "count" }, ` ${rows.length}`)),
    el("ul", { class: "facts-list", role: "list" }, rows.map((row) => el("li", {}, factCard(row, edition, open)))),
  );
}
