// SPDX-License-Identifier: MIT
// Opens YAML texts in yaml-language-server, as an editor does. Reads {"folder", "texts": {name: text}}, where | is the cursor;
// prints {name: {"diagnostics": ["line: message"], "completion": [labels], "hover": text}}.
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const { folder, texts } = JSON.parse(readFileSync(0, "utf8"));
const program = createRequire(import.meta.url).resolve("yaml-language-server/bin/yaml-language-server");
const server = spawn(process.execPath, [program, "--stdio"], { stdio: ["pipe", "pipe", "inherit"] });
const settings = { validate: true, hover: true, completion: true, schemaStore: { enable: false } };

const answers = new Map();
const published = new Map();
let lastId = 0;
let received = Buffer.alloc(0);

server.stdout.on("data", (data) => {
  received = Buffer.concat([received, data]);
  for (let end; (end = received.indexOf("\r\n\r\n")) >= 0; ) {
    const length = Number(/Content-Length: (\d+)/.exec(received.subarray(0, end))[1]);
    if (received.length < end + 4 + length) return;
    take(JSON.parse(received.subarray(end + 4, end + 4 + length)));
    received = received.subarray(end + 4 + length);
  }
});

function take(message) {
  if (message.method === "textDocument/publishDiagnostics") published.get(message.params.uri)?.(message.params.diagnostics);
  else if (message.method === "workspace/configuration") send({ id: message.id, result: message.params.items.map((item) => (item.section === "yaml" ? settings : null)) });
  else if (message.method && message.id !== undefined) send({ id: message.id, result: null });
  else if (message.id !== undefined) answers.get(message.id)(message.result);
}

function send(message) {
  const text = JSON.stringify({ jsonrpc: "2.0", ...message });
  server.stdin.write(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`);
}

const ask = (method, params) =>
  new Promise((resolve) => {
    answers.set(++lastId, resolve);
    send({ id: lastId, method, params });
  });

async function open(name, text) {
  const uri = `${pathToFileURL(folder).href}/${name}.yaml`;
  const diagnostics = new Promise((resolve) => published.set(uri, resolve));
  send({ method: "textDocument/didOpen", params: { textDocument: { uri, languageId: "yaml", version: 1, text } } });
  return { uri, diagnostics: await diagnostics };
}

async function look(name, marked) {
  const cursor = marked.indexOf("|");
  const before = marked.slice(0, cursor).split("\n");
  const { uri, diagnostics } = await open(name, marked.replace("|", ""));
  const place = { textDocument: { uri }, position: { line: before.length - 1, character: before.at(-1).length } };
  const completion = await ask("textDocument/completion", place);
  const hover = await ask("textDocument/hover", place);
  return {
    diagnostics: diagnostics.map((found) => `${found.range.start.line + 1}: ${found.message}`),
    completion: (completion?.items ?? []).map((item) => item.label),
    hover: hover?.contents.value ?? "",
  };
}

const textDocument = {
  completion: { completionItem: { snippetSupport: true, documentationFormat: ["markdown"] } },
  hover: { contentFormat: ["markdown"] },
};
await ask("initialize", { processId: process.pid, rootUri: pathToFileURL(folder).href, capabilities: { textDocument, workspace: { configuration: true } } });
send({ method: "initialized", params: {} });
const seen = {};
for (const [name, text] of Object.entries(texts)) {
  seen[name] = await look(name, text);
}
process.stdout.write(JSON.stringify(seen));
server.kill();
