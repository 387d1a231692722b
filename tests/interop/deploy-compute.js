// node deploy-compute.js <chain rpc>: puts the official compute contracts on a chain as the official deployment does, each behind a proxy
// and initialised by the deployer. The bytecode is what the npm package of the SDK brings: ledger and inference are byte for byte those of
// mainnet, fine-tuning is of the commit before abandonDeliverable. No service is registered yet.
import { ethers } from 'ethers';
import { fail, result } from './result.js';

const [rpc] = process.argv.slice(2);
const sdk = './node_modules/@0gfoundation/0g-compute-ts-sdk/lib.commonjs';
const lockTime = 86400;
const penaltyPercentage = 30;

// EIP-1167, the smallest proxy, behind init code that returns it: codecopy(0, 9, size); return(0, size)
const proxyOf = (address) => `363d3d373d3d3d363d73${address.slice(2)}5af43d82803e903d91602b57fd5bf3`;
const initCode = (code) => `0x60${(code.length / 2).toString(16).padStart(2, '0')}8060095f395ff3${code}`;

try {
  const provider = new ethers.JsonRpcProvider(rpc, undefined, { cacheTimeout: -1, pollingInterval: 20 });
  const deployer = await provider.getSigner(0);
  const owner = await deployer.getAddress();
  const deploy = async (area, contract) => {
    const factories = await import(`${sdk}/${area}/contract/typechain/factories/${contract}__factory.js`);
    const factory = new factories[`${contract}__factory`](deployer);
    const code = await (await factory.deploy()).waitForDeployment();
    const proxy = await (await deployer.sendTransaction({ data: initCode(proxyOf(await code.getAddress())) })).wait();
    return code.attach(proxy.contractAddress);
  };
  const ledger = await deploy('ledger', 'LedgerManager');
  const inference = await deploy('inference', 'InferenceServing');
  const fineTuning = await deploy('fine-tuning', 'FineTuningServing');
  const at = await ledger.getAddress();
  await (await ledger.initialize(owner)).wait();
  await (await inference.initialize(lockTime, at, owner)).wait();
  await (await fineTuning.initialize(lockTime, at, owner, penaltyPercentage)).wait();
  result({
    ledger: at,
    inference: await inference.getAddress(),
    fineTuning: await fineTuning.getAddress(),
    minimumDeposit: await ledger.MIN_ACCOUNT_BALANCE(),
    minimumTransfer: await ledger.MIN_TRANSFER_AMOUNT(),
    time: (await provider.getBlock('latest')).timestamp,
  });
  process.exit(0);
} catch (error) {
  fail(error);
}
