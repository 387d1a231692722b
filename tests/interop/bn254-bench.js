// node bn254-bench.js <scalar>: answers each line of standard input, the name of an operation, with its result in hex, so that another
// program can time it.
import { createInterface } from 'node:readline';
import { bn254 } from '@noble/curves/bn254';

const { G1, G2 } = bn254;
const { Fp12 } = bn254.fields;
const scalar = BigInt(process.argv[2]);
const [p, q] = [G1.ProjectivePoint.BASE.multiply(scalar), G2.ProjectivePoint.BASE.multiply(scalar)];
const coordinate = (n) => n.toString(16).padStart(64, '0');

const operations = {
  pairing: () => coordinate(bn254.pairing(p, q).c0.c0.c0),
  check: () => (Fp12.eql(bn254.pairingBatch([{ g1: p, g2: q }, { g1: p.negate(), g2: q }]), Fp12.ONE) ? '01' : '00'),
  // Not the generator, for which noble keeps a table.
  g1: () => coordinate(p.multiplyUnsafe(scalar).toAffine().x),
  g2: () => coordinate(q.multiplyUnsafe(scalar).toAffine().x.c0),
};

for await (const line of createInterface({ input: process.stdin })) {
  console.log(operations[line]());
}
