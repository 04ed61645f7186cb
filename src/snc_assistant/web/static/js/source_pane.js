/** The pane that shows a document with one span highlighted by its offsets, never by searching for the quote. */

import { citationKey } from "./citations.js";
import { unitOffset } from "./code_points.js";
import { el } from "./dom.js";
import { language, t } from "./i18n.js";
import { headingAt } from "./library.js";
import { explain } from "./problem.js";
import { bareTitle, renderSource } from "./source_text.js";
import { paneContext, paneHeader, twinPair } from "./source_header.js";

const narrow = window.matchMedia("(max-width: 56.24rem)");

export class SourcePane {
  /** `handlers`: onClose(), onTravel(citation), onCopyLink(target), onTwin(citation). */
  constructor(dialog, library, handlers) {
    this.dialog = dialog;
    this.library = library;
    this.handlers = handlers;
    this.target = null;
    this.tour = null;
    narrow.addEventListener("change", () => this.isOpen && this.place());
    dialog.addEventListener("cancel", (event) => {
      event.preventDefault();
      handlers.onClose();
    });
    dialog.addEventListener("keydown", (event) => this.onKey(event));
  }

  get isOpen() {
    return this.dialog.open;
  }

  /** Show {doc_id, start, end}; `tour` holds the citations of the answer it belongs to, or null for a link. */
  async show(target, tour) {
    this.target = target;
    this.tour = tour;
    const arriving = !this.isOpen;
    this.draw(el("p", { class: "pane-message" }, t("source.loading")), null);
    if (arriving) {
      this.place();
      this.focusTitle();
    }
    try {
      const opened = await this.library.open(target.doc_id);
      const twins = this.isForeign(opened.meta) && target.start !== null ? await this.library.twins(target) : [];
      if (this.target === target) this.drawDocument(opened, twins);
    } catch (error) {
      if (this.target === target) this.drawProblem(error);
    }
  }

  /** Whether the document speaks another language than the answer that cites it, or than the interface. */
  isForeign(meta) {
    return meta.language !== (this.tour?.answerLanguage ?? language());
  }

  redraw() {
    if (this.isOpen && this.target) this.show(this.target, this.tour);
  }

  close() {
    this.target = null;
    this.dialog.close();
  }

  // Beside the conversation where there is room, over it as a modal sheet where there is not.
  place() {
    if (this.dialog.open) this.dialog.close();
    if (narrow.matches) this.dialog.showModal();
    else this.dialog.show();
  }

  focusTitle() {
    this.dialog.querySelector("#source-title").focus();
  }

  /** The place of the shown citation in its tour, from 0; -1 for a link. */
  get index() {
    if (!this.tour) return -1;
    return this.tour.citations.findIndex((citation) => citationKey(citation) === citationKey(this.target));
  }

  travel(step) {
    const next = this.tour?.citations[this.index + step];
    if (next) this.handlers.onTravel(next);
  }

  onKey(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "ArrowLeft") this.travel(-1);
    else if (event.key === "ArrowRight") this.travel(1);
    else if (event.key.toLowerCase() === "c") this.handlers.onCopyLink(this.target);
    else return;
    event.preventDefault();
  }

  drawDocument({ meta, text }, twins) {
    const span = this.spanIn(text, meta);
    if (span === undefined) return this.draw(el("p", { class: "pane-message", role: "alert" }, t("source.outside")), meta);
    const titles = new Set(meta.sections.map((section) => bareTitle(section.heading_path.at(-1) ?? "")).filter(Boolean));
    const page = el("div", { class: "source-text", lang: meta.language });
    page.append(renderSource(text, span, titles));
    const quote = span && text.slice(span.start, span.end);
    this.draw(page, meta, quote && twins.map((twin) => twinPair(quote, meta, twin, this.handlers.onTwin)));
    this.revealHighlight();
  }

  /** The span in UTF-16 units; null for a whole document, undefined where the link points outside. */
  spanIn(text, meta) {
    const { start, end } = this.target;
    if (start === null) return null;
    if (start >= end || end > meta.length) return undefined;
    return { start: unitOffset(text, start), end: unitOffset(text, end) };
  }

  drawProblem(error) {
    const { title, help } = explain(error.problem ?? { kind: "page" });
    const missing = error.problem?.status === 404;
    const message = missing ? t("source.missing") : `${title} ${help}`;
    const again = el("button", { type: "button", class: "button", on: { click: () => this.redraw() } }, t("source.retry"));
    this.draw(el("div", { class: "pane-message", role: "alert" }, el("p", {}, message), !missing && again), null);
  }

  draw(body, meta, twins = null) {
    const focused = this.dialog.contains(document.activeElement) ? document.activeElement.id || "source-title" : null;
    const path = this.target.heading_path ?? (meta && this.target.start !== null ? headingAt(meta, this.target.start) : []);
    this.dialog.replaceChildren(
      paneHeader(this, meta),
      paneContext(this, meta, path, twins),
      el("div", { class: "pane-body", id: "source-body", tabindex: "0", role: "region", "aria-label": t("source.text") }, body),
    );
    if (focused) (document.getElementById(focused) ?? document.getElementById("source-title")).focus();
  }

  revealHighlight() {
    const body = this.dialog.querySelector(".pane-body");
    const mark = body.querySelector("mark");
    if (!mark) return;
    // On a very low screen the whole sheet scrolls instead of its text.
    if (body.scrollHeight <= body.clientHeight) return mark.scrollIntoView({ block: "center" });
    const offset = mark.getBoundingClientRect().top - body.getBoundingClientRect().top;
    // A third from the top: the heading above the passage stays in sight.
    body.scrollTop += offset - body.clientHeight / 3;
  }
}
