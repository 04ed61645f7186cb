/** A command line that tries an operation, with the examples of the OpenAPI document. */

import { resolve } from "./openapi_schema.js";

export function curlCommand({ path, method, parameters = [], requestBody }, api, page) {
  const url = page.href.replace(/\/docs\/?([?#].*)?$/, "") + filledPath(path, parameters) + requiredQuery(parameters);
  if (method === "get") return `curl ${quoted(url)}`;
  const body = exampleOf(resolve(requestBody.content["application/json"].schema, api));
  const stream = path.endsWith("/stream") ? "-N " : "";
  return `curl ${stream}${quoted(url)} \\\n  -H 'Content-Type: application/json' \\\n  -d ${quoted(JSON.stringify(body))}`;
}

function filledPath(path, parameters) {
  const examples = new Map(parameters.filter((parameter) => parameter.in === "path").map((parameter) => [parameter.name, exampleIn(parameter)]));
  return path.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(examples.get(name)));
}

const exampleIn = ({ name, schema }) => schema.examples?.[0] ?? name;

function requiredQuery(parameters) {
  const needed = parameters.filter((parameter) => parameter.in === "query" && parameter.required);
  return needed.length ? `?${new URLSearchParams(needed.map((parameter) => [parameter.name, exampleIn(parameter)]))}` : "";
}

function exampleOf(schema) {
  const fields = Object.entries(schema.properties).filter(([, property]) => property.examples);
  return Object.fromEntries(fields.map(([name, property]) => [name, property.examples[0]]));
}

// A shell ends a quoted word at the next apostrophe.
const quoted = (text) => `'${text.replaceAll("'", "'\\''")}'`;
