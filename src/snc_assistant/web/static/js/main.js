/** Builds the parts of the page and connects them. */

import { AnswerActions } from "./answer_actions.js";
import { CitationCard } from "./citation_card.js";
import { Composer } from "./composer.js";
import { Conversation } from "./conversation.js";
import { ConversationStore } from "./conversation_store.js";
import { ConversationsDialog } from "./conversations_dialog.js";
import { Explore } from "./explore.js";
import { drawHelp } from "./help_dialog.js";
import { applyLanguage, language, onLanguageChange, setLanguage, t } from "./i18n.js";
import { drawStaticIcons } from "./icons.js";
import { attachKeyDialog } from "./key_dialog.js";
import { Library } from "./library.js";
import { ServerStatus } from "./server_status.js";
import { attachSheet } from "./sheet.js";
import { attachShortcuts } from "./shortcuts.js";
import { SourceNavigation } from "./source_navigation.js";
import { browserStorage } from "./storage.js";
import { attachTheme } from "./theme.js";
import { toast } from "./toast.js";
import { Views } from "./views.js";
import { renderWelcome } from "./welcome.js";

const byId = (id) => document.getElementById(id);

const library = new Library();
const status = new ServerStatus(byId("status"));
const store = new ConversationStore(browserStorage());
const card = new CitationCard(byId("citation-card"));
const source = new SourceNavigation(byId("source-pane"), library, {
  hash: () => (explore.isShown ? explore.hash : ""),
  focus: () => (explore.isShown ? explore.focus() : byId("question").focus()),
});
const explore = new Explore(byId("explore"), source, () => card.followRedrawing());
const views = new Views({ conversationParts: [byId("thread"), byId("composer")], exploreLink: byId("explore-link"), explore });
let documents = [];

const composer = new Composer(byId("composer"), {
  onAsk: (question, isEdit) => conversation.ask(question, isEdit ? conversation.last : null).then(checkAfterFailure),
  onStop: () => conversation.stop(),
  lastQuestion: () => conversation.last?.question ?? null,
});

const actions = new AnswerActions(source, composer, (question, replacing) => conversation.ask(question, replacing).then(checkAfterFailure));

const conversation = new Conversation(byId("thread"), store, actions, {
  onBusy: (isBusy) => composer.setBusy(isBusy),
  onShown: () => card.followRedrawing(),
  onNotKept: () => toast(t("conversations.not_kept")),
  engine: () => status.engine,
  modelOf: (engine) => status.modelOf(engine),
  welcome: () => renderWelcome(documents, askSuggestion, (docId, opener) => source.openDocument(docId, opener)),
});

function askSuggestion(question) {
  composer.focus();
  conversation.ask(question).then(checkAfterFailure);
}

function checkAfterFailure() {
  if (conversation.last?.state === "failed") status.refresh();
}

function newConversation() {
  views.showConversation();
  composer.clear();
  if (source.isOpen) source.close();
  conversation.start();
}

function focusQuestion() {
  views.showConversation();
  composer.focus();
}

// The link must not change the address: that would leave the view that is shown.
function skipToContent(event) {
  event.preventDefault();
  if (explore.isShown) explore.focus();
  else composer.focus();
}

async function loadDocuments() {
  documents = await library.list();
  if (!conversation.exchanges.length) conversation.draw();
}

function attachLanguageSwitch() {
  const buttons = { fr: byId("lang-fr"), en: byId("lang-en") };
  for (const [lang, button] of Object.entries(buttons)) button.addEventListener("click", () => setLanguage(lang));
  onLanguageChange(() => {
    for (const [lang, button] of Object.entries(buttons)) button.setAttribute("aria-pressed", String(lang === language()));
    status.drawChip();
    // What is wrong with a model is told in the language that was asked for.
    if (status.isReachable) status.refresh();
    conversation.draw();
    explore.redraw();
    source.redraw();
  });
}

function attachHeader() {
  const conversations = new ConversationsDialog(byId("conversations"), store, conversation, newConversation, () => views.showConversation());
  attachSheet(byId("conversations"), byId("conversations-button"), () => conversations.draw());
  attachSheet(byId("status"), byId("status-button"), () => status.draw());
  attachSheet(byId("help"), byId("help-button"), () => drawHelp(byId("help")));
  attachTheme(byId("theme"));
  byId("new-conversation").addEventListener("click", () => {
    newConversation();
    composer.focus();
  });
}

drawStaticIcons(document);
attachLanguageSwitch();
attachHeader();
attachKeyDialog(byId("access-key"));
card.attach(byId("thread"));
card.attach(byId("explore"));
attachShortcuts({ card, source, conversation, focusQuestion, helpButton: byId("help-button") });
byId("skip-link").addEventListener("click", skipToContent);
applyLanguage();
// The chip says that the server is unreachable, and the list is asked for again when it comes back.
status.onReachable = () => loadDocuments().catch(() => {});
status.refresh();
views.attach(source);
