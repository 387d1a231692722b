// node download.js <indexer> <root> <target>: the official SDK's download path, unmodified.
import { Indexer } from '@0gfoundation/0g-ts-sdk';
import { fail, result } from './result.js';

const [indexerUrl, root, target] = process.argv.slice(2);
const error = await new Indexer(indexerUrl).download(root, target, true);
if (error) fail(error);
result({ root, target });
process.exit(0);
