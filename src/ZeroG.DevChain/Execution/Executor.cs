using System.Numerics;
using ZeroG.Chain;
using ZeroG.Chain.Transactions;
using ZeroG.DevChain.Blocks;
using ZeroG.DevChain.Contracts;
using ZeroG.DevChain.State;

namespace ZeroG.DevChain.Execution;

/// <summary>
/// Runs messages and transactions against the state. A failure takes everything back but, for a transaction, nonce and fee.
/// </summary>
internal sealed class Executor(
    WorldState state, SystemContractSet contracts, ulong chainId, Func<ulong, Hash256> hashOfBlock, bool zeroGravityGas)
{
    // EIP-2935: how far back a contract can see.
    private const ulong HashWindow = 8191;

    /// <summary>Runs a message and leaves its changes in the state; fees are not touched.</summary>
    public ExecutionResult Run(Message message, BlockContext block)
    {
        long start = state.Journal.Position;
        GasMeter gas = new(message.GasLimit);
        ExecutionScope scope = new(state, contracts, chainId, block, gas, number => HashSeenFrom(block.Number, number));
        try
        {
            gas.Use(message.IntrinsicGas);
            Address to = message.To ?? throw new ExecutionException(
                "no EVM: this chain runs only its native contracts and cannot create others");
            byte[] output = scope.Call(message.From, to, message.Value, message.Data, depth: 0);
            return new ExecutionResult(ExecutionStatus.Success, gas.Used, output, scope.Logs, Error: null);
        }
        catch (RevertException revert)
        {
            state.Journal.RevertTo(start);
            string reason = revert.RevertData.IsEmpty ? "execution reverted" : $"execution reverted: {revert.Message}";
            return new ExecutionResult(ExecutionStatus.Reverted, gas.Used, revert.RevertData, [], reason);
        }
        catch (OutOfGasException)
        {
            state.Journal.RevertTo(start);
            return new ExecutionResult(ExecutionStatus.OutOfGas, gas.Used, ReadOnlyMemory<byte>.Empty, [], "out of gas");
        }
        catch (ExecutionException failure)
        {
            state.Journal.RevertTo(start);
            gas.SpendAll();
            return new ExecutionResult(ExecutionStatus.Failed, gas.Used, ReadOnlyMemory<byte>.Empty, [], failure.Message);
        }
        catch (Exception fault)
        {
            // A fault in a native contract must not stop the chain: the transaction fails, and whoever calls is told what happened.
            state.Journal.RevertTo(start);
            gas.SpendAll();
            string error = $"fault in a native contract: {fault.GetType().Name}: {fault.Message}";
            return new ExecutionResult(ExecutionStatus.Failed, gas.Used, ReadOnlyMemory<byte>.Empty, [], error);
        }
    }

    /// <summary>
    /// Applies a transaction that the pool has checked against this state: nonce, gas bought, execution, gas given back, tip paid.
    /// </summary>
    public ExecutionResult Apply(ChainTransaction transaction, BlockContext block)
    {
        Transaction fields = transaction.Fields;
        Address sender = transaction.Sender;
        BigInteger price = GasRules.EffectiveGasPrice(block.BaseFee, fields)
            ?? throw new ArgumentException("The fee cap does not cover the base fee of the block.", nameof(transaction));
        state.SetNonce(sender, fields.Nonce + 1);
        state.Credit(sender, -(price * fields.GasLimit));

        ExecutionResult result = Run(
            new Message(sender, fields.To, fields.Value, fields.Data, fields.GasLimit, GasRules.IntrinsicGas(fields)), block);
        ulong charged = Math.Max(result.GasUsed, GasRules.FloorGas(fields.Data.Span));
        charged = zeroGravityGas ? GasRules.ZeroGravityChargedGas(fields.GasLimit, charged) : charged;

        state.Credit(sender, price * (fields.GasLimit - charged));
        state.Credit(block.Coinbase, (price - block.BaseFee) * charged);
        return result with { GasUsed = charged };
    }

    private Hash256 HashSeenFrom(ulong current, ulong number) =>
        number < current && current - number <= HashWindow ? hashOfBlock(number) : Hash256.Zero;
}
