// node bn254-bench.js <scalar>: answers each line of standard input, the name of an operation, with its result in hex, so that another
// program can time it. The operations of @noble/curves, which is JavaScript, and of ffjavascript, which is WebAssembly, here on one thread.
import { createInterface } from 'node:readline';
import { bn254 } from '@noble/curves/bn254';
import { buildBn128 } from 'ffjavascript';

const scalar = BigInt(process.argv[2]);
const hex = (n) => n.toString(16).padStart(64, '0');
const verdict = (isOne) => (isOne ? '01' : '00');

const [G1, G2] = [bn254.G1.ProjectivePoint, bn254.G2.ProjectivePoint];
const { Fp12 } = bn254.fields;
const [p, q] = [G1.BASE.multiply(scalar), G2.BASE.multiply(scalar)];

const curve = await buildBn128(true);
const bytes = Buffer.from(hex(scalar), 'hex').reverse();
const [pf, qf] = [curve.G1.timesScalar(curve.G1.g, bytes), curve.G2.timesScalar(curve.G2.g, bytes)];

const operations = {
  noblePairing: () => hex(bn254.pairing(p, q).c0.c0.c0),
  nobleCheck: () => verdict(Fp12.eql(bn254.pairingBatch([{ g1: p, g2: q }, { g1: p.negate(), g2: q }]), Fp12.ONE)),
  // Not the generator, for which noble keeps a table.
  nobleG1: () => hex(p.multiplyUnsafe(scalar).toAffine().x),
  nobleG2: () => hex(q.multiplyUnsafe(scalar).toAffine().x.c0),
  wasmPairing: () => verdict(curve.Gt.eq(curve.pairing(pf, qf), curve.Gt.one)),
  wasmCheck: async () => verdict(await curve.pairingEq(pf, qf, curve.G1.neg(pf), qf)),
  wasmG1: () => hex(curve.G1.toObject(curve.G1.toAffine(curve.G1.timesScalar(pf, bytes)))[0]),
  wasmG2: () => hex(curve.G2.toObject(curve.G2.toAffine(curve.G2.timesScalar(qf, bytes)))[0][0]),
};

for await (const line of createInterface({ input: process.stdin })) {
  console.log(await operations[line]());
}
await curve.terminate();
