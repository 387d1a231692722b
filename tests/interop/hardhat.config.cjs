// A real EVM for official bytecode. A transaction that reverts is mined, as on every real chain, and not refused.
module.exports = {
  networks: {
    hardhat: {
      chainId: 31337,
      throwOnTransactionFailures: false,
      throwOnCallFailures: true,
    },
  },
};
