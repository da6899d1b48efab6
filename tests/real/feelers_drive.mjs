// Renders templates with feelers as form-js does: `node feelers_drive.mjs FOLDER`, lines as feelin_drive.mjs has them.
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';

const dist = join(process.argv[2], 'node_modules', 'feelers', 'lib', 'index.js');
const { evaluate } = await import(pathToFileURL(dist).href);

for await (const line of createInterface({ input: process.stdin })) {
  const { source, context } = JSON.parse(line);
  try {
    console.log(JSON.stringify({ value: evaluate(source, context, { strict: false }) }));
  } catch (error) {
    console.log(JSON.stringify({ error: error.message }));
  }
}
