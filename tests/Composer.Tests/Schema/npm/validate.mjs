// SPDX-License-Identifier: MIT
// Reads {"schema": …, "documents": [{"name", "data" or "yaml"}]}, prints {name: [pointers of what is wrong]}.
import Ajv from "ajv";
import { readFileSync } from "node:fs";
import { parse } from "yaml";

const { schema, documents } = JSON.parse(readFileSync(0, "utf8"));
const ajv = new Ajv.default({ strict: true, strictRequired: false, allowUnionTypes: true, allErrors: true });
ajv.addVocabulary([
  "markdownDescription", "enumDescriptions", "markdownEnumDescriptions", "defaultSnippets",
  "patternErrorMessage", "doNotSuggest", "x-taplo",
]);
const validate = ajv.compile(schema);

const consequences = new Set(["if", "anyOf", "allOf"]);
const pointer = ({ instancePath, params }) =>
  [instancePath, params.additionalProperty ?? params.missingProperty].filter((part) => part !== undefined).join("/");

const found = {};
for (const { name, data, yaml } of documents) {
  const isRight = validate(yaml === undefined ? data : parse(yaml));
  const errors = isRight ? [] : validate.errors;
  const causes = errors.filter((error) => !consequences.has(error.keyword));
  found[name] = [...new Set((causes.length > 0 ? causes : errors).map(pointer))].sort();
}
process.stdout.write(JSON.stringify(found));
