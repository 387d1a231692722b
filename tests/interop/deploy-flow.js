// node deploy-flow.js <chain rpc> <npm package> <blocks per epoch> <delay> <price>: puts the official Flow and market on a chain as the
// official deployment does, each behind a proxy and initialised by the deployer. The bytecode is what the npm package brings.
import { ethers } from 'ethers';
import { fail, result } from './result.js';

const [rpc, name, blocksPerEpoch, delay, price] = process.argv.slice(2);

// The packages bring no reward pool. This one takes all that comes, and logs what fillReward was called with and the value:
// calldatacopy(0, 4, 64); mstore(64, callvalue()); log1(0, 96, topic); stop
const filled = ethers.id('Filled(uint256,uint256,uint256)').slice(2);
const rewardPool = `604060045f37346040527f${filled}60605fa100`;

// EIP-1167, the smallest proxy.
const proxyOf = (address) => `363d3d373d3d3d363d73${address.slice(2)}5af43d82803e903d91602b57fd5bf3`;

// Init code that returns the code behind it: codecopy(0, 9, size); return(0, size)
const initCode = (code) => `0x60${(code.length / 2).toString(16).padStart(2, '0')}8060095f395ff3${code}`;

try {
  const provider = new ethers.JsonRpcProvider(rpc, undefined, { cacheTimeout: -1, pollingInterval: 20 });
  const deployer = await provider.getSigner(0);
  const deploy = async (data) => (await (await deployer.sendTransaction({ data })).wait()).contractAddress;
  const factory = async (area, contract) =>
    (await import(`./node_modules/${name}/lib.esm/contracts/${area}/factories/${contract}__factory.js`))[`${contract}__factory`];

  const flowFactory = new (await factory('flow', 'FixedPriceFlow'))(deployer);
  const marketFactory = new (await factory('market', 'FixedPrice'))(deployer);

  // Until the storage of upgradeable contracts moved, Flow took both numbers at construction and had no proxy-safe state.
  const legacy = flowFactory.interface.deploy.inputs.length === 2;
  const flowCode = await (await flowFactory.deploy(...(legacy ? [blocksPerEpoch, delay] : [delay]))).waitForDeployment();
  const marketCode = await (await marketFactory.deploy()).waitForDeployment();
  const at = async (contract) =>
    legacy ? contract : contract.attach(await deploy(initCode(proxyOf(await contract.getAddress()))));
  const flow = await at(flowCode);
  const market = await at(marketCode);
  const reward = await deploy(initCode(rewardPool));
  await (await market.initialize(price, await flow.getAddress(), reward)).wait();
  await (await (legacy ? flow.initialize(await market.getAddress()) : flow.initialize(await market.getAddress(), blocksPerEpoch))).wait();
  result({
    flow: await flow.getAddress(),
    market: await market.getAddress(),
    reward,
    firstBlock: Number(await flow.firstBlock()),
    block: await provider.getBlockNumber(),
  });
  process.exit(0);
} catch (error) {
  fail(error);
}
