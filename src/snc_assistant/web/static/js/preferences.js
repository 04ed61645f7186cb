/** Small choices kept in this browser. Knows nothing about conversations. */

const PREFIX = "snc-assistant.";

export function readPreference(name) {
  try {
    return localStorage.getItem(PREFIX + name);
  } catch {
    return null;
  }
}

export function writePreference(name, value) {
  try {
    localStorage.setItem(PREFIX + name, value);
  } catch {
    // A private window may refuse storage: the choice then lasts as long as the page.
  }
}
