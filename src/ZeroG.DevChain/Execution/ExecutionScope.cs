using System.Numerics;
using ZeroG.Chain;
using ZeroG.Chain.Abi;
using ZeroG.DevChain.Contracts;
using ZeroG.DevChain.State;

namespace ZeroG.DevChain.Execution;

/// <summary>One execution in progress: its gas, its logs, and the one place where a call finds its target.</summary>
internal sealed class ExecutionScope(
    WorldState state, SystemContractSet contracts, ulong chainId, BlockContext block, GasMeter gas, Func<ulong, Hash256> blockHash)
{
    // Yellow paper, appendix G: value transfer, log, topic and byte of log data.
    private const ulong ValueTransferGas = 9_000;
    private const ulong LogGas = 375;
    private const ulong LogTopicGas = 375;
    private const ulong LogByteGas = 8;

    // Yellow paper, section 9.4: calls nest at most 1024 deep.
    private const int MaximumDepth = 1024;

    private readonly List<EmittedLog> _logs = [];

    public WorldState State => state;

    public ulong ChainId => chainId;

    public BlockContext Block => block;

    public GasMeter Gas => gas;

    public IReadOnlyList<EmittedLog> Logs => _logs;

    public Hash256 BlockHash(ulong number) => blockHash(number);

    public void Emit(Address contract, AbiLog log)
    {
        gas.Use(LogGas + ((ulong)log.Topics.Length * LogTopicGas) + ((ulong)log.Data.Length * LogByteGas));
        _logs.Add(new EmittedLog(contract, log));
    }

    /// <summary>
    /// Moves the value and runs what lives at the target. Taking back a failed call is the business of who catches the exception.
    /// </summary>
    public byte[] Call(Address caller, Address to, BigInteger value, ReadOnlyMemory<byte> data, int depth)
    {
        if (depth > MaximumDepth)
        {
            throw RevertException.Empty();
        }

        if (depth > 0 && !value.IsZero)
        {
            gas.Use(ValueTransferGas);
        }

        if (!state.TryTransfer(caller, to, value))
        {
            throw RevertException.Empty();
        }

        if (contracts.IsLive(to, state) && contracts.TryGet(to, out ISystemContract? contract))
        {
            return contract.Invoke(new CallContext(this, caller, to, value, data, depth));
        }

        return state.HasCode(to) || Precompile.IsAt(to)
            ? throw new ExecutionException($"no EVM: {to} holds EVM code, and this chain runs only its native contracts")
            : [];
    }

    /// <summary>As <see cref="Call"/>, but a refusal is taken back here and ends in null, as with a low-level call of Solidity.</summary>
    public byte[]? TryCall(Address caller, Address to, BigInteger value, ReadOnlyMemory<byte> data, int depth)
    {
        long start = state.Journal.Position;
        int logs = _logs.Count;
        try
        {
            return Call(caller, to, value, data, depth);
        }
        catch (RevertException)
        {
            state.Journal.RevertTo(start);
            _logs.RemoveRange(logs, _logs.Count - logs);
            return null;
        }
    }
}
