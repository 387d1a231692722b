// node ethers.js <http rpc> <ws rpc> <flow address>: what an ethers v6 user does with a chain. The key comes from PRIVATE_KEY.
import { ethers } from 'ethers';
import { fail, result } from './result.js';

const [http, ws, flowAddress] = process.argv.slice(2);
const flowAbi = [
  'function submit(tuple(tuple(uint256 length, bytes tags, tuple(bytes32 root, uint256 height)[] nodes) data, address submitter) '
    + 'submission) payable returns (uint256, bytes32, uint256, uint256)',
  'function market() view returns (address)',
  'event Submit(address indexed sender, bytes32 indexed identity, uint256 submissionIndex, uint256 startPos, uint256 length, '
    + 'tuple(uint256 length, bytes tags, tuple(bytes32 root, uint256 height)[] nodes) submission)',
];
// 0G refuses the tip that its own eth_maxPriorityFeePerGas names, so its users give their own.
const gwei = 1_000_000_000n;
const fees = process.argv[5] === 'own-fees' ? { maxPriorityFeePerGas: 2n * gwei, maxFeePerGas: 10n * gwei } : {};
const facts = {};
try {
  // ethers answers equal questions from a cache for 250 ms; a chain that mines at once is faster than that.
  const provider = new ethers.JsonRpcProvider(http, undefined, { pollingInterval: 50, cacheTimeout: -1 });
  const wallet = new ethers.Wallet(process.env.PRIVATE_KEY, provider);
  facts.chainId = (await provider.getNetwork()).chainId;

  // A plain transfer: sent, waited for, and the money is where it should be.
  const recipient = ethers.Wallet.createRandom().address;
  const transfer = await wallet.sendTransaction({ to: recipient, value: 12345n, ...fees });
  const receipt = await transfer.wait();
  facts.transferStatus = receipt.status;
  facts.gasUsed = receipt.gasUsed;
  facts.recipientBalance = await provider.getBalance(recipient);
  facts.transactionType = (await provider.getTransaction(transfer.hash)).type;
  const block = await provider.getBlock(receipt.blockNumber, true);
  facts.blockHoldsTransfer = block.prefetchedTransactions.some((t) => t.hash === transfer.hash && t.from === wallet.address);

  // A contract call with an event, found again by receipt, by query and by filter.
  const flow = new ethers.Contract(flowAddress, flowAbi, wallet);
  const market = new ethers.Contract(await flow.market(), ['function pricePerSector() view returns (uint256)'], provider);
  const price = await market.pricePerSector();
  const submission = { data: { length: 256n, tags: '0x', nodes: [{ root: ethers.id('sector'), height: 0n }] }, submitter: wallet.address };
  const heard = new Promise((resolve) => flow.once(flow.filters.Submit(wallet.address), (event) => resolve(event.log.transactionHash)));
  await provider.getBlockNumber();
  const submit = await flow.submit(submission, { value: price, ...fees });
  const submitReceipt = await submit.wait();
  facts.submitLogs = submitReceipt.logs.length;
  const [found] = await flow.queryFilter(flow.filters.Submit(wallet.address), submitReceipt.blockNumber, submitReceipt.blockNumber);
  facts.queriedIdentity = found.args.identity;
  facts.expectedIdentity = ethers.keccak256(ethers.id('sector'));
  facts.filterHeardSubmit = (await heard) === submit.hash;

  // A call that reverts gives its reason before any money moves.
  try {
    await flow.submit.staticCall({ ...submission, submitter: ethers.ZeroAddress }, { value: price });
    facts.revert = 'none';
  } catch (error) {
    facts.revert = error.code;
  }

  // The same chain over a websocket: the subscription sees the next block.
  const socket = new ethers.WebSocketProvider(ws);
  const blockSeen = new Promise((resolve) => socket.once('block', resolve));
  await socket.getBlockNumber();
  const next = await (await wallet.sendTransaction({ to: recipient, value: 1n, ...fees })).wait();
  facts.socketSawBlock = (await blockSeen) <= next.blockNumber;
  await socket.destroy();
  provider.destroy();
  result(facts);
  process.exit(0);
} catch (error) {
  fail(error);
}
