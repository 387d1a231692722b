// node compute-chat.js <chain rpc> <provider> <folder>: a user of the official compute SDK, unmodified, asks a provider, verifies answers
// and provider, and makes an API key that is revoked again. The key of the wallet comes from PRIVATE_KEY.
import { ethers } from 'ethers';
import { fail, result } from './result.js';

const [rpc, provider, folder] = process.argv.slice(2);
const { createZGComputeNetworkBroker } = await import('@0gfoundation/0g-compute-ts-sdk');
const messages = [{ role: 'user', content: 'What is the answer to everything?' }];
const facts = {};

// Without a price the SDK pauses for a second before every transaction.
const gasPrice = 10_000_000_000;
try {
  const chain = new ethers.JsonRpcProvider(rpc, undefined, { pollingInterval: 50, cacheTimeout: -1 });
  const broker = await createZGComputeNetworkBroker(
    new ethers.Wallet(process.env.PRIVATE_KEY, chain), undefined, undefined, undefined, gasPrice);
  await broker.ledger.depositFund(10);
  await broker.inference.acknowledgeProviderSigner(provider, gasPrice);
  const { endpoint, model } = await broker.inference.getServiceMetadata(provider);
  facts.model = model;
  const ask = async (headers, body) =>
    fetch(`${endpoint}/chat/completions`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...headers },
      body: JSON.stringify({ model, messages, ...body }),
    });

  // The SDK tops the sub-account up before it hands out the headers.
  const headers = await broker.inference.getRequestHeaders(provider, messages[0].content);
  facts.balance = (await broker.inference.getAccount(provider)).balance;

  const answer = await ask(headers, {});
  facts.status = answer.status;
  const completion = await answer.json();
  facts.content = completion.choices[0].message.content;
  facts.usage = completion.usage;
  const chatId = answer.headers.get('ZG-Res-Key') ?? completion.id;
  facts.verified = await broker.inference.processResponse(provider, chatId, JSON.stringify(completion.usage));

  const streamed = await ask(headers, { stream: true, stream_options: { include_usage: true } });
  facts.streamType = streamed.headers.get('content-type');
  const lines = (await streamed.text()).split('\n').filter((line) => line.startsWith('data: ') && line !== 'data: [DONE]');
  const chunks = lines.map((line) => JSON.parse(line.slice('data: '.length)));
  facts.streamContent = chunks.map((chunk) => chunk.choices?.[0]?.delta?.content ?? '').join('');
  const streamId = streamed.headers.get('ZG-Res-Key') ?? chunks[0].id;
  facts.streamVerified = await broker.inference.processResponse(provider, streamId);

  // What was never answered has no signature.
  facts.unknown = await broker.inference.processResponse(provider, 'chatcmpl-nothing').catch((error) => error.message);

  const key = await broker.inference.requestProcessor.createApiKey(provider, { tokenId: 5 });
  const withKey = { Authorization: `Bearer ${key.rawToken}` };
  facts.keyStatus = (await ask(withKey, {})).status;
  await broker.inference.revokeApiKey(provider, 5, gasPrice);
  const refused = await ask(withKey, {});
  facts.revokedStatus = refused.status;
  facts.revokedText = await refused.text();

  // What the SDK makes of the provider's report, which is one for development.
  await broker.inference.downloadQuoteReport(provider, `${folder}/quote.json`);
  facts.verification = await broker.inference.verifyService(provider, folder);
  result(facts);
  process.exit(0);
} catch (error) {
  fail(error);
}
