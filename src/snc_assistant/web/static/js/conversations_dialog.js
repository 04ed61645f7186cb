/** The list of conversations kept in this browser: open, erase, export, import. */

import { el, iconButton } from "./dom.js";
import { icon } from "./icons.js";
import { t } from "./i18n.js";
import { fillSheet } from "./sheet.js";
import { toast } from "./toast.js";
import { asJson, asMarkdown, download, fromJson } from "./transfer.js";
import { dateTime } from "./wording.js";

export class ConversationsDialog {
  constructor(dialog, store, conversation, newConversation, onOpen) {
    Object.assign(this, { dialog, store, conversation, newConversation, onOpen });
  }

  draw() {
    const items = this.store.list().map((record) => this.item(record));
    const list = items.length ? el("ul", { class: "conversations", role: "list" }, items) : el("p", {}, t("conversations.empty"));
    fillSheet(this.dialog, t("conversations.title"), el("p", { class: "sheet-note" }, t("conversations.note")), list, this.tools(items.length > 0));
  }

  item(record) {
    const isCurrent = record.id === this.conversation.record.id;
    const facts = [dateTime(record.updated), t("conversations.questions", { count: record.exchanges.length }), isCurrent && t("conversations.current")];
    const open = () => this.show(record);
    const label = t("conversations.erase", { title: record.title });
    return el(
      "li",
      { class: "conversation-item", "data-testid": "conversation-item" },
      el("button", { type: "button", class: "conversation-open", "aria-current": isCurrent ? "true" : null, on: { click: open } }, el("span", { class: "conversation-title" }, record.title), el("span", { class: "conversation-facts" }, facts.filter(Boolean).join(" · "))),
      confirmButton("trash", null, label, t("conversations.erase_confirm"), () => this.erase(record), "erase"),
    );
  }

  tools(hasAny) {
    const record = this.conversation.record;
    const name = `snc-assistant-${record.updated.slice(0, 10)}`;
    const hasQuestions = record.exchanges.length > 0;
    return el(
      "div",
      { class: "sheet-tools" },
      hasQuestions && iconButton(icon("download"), t("conversations.export_json"), () => download(`${name}.json`, "application/json", asJson(record)), { "data-testid": "export-json" }),
      hasQuestions && iconButton(icon("download"), t("conversations.export_markdown"), () => download(`${name}.md`, "text/markdown", asMarkdown(record)), { "data-testid": "export-markdown" }),
      this.importButton(),
      hasAny && confirmButton("trash", t("conversations.erase_all"), t("conversations.erase_all"), t("conversations.erase_all_confirm"), () => this.eraseAll(), "erase-all"),
    );
  }

  importButton() {
    const input = el("input", { type: "file", accept: "application/json,.json", hidden: true, "data-testid": "import-file" });
    input.addEventListener("change", () => input.files[0] && this.importFile(input.files[0]));
    return el("span", {}, iconButton(icon("upload"), t("conversations.import"), () => input.click(), { "data-testid": "import" }), input);
  }

  async importFile(file) {
    const record = fromJson(await file.text());
    if (!record) return toast(t("conversations.import_failed"));
    const isKept = this.store.save(record);
    this.show(record);
    toast(t(isKept ? "conversations.imported" : "conversations.not_kept"));
  }

  show(record) {
    this.conversation.open(record);
    this.dialog.close();
    this.onOpen();
  }

  erase(record) {
    this.store.erase(record.id);
    if (record.id === this.conversation.record.id) this.newConversation();
    this.afterErasing(t("conversations.erased"));
  }

  eraseAll() {
    this.newConversation();
    this.store.eraseAll();
    this.afterErasing(t("conversations.all_erased"));
  }

  // The button that had the focus is gone: without this the focus would fall out of the dialog.
  afterErasing(message) {
    this.draw();
    this.dialog.querySelector("button").focus();
    toast(message);
  }
}

/** A button that acts on its second click and forgets the first when the focus leaves. */
function confirmButton(iconName, text, label, question, act, testId) {
  const visible = el("span", {}, text ?? "");
  const button = el("button", { type: "button", class: "action danger", "aria-label": label, title: label, "data-testid": testId }, icon(iconName), visible);
  const show = (asking) => {
    button.dataset.asking = String(asking);
    visible.textContent = asking ? question : text ?? "";
    button.setAttribute("aria-label", asking ? `${question} ${label}` : label);
  };
  button.addEventListener("click", () => (button.dataset.asking === "true" ? act() : show(true)));
  button.addEventListener("blur", () => show(false));
  return button;
}
