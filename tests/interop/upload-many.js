// node upload-many.js <indexer> <chain rpc> <file>...: the official SDK's upload path for file after file in one process. The key comes
// from PRIVATE_KEY.
import { Indexer, ZgFile } from '@0gfoundation/0g-ts-sdk';
import { ethers } from 'ethers';
import { fail, result } from './result.js';

const [indexerUrl, rpc, ...paths] = process.argv.slice(2);
const signer = new ethers.Wallet(process.env.PRIVATE_KEY, new ethers.JsonRpcProvider(rpc));
const indexer = new Indexer(indexerUrl);
const roots = [];
for (const path of paths) {
  const file = await ZgFile.fromFilePath(path);
  const [uploaded, error] = await indexer.upload(file, rpc, signer);
  await file.close();
  if (error) fail(error);
  roots.push(uploaded.rootHash);
}
result(roots);
process.exit(0);
