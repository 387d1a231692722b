// node bn254.js <file>: what @noble/curves makes of the file's scalars, for the groups, pairings and points of ZeroG. The bytes of points
// are written here by the rules of arkworks, since noble has none of its own for this curve.
import { readFileSync } from 'node:fs';
import { bn254 } from '@noble/curves/bn254';
import { fail, result } from './result.js';

const [G1, G2] = [bn254.G1.ProjectivePoint, bn254.G2.ProjectivePoint];
const { Fp, Fp12 } = bn254.fields;
const hex = (n) => '0x' + n.toString(16).padStart(64, '0');
const littleEndian = (n) => Buffer.from(hex(n).slice(2), 'hex').reverse();
const multiply = (group, k) => (k === 0n ? group.ZERO : group.BASE.multiply(k));

const coordinates = { 1: (f) => [f], 2: (f) => [f.c0, f.c1] };
const isGreater = { 1: (y) => y > Fp.neg(y), 2: (y) => (y.c1 !== 0n ? y.c1 > Fp.neg(y.c1) : y.c0 > Fp.neg(y.c0)) };
const ark = (point, kind, compressed) => {
  const zero = kind === 1 ? 0n : { c0: 0n, c1: 0n };
  const { x, y } = point.is0() ? { x: zero, y: zero } : point.toAffine();
  const numbers = [...coordinates[kind](x), ...(compressed ? [] : coordinates[kind](y))];
  const bytes = Buffer.concat(numbers.map(littleEndian));
  bytes[bytes.length - 1] |= point.is0() ? 0x40 : isGreater[kind](y) ? 0x80 : 0;
  return bytes.toString('hex');
};
const flatten = (f) => [f.c0, f.c1].flatMap((six) => [six.c0, six.c1, six.c2]).flatMap((two) => [hex(two.c0), hex(two.c1)]);

try {
  const cases = JSON.parse(readFileSync(process.argv[2], 'utf8')).map(([a, b]) => [BigInt(a), BigInt(b)]);
  result(
    cases.map(([a, b]) => {
      const [p, q, r, s] = [multiply(G1, a), multiply(G2, b), multiply(G1, b), multiply(G2, a)];
      const finite = !p.is0() && !q.is0();
      // e(aG1, bG2) is e(bG1, aG2), so the first product is 1 and the second is not.
      const verdict = (last) => Fp12.eql(bn254.pairingBatch([{ g1: p, g2: q }, { g1: last, g2: s }]), Fp12.ONE);
      return {
        g1: ark(p, 1, false),
        g1Compressed: ark(p, 1, true),
        g2: ark(q, 2, false),
        g2Compressed: ark(q, 2, true),
        g1Sum: ark(p.add(r), 1, false),
        g1Difference: ark(p.subtract(r), 1, false),
        g1Double: ark(p.double(), 1, false),
        g1Multiple: ark(p.is0() || b === 0n ? G1.ZERO : p.multiply(b), 1, false),
        g2Sum: ark(q.add(s), 2, false),
        g2Multiple: ark(q.is0() || a === 0n ? G2.ZERO : q.multiply(a), 2, false),
        pairing: finite ? flatten(bn254.pairing(p, q)) : null,
        balanced: finite ? verdict(r.negate()) : null,
        unbalanced: finite ? verdict(r) : null,
      };
    }),
  );
} catch (error) {
  fail(error);
}
