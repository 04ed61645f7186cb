/** Asks for the access key when the server wants one; one dialog however many requests wait for it. */

import { apiKey, eraseApiKey, keepApiKey } from "./api_key.js";
import { el } from "./dom.js";
import { t } from "./i18n.js";
import { fillSheet } from "./sheet.js";

let dialog = null;
let waiting = null;

export function attachKeyDialog(element) {
  dialog = element;
}

/** Resolves to whether a key was given; `refused` is the key that the server did not accept, or null. */
export function askForKey(refused) {
  // Another request may have brought a new key in the meantime.
  if (apiKey() !== refused) return Promise.resolve(true);
  if (!dialog) return Promise.resolve(false);
  waiting ??= open(refused).finally(() => {
    waiting = null;
  });
  return waiting;
}

function open(refused) {
  eraseApiKey();
  const input = el("input", { type: "password", id: "access-key-input", class: "field", autocomplete: "off", required: true, maxlength: "500", "data-testid": "key-input", "aria-describedby": "access-key-why" });
  const remember = el("input", { type: "checkbox", id: "access-key-remember", "data-testid": "key-remember" });
  const form = el(
    "form",
    { class: "key-form" },
    el("p", { id: "access-key-why", class: "sheet-note" }, t(refused ? "access.refused" : "access.why")),
    el("label", { for: "access-key-input" }, t("access.label")),
    input,
    el("label", { class: "check" }, remember, el("span", {}, t("access.remember"))),
    el("p", { class: "sheet-note" }, t("access.kept")),
    el("button", { type: "submit", class: "button primary", "data-testid": "key-submit" }, t("access.use")),
  );
  fillSheet(dialog, t("access.title"), form);
  return new Promise((resolve) => {
    let given = false;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (!input.value.trim()) return;
      given = true;
      keepApiKey(input.value.trim(), remember.checked);
      dialog.close();
    });
    dialog.addEventListener("close", () => resolve(given), { once: true });
    dialog.showModal();
    input.focus();
  });
}
