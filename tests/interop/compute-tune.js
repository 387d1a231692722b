// node compute-tune.js <chain rpc> <provider> <model> <dataset> <configuration> <folder> [ledger inference fine-tuning]: a user of the
// official compute SDK, unmodified, has a model fine-tuned, from the dataset to the decrypted file. Without addresses the SDK finds the
// contracts by the chain id. The key of the wallet comes from PRIVATE_KEY.
import { createRequire } from 'node:module';
import { setTimeout } from 'node:timers/promises';
import { fail, result } from './result.js';

// As CommonJS: the other build of the SDK brings the browser's form-data, which cannot upload from here.
const require = createRequire(import.meta.url);
const { ethers } = require('ethers');
const { createZGComputeNetworkBroker } = require('@0gfoundation/0g-compute-ts-sdk');

const [rpc, provider, model, dataset, configuration, folder, ...contracts] = process.argv.slice(2);
const unit = 10n ** 18n;
const facts = {};

// Without a price the SDK pauses for a second before every transaction.
const gasPrice = 10_000_000_000;
try {
  const chain = new ethers.JsonRpcProvider(rpc, undefined, { pollingInterval: 50, cacheTimeout: -1 });
  const { ledger, fineTuning } = await createZGComputeNetworkBroker(
    new ethers.Wallet(process.env.PRIVATE_KEY, chain), contracts[0], contracts[1], contracts[2], gasPrice);
  const state = async (task, wanted) => {
    for (;;) {
      const { progress } = await fineTuning.getTask(provider, task);
      if (progress === wanted) return progress;
      if (progress === 'Failed') throw new Error(await fineTuning.getLog(provider, task));
      await setTimeout(100);
    }
  };

  await ledger.depositFund(10);
  await ledger.transferFund(provider, 'fine-tuning', 5n * unit);
  await fineTuning.acknowledgeProviderSigner(provider, gasPrice);
  const { datasetHash } = await fineTuning.uploadDatasetToTEE(provider, dataset);
  facts.dataset = datasetHash;
  const task = await fineTuning.createTask(provider, model, datasetHash, configuration);
  facts.task = task;
  facts.delivered = await state(task, 'Delivered');
  await fineTuning.acknowledgeModel(provider, task, `${folder}/sealed.bin`, { downloadMethod: 'tee', gasPrice });
  facts.finished = await state(task, 'Finished');
  await fineTuning.decryptModel(provider, task, `${folder}/sealed.bin`, `${folder}/model.zip`);
  const account = await fineTuning.getAccount(provider);
  facts.balance = account.balance;
  facts.deliverables = account.deliverables.map(({ id, acknowledged, settled }) => [id, acknowledged, settled]);
  facts.log = await fineTuning.getLog(provider, task);
  result(facts);
  process.exit(0);
} catch (error) {
  fail(error);
}
