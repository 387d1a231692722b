// node root.js <file>: the Merkle root as the official SDK computes it.
import { ZgFile } from '@0gfoundation/0g-ts-sdk';
import { fail, result } from './result.js';

const file = await ZgFile.fromFilePath(process.argv[2]);
const [tree, error] = await file.merkleTree();
await file.close();
if (error) fail(error);
result({ root: tree.rootHash() });
process.exit(0);
