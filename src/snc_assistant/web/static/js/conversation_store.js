/** Conversations kept in this browser's storage. Knows nothing about the page.
 *  One entry per conversation, so that two open tabs do not overwrite each other's. */

import { isConversation } from "./conversation_shape.js";

const PREFIX = "snc-assistant.conversation.";

export class ConversationStore {
  constructor(storage) {
    this.storage = storage;
  }

  /** All conversations, the latest first. */
  list() {
    const found = this.keys().map((key) => this.read(key)).filter((record) => record !== null);
    return found.sort((a, b) => b.updated.localeCompare(a.updated));
  }

  /** The conversation of this id, or null. */
  find(id) {
    return this.read(PREFIX + id);
  }

  has(id) {
    return this.storage.getItem(PREFIX + id) !== null;
  }

  /** Keep a conversation; false when the browser refuses to store it. */
  save(conversation) {
    try {
      this.storage.setItem(PREFIX + conversation.id, JSON.stringify(conversation));
      return true;
    } catch {
      return false;
    }
  }

  erase(id) {
    this.storage.removeItem(PREFIX + id);
  }

  eraseAll() {
    for (const key of this.keys()) this.storage.removeItem(key);
  }

  keys() {
    const all = Array.from({ length: this.storage.length }, (_, index) => this.storage.key(index));
    return all.filter((key) => key.startsWith(PREFIX));
  }

  read(key) {
    try {
      const record = JSON.parse(this.storage.getItem(key));
      return isConversation(record) ? closeInterrupted(record) : null;
    } catch {
      return null;
    }
  }
}

// A page closed during an answer leaves it "asking" for ever.
function closeInterrupted(conversation) {
  const close = (exchange) => (exchange.state === "asking" ? { ...exchange, state: "stopped" } : exchange);
  return { ...conversation, exchanges: conversation.exchanges.map(close) };
}
