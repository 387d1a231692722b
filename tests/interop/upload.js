// node upload.js <sdk package> <indexer> <chain rpc> <file> [replicas]: the official SDK's upload path, unmodified. The key comes from
// PRIVATE_KEY.
import { ethers } from 'ethers';
import { fail, result } from './result.js';

const [sdk, indexerUrl, rpc, path, replicas] = process.argv.slice(2);
const { Indexer, ZgFile } = await import(sdk);
const signer = new ethers.Wallet(process.env.PRIVATE_KEY, new ethers.JsonRpcProvider(rpc));
const file = await ZgFile.fromFilePath(path);
const options = { tags: '0x', finalityRequired: true, taskSize: 10, expectedReplica: Number(replicas ?? 1), skipTx: false, fee: 0n };
const [uploaded, error] = await new Indexer(indexerUrl).upload(file, rpc, signer, replicas ? options : undefined);
await file.close();
if (error) fail(error);
result(uploaded);
process.exit(0);
