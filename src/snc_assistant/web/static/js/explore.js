/** The facts to look at: one view at a time, its choices in the address, each fact opening its citation. */

import { fetchTableFile } from "./api.js";
import { el, iconButton } from "./dom.js";
import { editionsOf, openTable } from "./facts.js";
import { icon } from "./icons.js";
import { language, t } from "./i18n.js";
import * as changes from "./explore_changes.js";
import * as criteria from "./explore_criteria.js";
import { drawFigure } from "./explore_figures.js";
import { choice, said } from "./explore_parts.js";
import * as procedure from "./explore_procedure.js";
import * as providers from "./explore_providers.js";
import { explain } from "./problem.js";
import { problemCard } from "./problem_card.js";
import { exploreHash, PAGES } from "./router.js";
import { figureFile } from "./svg.js";
import { toast } from "./toast.js";
import { download } from "./transfer.js";

const VIEWS = { providers, procedure, criteria, changes };
const TABLES = { providers: "offers", procedure: "stages", criteria: "criteria", changes: "changes" };

export class Explore {
  /** `source` opens citations; `onRedrawn` is called after the facts were drawn anew. */
  constructor(root, source, onRedrawn) {
    Object.assign(this, { root, source, onRedrawn, page: null, view: null, state: {}, rows: [] });
    window.addEventListener("beforeprint", () => root.querySelectorAll("details").forEach((group) => group.setAttribute("open", "")));
  }

  get isShown() {
    return !this.root.hidden;
  }

  get hash() {
    return exploreHash(this.page, this.state);
  }

  /** Show the view that an address names; the focus goes to its title unless the reader is already there. */
  show({ page, query }) {
    const isNew = !this.isShown || page !== this.page;
    if (!isNew && exploreHash(page, query) === this.hash) return;
    Object.assign(this, { page, state: query });
    this.root.hidden = false;
    this.load().then(() => isNew && this.focus());
    if (isNew) this.root.scrollTop = 0;
  }

  hide() {
    this.root.hidden = true;
    this.root.replaceChildren();
  }

  focus() {
    this.root.querySelector("#explore-title")?.focus();
  }

  async load() {
    const { page } = this;
    this.frame(el("p", { class: "pane-message" }, t("explore.loading")));
    try {
      const body = await openTable(TABLES[page]);
      if (this.page !== page || !this.isShown) return;
      const view = VIEWS[page];
      Object.assign(this, { view, snapshot: body.snapshot, rows: view.rowsOf(body) });
      this.draw();
    } catch (error) {
      if (this.page === page && this.isShown) this.frame(problemCard(error.problem ?? { kind: "page" }, el("button", { type: "button", class: "button", on: { click: () => this.load() } }, t("source.retry"))));
      if (!error.problem) console.error(error);
    }
  }

  redraw() {
    if (this.isShown) this.load();
  }

  draw() {
    this.editions = editionsOf(this.rows);
    if (!this.editions.some(({ edition }) => edition === this.state.edition)) this.state.edition = this.editions.at(-1)?.edition ?? "";
    this.results = el("div", { class: "explore-results" });
    this.count = el("p", { class: "explore-count", role: "status", "data-testid": "explore-count" });
    const controls = this.rows.length ? [el("div", { class: "explore-controls" }, this.view.controls(this.rows, this.state, this.editions, (partial) => this.change(partial))), this.tools()] : [];
    this.frame(...controls, this.count, this.results, this.imprint());
    this.drawResults();
  }

  frame(...content) {
    this.title = el("h2", { id: "explore-title", class: "explore-title", tabindex: "-1" }, t(`view.${this.page}`));
    this.root.replaceChildren(el("div", { class: "explore-inner" }, this.navigation(), this.title, ...content));
  }

  navigation() {
    const link = (page) => el("a", { href: exploreHash(page), "aria-current": page === this.page ? "page" : null, "data-testid": `explore-${page}` }, t(`view.${page}`));
    return el("nav", { class: "explore-nav", "aria-label": t("explore.title") }, el("a", { href: "#/", class: "explore-back", "data-testid": "explore-back" }, icon("previous"), el("span", {}, t("explore.back"))), el("ul", { role: "list" }, PAGES.map((page) => el("li", {}, link(page)))));
  }

  tools() {
    const forms = [{ value: "table", text: t("explore.as_text") }, { value: "figure", text: t("explore.as_figure") }];
    const button = (name, text, act) => iconButton(icon(name === "print" ? "print" : "download"), text, act, { "data-testid": `explore-${name}` });
    return el(
      "div",
      { class: "explore-tools" },
      choice(t("explore.form"), "form", forms, this.state.form === "figure" ? "figure" : "table", (form) => this.change({ form: form === "figure" ? form : "" })),
      el("div", { class: "actions" }, button("svg", "SVG", () => this.saveFigure()), button("csv", "CSV", () => this.saveTable("csv", "text/csv")), button("json", "JSON", () => this.saveTable("json", "application/json")), button("print", t("explore.print"), () => window.print())),
    );
  }

  /** Take a choice of the reader; the controls stay, so that none loses the focus. */
  change(partial) {
    Object.assign(this.state, partial);
    history.replaceState(null, "", this.hash);
    this.drawResults();
  }

  drawResults() {
    const { count, content } = this.view.render(this.rows, this.state, this.open);
    this.title.textContent = this.rows.length ? this.view.titleOf(this.state, this.rows) : t(`view.${this.page}`);
    this.count.textContent = count;
    const isFigure = this.state.form === "figure" && this.rows.length > 0;
    this.results.replaceChildren(...(isFigure ? [el("div", { class: "figure" }, this.figure())] : content.filter(Boolean)));
    this.onRedrawn();
  }

  figure() {
    return drawFigure(this.page, this.rows, this.state, this.view.titleOf(this.state, this.rows));
  }

  open = (citations, row, opener) => {
    const claim = { text: said(row.statement), citations };
    this.source.open({ citations, current: citations[0], claims: [claim], answerLanguage: null, exchangeId: null, claim }, opener);
  };

  saveFigure() {
    download(`${this.fileName()}.svg`, "image/svg+xml", figureFile(this.figure(), language()));
  }

  async saveTable(format, type) {
    try {
      const wanted = Object.entries({ ...this.view.fileQuery(this.state), format }).filter(([, value]) => value);
      download(`${this.fileName()}.${format}`, type, await fetchTableFile(TABLES[this.page], wanted));
    } catch (error) {
      toast(explain(error.problem ?? { kind: "page" }).title);
    }
  }

  fileName() {
    return ["snc-assistant", TABLES[this.page], this.state.edition].filter(Boolean).join("-");
  }

  imprint() {
    const cited = this.rows.flatMap((row) => row.citations).filter(({ edition }) => edition === this.state.edition);
    const documents = [...new Set(cited.map(({ doc_id }) => doc_id))].join(", ");
    return el("p", { class: "print-only imprint" }, t("explore.imprint", { address: location.origin, snapshot: this.snapshot, documents }));
  }
}
