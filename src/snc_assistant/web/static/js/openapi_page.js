/** Builds the page at /docs from the server's own /openapi.json. */

import { el } from "./dom.js";
import { applyLanguage, language, onLanguageChange, setLanguage, t } from "./i18n.js";
import { drawStaticIcons } from "./icons.js";
import { operationsOf, renderContents, renderOperation } from "./openapi_operation.js";
import { renderSchema } from "./openapi_schema.js";
import { attachTheme } from "./theme.js";

const content = document.getElementById("content");
let description = null;
let failed = false;

async function load() {
  const response = await fetch("openapi.json");
  if (!response.ok) throw new Error(`openapi.json: ${response.status}`);
  description = await response.json();
}

function draw() {
  if (failed) content.replaceChildren(el("p", { role: "alert" }, t("docs.failed")));
  else if (description) content.replaceChildren(...sections(description));
}

function sections(api) {
  const operations = operationsOf(api);
  return [
    ...introduction(api),
    renderContents(operations),
    el("h2", { class: "api-group" }, t("docs.operations")),
    ...operations.map((operation) => renderOperation(operation, api)),
    el("h2", { class: "api-group" }, t("docs.schemas")),
    ...Object.entries(api.components.schemas).map(([name, schema]) => renderSchema(name, schema)),
  ];
}

function introduction({ info }) {
  return [
    el("h1", {}, t("docs.heading", { version: info.version })),
    el("p", { class: "api-lead" }, t("docs.lead")),
    el("p", { class: "api-lead" }, t("docs.problems")),
    el("p", { class: "api-lead" }, el("a", { href: "openapi.json" }, t("docs.raw"))),
  ];
}

// The places that a link may name exist only now.
function followAddress() {
  if (location.hash.length > 1) document.getElementById(decodeURIComponent(location.hash.slice(1)))?.scrollIntoView();
}

function attachLanguageSwitch() {
  for (const lang of ["fr", "en"]) {
    const button = document.getElementById(`lang-${lang}`);
    button.addEventListener("click", () => setLanguage(lang));
    onLanguageChange(() => button.setAttribute("aria-pressed", String(lang === language())));
  }
  onLanguageChange(draw);
}

drawStaticIcons(document);
attachTheme(document.getElementById("theme"));
attachLanguageSwitch();
await load().catch(() => (failed = true));
applyLanguage();
followAddress();
