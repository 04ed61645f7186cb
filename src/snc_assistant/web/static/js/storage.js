/** The browser's storage, or a stand-in that lasts as long as the page where storage is refused. */

export function browserStorage() {
  try {
    return window.localStorage;
  } catch {
    return pageStorage();
  }
}

const CURRENT = "snc-assistant.current";

/** Which conversation this tab shows, so that reloading the page returns to it. */
export function rememberCurrent(id) {
  try {
    window.sessionStorage.setItem(CURRENT, id);
  } catch {
    // Storage refused: reloading then begins a new conversation.
  }
}

export function rememberedCurrent() {
  try {
    return window.sessionStorage.getItem(CURRENT);
  } catch {
    return null;
  }
}

function pageStorage() {
  const kept = new Map();
  return {
    get length() {
      return kept.size;
    },
    key: (index) => [...kept.keys()][index],
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => kept.set(key, value),
    removeItem: (key) => kept.delete(key),
  };
}
