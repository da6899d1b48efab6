// Evaluates FEEL with feelin: `node feelin_drive.mjs FOLDER`, a JSON line {source, context} in, a JSON line
// {value, warnings} or {error} out. Values are canonical: numbers to 12 digits as text, each date, time and duration
// by its kind; durations in months and milliseconds, since luxon writes them as they were put together.
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';

const dist = join(process.argv[2], 'node_modules', '@bpmn-io', 'feelin', 'dist', 'index.js');
const { evaluate } = await import(pathToFileURL(dist).href);

const dateZone = evaluate('date("2026-11-25")').value.zone;

function moment(value) {
  const text = evaluate('string(x)', { x: value }).value.replace(/(\.\d*?)0+(?!\d)/, '$1');
  if (value.year === 1900 && value.month === 1 && value.day === 1) return { time: text };
  const midnight = value.hour + value.minute + value.second + value.millisecond === 0;
  return midnight && value.zone === dateZone ? { date: text } : { 'date and time': text };
}

function duration(value) {
  const { years = 0, quarters = 0, months = 0, weeks = 0, days = 0, hours = 0, minutes = 0, ...rest } = value.toObject();
  const { seconds = 0, milliseconds = 0 } = rest;
  const clock = (((weeks * 7 + days) * 24 + hours) * 60 + minutes) * 60_000 + seconds * 1000 + milliseconds;
  return { months: canonical(years * 12 + quarters * 3 + months), milliseconds: canonical(clock) };
}

function range(value) {
  const ends = [canonical(value.start), canonical(value.end)];
  const included = [value['start included'], value['end included']];
  return [...ends, ...ends.map((end, at) => end !== null && included[at])];
}

function canonical(value) {
  if (value === null || value === undefined) return null;
  if (typeof value === 'boolean') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? { number: String(Number(value.toPrecision(12))) } : null;
  if (typeof value === 'string') return { text: value };
  if (Array.isArray(value)) return Array.from(value, canonical);
  const kind = value.constructor?.name;
  if (kind === 'DateTime') return moment(value);
  if (kind === 'Duration') return { duration: duration(value) };
  if (kind === 'Range') return { range: range(value) };
  if (kind === 'FunctionWrapper' || typeof value === 'function') return { function: true };
  return { context: Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, canonical(inner)])) };
}

for await (const line of createInterface({ input: process.stdin })) {
  const { source, context } = JSON.parse(line);
  try {
    const { value, warnings } = evaluate(source, context);
    console.log(JSON.stringify({ value: canonical(value), warnings: warnings.map((warning) => warning.type) }));
  } catch (error) {
    console.log(JSON.stringify({ error: error.message }));
  }
}
