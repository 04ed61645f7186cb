/** The procedure as a timeline: its stages in order, what each edition calls them, and their steps. */

import { el } from "./dom.js";
import { asTitle, citationsOf, isIn, valuesOf } from "./facts.js";
import { icon } from "./icons.js";
import { language, t } from "./i18n.js";
import { editionChoice, emptyState, factButton, factCard, said } from "./explore_parts.js";
import { editionLabel, languageName } from "./wording.js";

export const rowsOf = (body) => body.stages;
export const fileQuery = ({ edition }) => ({ edition });
export const titleOf = ({ edition }) => t("explore.procedure_in", { edition: editionLabel(edition) });

export const controls = (rows, state, editions, change) => [editionChoice(editions, state.edition, (edition) => change({ edition }))];

/** The stages of an edition: {stage, label, rivals, steps}; rivals are labels of the same stage in other editions. */
export function stagesOf(rows, edition) {
  return valuesOf(rows, "stage").map((stage) => {
    const here = rows.filter((row) => row.stage === stage);
    const labels = here.filter((row) => row.aspect === "label");
    return {
      stage,
      label: labels.find(isIn(edition)) ?? null,
      rivals: labels.filter((row) => row.conflict && !isIn(edition)(row)),
      steps: here.filter((row) => row.aspect === "step").filter(isIn(edition)),
    };
  });
}

const remarksOf = (rows, edition) => rows.filter((row) => !["label", "step"].includes(row.aspect)).filter(isIn(edition));

export function render(rows, { edition }, open) {
  const stages = stagesOf(rows, edition);
  const remarks = remarksOf(rows, edition);
  const steps = stages.reduce((sum, stage) => sum + stage.steps.length, 0);
  if (!stages.length) return { count: "", content: [emptyState()] };
  return {
    count: [t("explore.stages", { count: stages.length }), t("explore.steps", { count: steps })].join(" · "),
    content: [
      el("ol", { class: "timeline", role: "list", "data-testid": "timeline" }, stages.map((stage) => stageItem(stage, edition, open))),
      remarks.length > 0 && el("section", { class: "remarks" }, el("h3", {}, t("answer.notes")), el("ul", { class: "facts-list", role: "list" }, remarks.map((row) => el("li", {}, factCard(row, edition, open))))),
    ],
  };
}

function stageItem({ stage, label, rivals, steps }, edition, open) {
  return el(
    "li",
    { class: "stage", "data-testid": "stage", "data-conflict": rivals.length > 0 },
    el("h3", { class: "stage-head" }, el("span", { class: "stage-name" }, stage), label && labelButton(label, edition, open)),
    rivals.map((row) => rivalNote(row, open)),
    el("ol", { class: "steps", role: "list" }, steps.map((row) => el("li", {}, factButton(row, edition, open, { class: "step cited" }, said(row.label))))),
  );
}

/** The stage's name in the edition's own words. */
function labelButton(row, edition, open) {
  const [citation] = citationsOf(row, edition);
  const foreign = citation.language !== language() && el("span", { class: "citation-language" }, citation.language.toUpperCase());
  return factButton(row, edition, open, { class: "stage-label cited" }, el("span", { lang: citation.language }, asTitle(citation.quote)), foreign && [" ", foreign]);
}

function rivalNote(row, open) {
  const [citation] = row.citations;
  return el(
    "div",
    { class: "rival", "data-testid": "rival" },
    el("span", { class: "rival-head" }, icon("conflict"), t("explore.rival", { edition: editionLabel(citation.edition) })),
    factButton(row, citation.edition, open, { class: "stage-label cited" }, el("span", { lang: citation.language }, asTitle(citation.quote)), citation.language !== language() && [" ", el("span", { class: "citation-language" }, citation.language.toUpperCase(), el("span", { class: "visually-hidden" }, ` (${languageName(citation.language)})`))]),
  );
}
