/** One operation of the API: what it takes, what it answers, and a command to try it. */

import { copyText } from "./clipboard.js";
import { el, iconButton } from "./dom.js";
import { icon } from "./icons.js";
import { language, t } from "./i18n.js";
import { curlCommand } from "./openapi_curl.js";
import { fieldList, fieldNotes, propertiesOf, reference, resolve, typeOf } from "./openapi_schema.js";
import { toast } from "./toast.js";

/** All operations in the order of the document, each with its path and method. */
export function operationsOf(api) {
  return Object.entries(api.paths).flatMap(([path, methods]) => Object.entries(methods).map(([method, operation]) => ({ ...operation, path, method })));
}

// The document speaks English; its `x-fr` fields hold the French wording.
const wording = (operation) => (language() === "fr" && operation["x-fr"]) || operation;

const anchor = (operation) => `op-${operation.operationId}`;

export function renderContents(operations) {
  const entry = (operation) => el("li", {}, el("a", { href: `#${anchor(operation)}` }, route(operation), el("span", { class: "api-contents-name" }, wording(operation).summary)));
  return el("nav", { "aria-label": t("docs.operations") }, el("ul", { class: "api-contents", role: "list" }, operations.map(entry)));
}

const route = ({ method, path }) => [el("span", { class: "method", "data-method": method }, method.toUpperCase()), el("code", {}, path)];

export function renderOperation(operation, api) {
  const { summary, description } = wording(operation);
  return el(
    "section",
    { class: "operation", id: anchor(operation), "aria-labelledby": `${anchor(operation)}-title` },
    el("h3", { id: `${anchor(operation)}-title` }, summary),
    el("p", { class: "operation-route" }, route(operation)),
    paragraphs(description),
    parameters(operation),
    requestBody(operation, api),
    responses(operation),
    events(operation),
    example(operation, api),
  );
}

const paragraphs = (text) => (text ?? "").split(/\n{2,}/).filter(Boolean).map((part) => el("p", {}, ...withCode(part.replace(/\n/g, " "))));

const withCode = (text) => text.split("`").map((piece, index) => (index % 2 ? el("code", {}, piece) : piece));

function parameters({ parameters: taken = [] }) {
  if (!taken.length) return null;
  const rows = taken.map((parameter) => ({ name: parameter.name, required: parameter.required, meaning: [el("code", {}, typeOf(parameter.schema)), fieldNotes(parameter.schema)] }));
  return [el("h4", {}, t("docs.parameters")), fieldList(rows)];
}

function requestBody({ requestBody: body }, api) {
  if (!body) return null;
  const { schema } = body.content["application/json"];
  return [el("h4", {}, t("docs.body"), " ", reference(schema.$ref)), fieldList(propertiesOf(resolve(schema, api)))];
}

function responses({ responses: known }) {
  const rows = Object.entries(known).map(([status, response]) => ({ name: status, meaning: [el("span", { lang: "en" }, response.description), " ", ...contents(response)], class: "status-code" }));
  return [el("h4", {}, t("docs.responses")), fieldList(rows)];
}

function contents({ content = {} }) {
  return Object.entries(content).map(([type, { schema }]) => el("span", { class: "field-note" }, el("code", {}, type), schema?.$ref && [" ", reference(schema.$ref)]));
}

function events({ responses: known }) {
  const kinds = (known["200"]?.content["text/event-stream"]?.schema?.oneOf ?? []).filter(({ properties }) => properties?.event?.const);
  if (!kinds.length) return null;
  const rows = kinds.map(({ properties }) => ({ name: properties.event.const, meaning: [reference(properties.data.contentSchema.$ref)] }));
  return [el("h4", {}, t("docs.events")), fieldList(rows)];
}

function example(operation, api) {
  const command = curlCommand(operation, api, location);
  const copy = async () => {
    await copyText(command);
    toast(t("docs.copied"));
  };
  return [el("h4", {}, t("docs.example")), el("div", { class: "curl" }, el("pre", { "data-testid": "curl" }, command), iconButton(icon("copy"), t("docs.copy"), copy))];
}
