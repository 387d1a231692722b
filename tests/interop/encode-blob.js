// node encode-blob.js <host:port> <proto> <bytes>...: what another implementation of gRPC gets from an encoder for blobs of these sizes,
// and that a call which is given up does not hold up the next.
import { createHash } from 'node:crypto';
import grpc from '@grpc/grpc-js';
import loader from '@grpc/proto-loader';
import { result } from './result.js';

const [address, proto, ...sizes] = process.argv.slice(2);
const { encoder } = grpc.loadPackageDefinition(loader.loadSync(proto, { keepCase: true, defaults: true }));
const limits = { 'grpc.max_receive_message_length': 2 ** 30, 'grpc.max_send_message_length': 2 ** 30 };
const client = new encoder.Encoder(address, grpc.credentials.createInsecure(), limits);

const encode = (request) =>
  new Promise((resolve) => {
    client.EncodeBlob(request, (error, reply) => {
      if (error) return resolve({ code: error.code, details: error.details });
      const digest = createHash('sha256');
      reply.encoded_slice.forEach((slice) => digest.update(slice));
      resolve({
        version: reply.version,
        commitment: reply.erasure_commitment.toString('hex'),
        root: reply.storage_root.toString('hex'),
        dataSize: reply.encoded_data.length,
        slices: reply.encoded_slice.length,
        digest: digest.digest('hex'),
      });
    });
  });

const answers = [];
for (const size of sizes) {
  answers.push(await encode({ data: Buffer.alloc(Number(size), 7), require_data: answers.length === 0 }));
}

const givenUp = await new Promise((resolve) => {
  const call = client.EncodeBlob({ data: Buffer.alloc(1000, 7) }, (error) => resolve(error?.code ?? 0));
  call.cancel();
});
const after = await encode({ data: Buffer.alloc(1000, 7) });
client.close();
result({ answers, givenUp, after });
process.exit(0);
