/** Light and dark: the system's preference until the reader chooses. */

import { readPreference, writePreference } from "./preferences.js";

const darkSystem = window.matchMedia("(prefers-color-scheme: dark)");

function isDark() {
  const chosen = readPreference("theme") ?? document.documentElement.dataset.theme;
  return chosen ? chosen === "dark" : darkSystem.matches;
}

export function attachTheme(button) {
  const show = () => button.setAttribute("aria-pressed", String(isDark()));
  button.addEventListener("click", () => {
    const theme = isDark() ? "light" : "dark";
    document.documentElement.dataset.theme = theme;
    writePreference("theme", theme);
    show();
  });
  darkSystem.addEventListener("change", show);
  show();
}
