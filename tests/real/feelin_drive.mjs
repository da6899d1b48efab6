// Evaluates FEEL with feelin: `node feelin_drive.mjs FOLDER`, a JSON line {source, context} in, a JSON line {value} or
// {error} out. Values are canonical: numbers to 12 digits as text, dates and durations as FEEL writes them.
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';

const dist = join(process.argv[2], 'node_modules', '@bpmn-io', 'feelin', 'dist', 'index.js');
const { evaluate } = await import(pathToFileURL(dist).href);

function canonical(value) {
  if (value === null || value === undefined) return null;
  if (typeof value === 'boolean') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? { number: String(Number(value.toPrecision(12))) } : null;
  if (typeof value === 'string') return { text: value };
  if (Array.isArray(value)) return value.map(canonical);
  const kind = value.constructor?.name;
  if (kind === 'DateTime' || kind === 'Duration') return { moment: evaluate('string(x)', { x: value }).value };
  if (kind === 'Range') return { range: [canonical(value.start), canonical(value.end)] };
  if (kind === 'FunctionWrapper' || typeof value === 'function') return { function: true };
  return { context: Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, canonical(inner)])) };
}

for await (const line of createInterface({ input: process.stdin })) {
  const { source, context } = JSON.parse(line);
  try {
    console.log(JSON.stringify({ value: canonical(evaluate(source, context).value) }));
  } catch (error) {
    console.log(JSON.stringify({ error: error.message }));
  }
}
