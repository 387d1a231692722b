// node download-decrypted.js <sdk package> <indexer> <roots, with commas between> <target> [key]: the official SDK receives and decrypts,
// with the key or with the private key of PRIVATE_KEY.
import { writeFileSync } from 'node:fs';
import { fail, result } from './result.js';

const [sdk, indexerUrl, roots, target, symmetricKey] = process.argv.slice(2);
const { Indexer } = await import(sdk);
const decryption = symmetricKey ? { symmetricKey } : { privateKey: process.env.PRIVATE_KEY };
const list = roots.split(',');
const indexer = new Indexer(indexerUrl);
const [header] = await indexer.peekHeader(list[0]);
const [blob, error] = await indexer.downloadToBlob(list.length > 1 ? list : list[0], { proof: true, decryption });
if (error) fail(error);
writeFileSync(target, Buffer.from(await blob.arrayBuffer()));
result({ version: header?.version ?? 0 });
process.exit(0);
