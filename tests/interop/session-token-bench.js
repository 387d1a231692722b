// node session-token-bench.js <count>: session tokens by the official compute SDK. Each line on standard input makes so many of them, and
// is answered by the secret of the last.
import { createInterface } from 'node:readline';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { ethers } from 'ethers';

const require = createRequire(import.meta.url);
const folder = dirname(require.resolve('@0gfoundation/0g-compute-ts-sdk'));
const { ZGServingUserBrokerBase } = require(join(folder, 'inference', 'broker', 'base.js'));

const [count] = process.argv.slice(2);
const signer = new ethers.Wallet('0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80');
const contract = {
  signer,
  getUserAddress: () => signer.address,
  getAccount: async () => ({ generation: 0n, revokedBitmap: 0n, acknowledged: true }),
};
const kept = new Map();
const cache = { getItem: async (key) => kept.get(key), setItem: async (key, value) => kept.set(key, value) };
const broker = new ZGServingUserBrokerBase(contract, null, null, cache);

for await (const _ of createInterface({ input: process.stdin })) {
  let session;
  for (let i = 0; i < Number(count); i++) session = await broker.generateSessionToken('0x70997970C51812dc3A010C7d01b50e0d17dc79C8');
  console.log('app-sk-' + Buffer.from(session.rawMessage + '|' + session.signature).toString('base64'));
}
