// node compute-accounts.js <chain rpc> <provider>: a user of the official compute SDK, unmodified, from the first deposit to the last
// refund. The SDK finds the contracts by the chain id. The key comes from PRIVATE_KEY.
import { ethers } from 'ethers';
import { fail, result } from './result.js';

const [rpc, provider] = process.argv.slice(2);
const { createZGComputeNetworkBroker } = await import('@0gfoundation/0g-compute-ts-sdk');
const unit = 10n ** 18n;
const facts = {};

// Without a price the SDK pauses for a second before every transaction.
const gasPrice = 10_000_000_000;
try {
  const chain = new ethers.JsonRpcProvider(rpc, undefined, { pollingInterval: 50, cacheTimeout: -1 });
  const broker = await createZGComputeNetworkBroker(
    new ethers.Wallet(process.env.PRIVATE_KEY, chain), undefined, undefined, undefined, gasPrice);
  const ledger = async () => {
    const { availableBalance, totalBalance } = await broker.ledger.getLedger();
    return [availableBalance, totalBalance];
  };

  facts.services = (await broker.inference.listService()).map((service) => [service.provider, service.model, service.url]);
  facts.fineTuningServices = (await broker.fineTuning.listService()).map((service) => [service.provider, [...service.models]]);
  await broker.ledger.depositFund(6);
  await broker.inference.acknowledgeProviderSigner(provider, gasPrice);
  facts.acknowledged = await broker.inference.acknowledged(provider);
  facts.signer = await broker.inference.checkProviderSignerStatus(provider);
  facts.afterFirstTransfer = await ledger();
  await broker.ledger.transferFund(provider, 'inference', 2n * unit);
  await broker.ledger.transferFund(provider, 'fine-tuning', unit);
  await broker.inference.revokeApiKey(provider, 3, gasPrice);
  const account = await broker.inference.getAccount(provider);
  facts.balance = account.balance;
  facts.revoked = account.revokedBitmap;

  await broker.ledger.retrieveFund('inference');
  const [, refunds] = await broker.inference.getAccountWithDetail(provider);
  facts.refunds = refunds.map((refund) => refund.amount);
  facts.afterRequest = await ledger();
  await chain.send('evm_increaseTime', [86400]);
  await chain.send('evm_mine', []);
  await broker.ledger.retrieveFund('inference');
  facts.afterLock = await ledger();
  await broker.ledger.refund(1);
  facts.afterWithdrawal = await ledger();
  facts.refusal = await broker.ledger.transferFund(provider, 'inference', 100n * unit).catch((error) => error.message);
  result(facts);
  process.exit(0);
} catch (error) {
  fail(error);
}
