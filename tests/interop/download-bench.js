// node download-bench.js <sdk package> <indexer> <root> <target>: the official SDK's download path, unmodified, once for each line on
// standard input, which is answered by a line.
import { createInterface } from 'node:readline';
import { fail } from './result.js';

const [sdk, indexerUrl, root, target] = process.argv.slice(2);
const { Indexer } = await import(sdk);
const indexer = new Indexer(indexerUrl);
// The SDK logs there.
console.log = () => {};
for await (const line of createInterface({ input: process.stdin })) {
  const error = await indexer.download(root, target, true);
  if (error) fail(error);
  process.stdout.write('done\n');
}
