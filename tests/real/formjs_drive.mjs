// Opens forms in form-js, the viewer of Camunda's Tasklist, in a DOM without a browser; one JSON line each way.
import { createRequire } from "node:module";
import { createInterface } from "node:readline";

const require = createRequire(`${process.argv[2]}/`);
const { JSDOM } = require("jsdom");
const page = new JSDOM("<!doctype html><body></body>", { pretendToBeVisual: true, url: "http://127.0.0.1/" });
for (const name of Object.getOwnPropertyNames(page.window)) {
  if (!(name in globalThis)) globalThis[name] = page.window[name];
}
Object.assign(globalThis, { window: page.window, document: page.window.document });
class Nothing {
  items = { add() {} };
  files = [];
  observe() {}
  unobserve() {}
  disconnect() {}
}
for (const name of ["ResizeObserver", "IntersectionObserver", "DataTransfer"]) globalThis[name] ??= Nothing;
Object.defineProperty(page.window.HTMLInputElement.prototype, "files", { get: () => [], set() {}, configurable: true });
const { Form } = require("@bpmn-io/form-js-viewer");

let crash = "";
for (const event of ["uncaughtException", "unhandledRejection"]) {
  process.on(event, (error) => (crash ||= String(error)));
}

// Preact draws and runs its effects on timers, and an effect may change the form again: quiet is when it did not lately.
const QUIET = 90;

async function quiet(form) {
  let last = Date.now();
  const note = () => (last = Date.now());
  form.on("changed", note);
  while (Date.now() - last < QUIET) await new Promise((done) => setTimeout(done, 15));
  form.off("changed", note);
}

const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

function changed(form, step) {
  const instances = form.get("formFieldInstanceRegistry");
  const fields = form.get("formFieldRegistry");
  const wanted = step.do === "set" ? (type) => !["group", "dynamiclist"].includes(type) : (type) => type === "dynamiclist";
  const found = instances.getAll().find((one) => same(one.valuePath, step.path) && wanted(fields.get(one.id).type));
  if (!found) return false;
  const { indexes } = found;
  const field = fields.get(found.id);
  let value = step.value;
  if (step.do !== "set") {
    const rows = step.path.reduce((data, name) => data?.[name], form._getState().data) ?? [];
    value = rows.slice();
    if (step.do === "remove") value.splice(step.index, 1);
    if (step.do === "move") value.splice(step.to, 0, ...value.splice(step.index, 1));
    if (step.do === "add") {
      const at = { ...indexes, [field.id]: value.length };
      value.push(form._getInitializedFieldData(form._getState().data, { container: field, indexes: at }));
    }
  }
  form._update({ fieldInstance: found, field, indexes, value });
  return true;
}

async function asked({ schema, data, script }) {
  const container = document.body.appendChild(document.createElement("div"));
  const form = new Form({ container });
  const answer = { undone: [] };
  try {
    await form.importSchema(schema, data);
    await quiet(form);
    for (const [index, step] of script.entries()) {
      if (!changed(form, step)) answer.undone.push(index);
      await quiet(form);
    }
    const { data: sent, errors } = form.submit();
    answer.sent = sent;
    answer.wrong = Object.keys(errors).sort();
  } finally {
    form.destroy();
    container.remove();
  }
  return answer;
}

for await (const line of createInterface({ input: process.stdin })) {
  crash = "";
  let answer;
  try {
    answer = await asked(JSON.parse(line));
  } catch (error) {
    answer = { failed: String(error) };
  }
  console.log(JSON.stringify(crash ? { failed: crash } : answer));
}
process.exit(0);
