// node upload-encrypted.js <sdk package> <indexer> <chain rpc> <file> <fragment size> aes256|ecies <key or public key>: the official SDK
// encrypts and sends. The key that pays comes from PRIVATE_KEY.
import { ethers } from 'ethers';
import { fail, result } from './result.js';

const [sdk, indexerUrl, rpc, path, fragmentSize, type, key] = process.argv.slice(2);
const { Indexer, ZgFile } = await import(sdk);
const signer = new ethers.Wallet(process.env.PRIVATE_KEY, new ethers.JsonRpcProvider(rpc));
const file = await ZgFile.fromFilePath(path);
const encryption = type === 'aes256' ? { type, key: ethers.getBytes(key) } : { type, recipientPubKey: key };
const [uploaded, error] = await new Indexer(indexerUrl).upload(file, rpc, signer, { fragmentSize: Number(fragmentSize), encryption });
await file.close();
if (error) fail(error);
result(uploaded.rootHashes ?? [uploaded.rootHash]);
process.exit(0);
