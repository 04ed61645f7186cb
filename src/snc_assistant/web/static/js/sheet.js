/** Modal dialogs with a title and a close button; the browser keeps the focus inside and gives it back. */

import { el } from "./dom.js";
import { icon } from "./icons.js";
import { t } from "./i18n.js";

export function fillSheet(dialog, title, ...content) {
  const close = el("button", { type: "button", class: "tool", "aria-label": t("dialog.close"), title: t("dialog.close"), on: { click: () => dialog.close() } }, icon("close"));
  const head = el("div", { class: "sheet-head" }, el("h2", { id: `${dialog.id}-title` }, title), close);
  dialog.replaceChildren(head, el("div", { class: "sheet-body" }, ...content));
}

/** Open on the button's click; `draw` fills the dialog each time, so it is never stale. */
export function attachSheet(dialog, button, draw) {
  button.addEventListener("click", () => {
    draw();
    dialog.showModal();
  });
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
}
