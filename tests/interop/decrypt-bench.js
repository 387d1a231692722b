// node decrypt-bench.js <encrypted> <target> <key> <signer>: decrypts a model file by the official compute SDK, once for each line on
// standard input, which is answered by a line. The function is not among those that the package exports, so it is taken from its folder.
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';
import { dirname, join } from 'node:path';

const [encrypted, target, key, signer] = process.argv.slice(2);
const require = createRequire(import.meta.url);
const folder = dirname(require.resolve('@0gfoundation/0g-compute-ts-sdk'));
const { aesGCMDecryptToFile } = require(join(folder, 'common', 'utils', 'encrypt.js'));
for await (const line of createInterface({ input: process.stdin })) {
  await aesGCMDecryptToFile(key, encrypted, target, signer);
  console.log(`done ${Math.round(process.resourceUsage().maxRSS / 1024)} MiB`);
}
