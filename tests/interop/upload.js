// node upload.js <indexer> <chain rpc> <file>: the official SDK's upload path, unmodified. The key comes from PRIVATE_KEY.
import { Indexer, ZgFile } from '@0gfoundation/0g-ts-sdk';
import { ethers } from 'ethers';
import { fail, result } from './result.js';

const [indexerUrl, rpc, path] = process.argv.slice(2);
const signer = new ethers.Wallet(process.env.PRIVATE_KEY, new ethers.JsonRpcProvider(rpc));
const file = await ZgFile.fromFilePath(path);
const [uploaded, error] = await new Indexer(indexerUrl).upload(file, rpc, signer);
await file.close();
if (error) fail(error);
result(uploaded);
process.exit(0);
