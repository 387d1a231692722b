// node fft-bench.js <file>: transforms of BN254 scalars by ffjavascript and its worker threads. The file holds the elements, 32 bytes each,
// in Montgomery's form. Each line on standard input is one transform, answered by a line; after "save" the last answer replaces the file.
import { readFileSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { buildBn128 } from 'ffjavascript';

const [path] = process.argv.slice(2);
const input = new Uint8Array(readFileSync(path));
const curve = await buildBn128();
let values = input;
for await (const line of createInterface({ input: process.stdin })) {
  if (line === 'save') writeFileSync(path, values);
  else values = await curve.Fr.fft(input);
  console.log('done');
}
await curve.terminate();
