// node openai.js <base-url> <key>: what the official OpenAI client gets from a proxy that it takes for OpenAI.
import OpenAI from 'openai';
import { result } from './result.js';

const [baseURL, apiKey] = process.argv.slice(2);
const client = new OpenAI({ baseURL, apiKey, maxRetries: 0 });
const models = [];
for await (const model of client.models.list()) models.push(model.id);

const messages = [{ role: 'user', content: 'one two three' }];
const answer = await client.chat.completions.create({ model: models[0], messages });

const stream = await client.chat.completions.create({
  model: models[0],
  messages,
  stream: true,
  stream_options: { include_usage: true },
});
const pieces = [];
let streamId, usage;
for await (const chunk of stream) {
  streamId = chunk.id;
  usage = chunk.usage ?? usage;
  if (chunk.choices[0]?.delta?.content) pieces.push(chunk.choices[0].delta.content);
}

const refusal = await client.chat.completions.create({ model: 'no-such-model', messages }).catch((error) => error);
const stranger = await new OpenAI({ baseURL, apiKey: 'wrong', maxRetries: 0 }).models.list().catch((error) => error);
result({
  models,
  id: answer.id,
  content: answer.choices[0].message.content,
  usage: answer.usage,
  pieces,
  streamId,
  streamUsage: usage,
  refusal: { name: refusal.constructor.name, status: refusal.status, code: refusal.code, message: refusal.message },
  stranger: { name: stranger.constructor.name, status: stranger.status },
});
