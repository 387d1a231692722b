// node download.js <sdk package> <indexer> <root> <target>: the official SDK's download path, unmodified.
import { fail, result } from './result.js';

const [sdk, indexerUrl, root, target] = process.argv.slice(2);
const { Indexer } = await import(sdk);
const error = await new Indexer(indexerUrl).download(root, target, true);
if (error) fail(error);
result({ root, target });
process.exit(0);
