/** Schemas of the OpenAPI document in words. Knows nothing about operations. */

import { el } from "./dom.js";
import { t } from "./i18n.js";

const nameOf = (ref) => ref.split("/").at(-1);

/** A link to where the schema is described on this page. */
export const reference = (ref) => el("a", { href: `#schema-${nameOf(ref)}` }, nameOf(ref));

/** The schema that a reference names; any other schema is itself. */
export const resolve = (schema, api) => (schema.$ref ? api.components.schemas[nameOf(schema.$ref)] : schema);

export function renderSchema(name, schema) {
  const id = `schema-${name}`;
  return el(
    "section",
    { class: "schema", id, "aria-labelledby": `${id}-title` },
    el("h3", { id: `${id}-title` }, name),
    schema.description && el("p", { lang: "en" }, schema.description),
    fieldList(propertiesOf(schema)),
  );
}

/** The rows of an object's fields. */
export function propertiesOf(schema) {
  const required = schema.required ?? [];
  return Object.entries(schema.properties ?? {}).map(([name, property]) => ({ name, required: required.includes(name), meaning: [typeNode(property), fieldNotes(property)] }));
}

function typeNode(property) {
  const inner = property.items?.$ref ?? property.$ref;
  return inner ? el("span", {}, property.items && `${t("docs.list_of")} `, reference(inner)) : el("code", {}, typeOf(property));
}

/** Names with what they mean: rows of {name, required, meaning, class}. */
export function fieldList(rows) {
  const row = ({ name, required, meaning, class: kind = null }) => el("div", {}, el("dt", {}, el("code", { class: kind }, name), required && el("span", { class: "required" }, t("docs.required"))), el("dd", {}, ...meaning.flat()));
  return el("dl", { class: "fields" }, rows.map(row));
}

/** The type in a few words: `string`, `integer or null`, `"fr" or "en"`, `list of HitOut`. */
export function typeOf(schema) {
  if (schema.$ref) return nameOf(schema.$ref);
  if (schema.anyOf) return schema.anyOf.map(typeOf).join(` ${t("docs.or")} `);
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(` ${t("docs.or")} `);
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.type === "array") return `${t("docs.list_of")} ${typeOf(schema.items)}`;
  if (schema.additionalProperties?.type) return `${t("docs.map_of")} ${schema.additionalProperties.type}`;
  return schema.type;
}

const LIMITS = { minimum: "≥", maximum: "≤", minLength: "≥", maxLength: "≤", maxItems: "≤" };
const UNITS = { minLength: "docs.characters", maxLength: "docs.characters", maxItems: "docs.items" };

/** Limits and defaults of a field, or nothing. */
export function fieldNotes(schema) {
  const bounded = [schema, ...(schema.anyOf ?? [])];
  const limits = bounded.flatMap((part) => Object.keys(LIMITS).filter((key) => key in part).map((key) => limit(key, part[key])));
  const standard = schema.default === undefined || schema.default === null ? [] : [`${t("docs.default")} ${JSON.stringify(schema.default)}`];
  const notes = [...limits, ...standard];
  return notes.length ? el("span", { class: "field-note" }, notes.join(" · ")) : [];
}

const limit = (key, value) => [LIMITS[key], value, UNITS[key] && t(UNITS[key])].filter((part) => part !== undefined).join(" ");
