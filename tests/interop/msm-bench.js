// node msm-bench.js <bases> <scalars>: Σ scalar·base over G1 of BN254, and transforms of the bases, by ffjavascript and its worker threads.
// The files hold affine points of 64 bytes in Montgomery's form and integers of 32 bytes, little-endian. Each line on standard input, "sum"
// or "fft", is one run, answered by a line; after "save" the last answer, in affine coordinates, replaces the file of the bases.
import { readFileSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { buildBn128 } from 'ffjavascript';

const [basesPath, scalarsPath] = process.argv.slice(2);
const bases = new Uint8Array(readFileSync(basesPath));
const scalars = new Uint8Array(readFileSync(scalarsPath));
const { G1 } = await buildBn128();
let answer = bases;
for await (const line of createInterface({ input: process.stdin })) {
  if (line === 'save') writeFileSync(basesPath, answer);
  else if (line === 'sum') answer = G1.toAffine(await G1.multiExpAffine(bases, scalars));
  else answer = await G1.fft(bases, 'affine', 'affine');
  console.log('done');
}
process.exit();
