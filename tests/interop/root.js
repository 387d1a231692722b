// node root.js <sdk package> <file>: the Merkle root as the official SDK computes it.
import { fail, result } from './result.js';

const [sdk, path] = process.argv.slice(2);
const { ZgFile } = await import(sdk);
const file = await ZgFile.fromFilePath(path);
const [tree, error] = await file.merkleTree();
await file.close();
if (error) fail(error);
result({ root: tree.rootHash() });
process.exit(0);
