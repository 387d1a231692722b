using System.Numerics;
using ZeroG.Chain;
using ZeroG.Chain.Transactions;
using ZeroG.DevChain.Blocks;
using ZeroG.DevChain.Contracts;
using ZeroG.DevChain.Execution;
using ZeroG.DevChain.State;

namespace ZeroG.DevChain.Pool;

/// <summary>What a transaction must satisfy before it comes into the pool, and again before it is executed.</summary>
internal sealed class AdmissionRules(DevChainOptions options, WorldState state, SystemContractSet contracts)
{
    /// <summary>The tip under which 0G's nodes refuse a transaction (0g-agentic-id, QUIRKS.md): 2 gwei.</summary>
    public static readonly TokenAmount MinimumTip = TokenAmount.FromGwei(2);

    /// <summary>Why the transaction cannot be taken at all; null when it can.</summary>
    public string? FindFault(ChainTransaction transaction, ulong blockGasLimit)
    {
        Transaction fields = transaction.Fields;
        ulong needed = Math.Max(GasRules.IntrinsicGas(fields), GasRules.FloorGas(fields.Data.Span));
        ulong nonce = state.NonceOf(transaction.Sender);
        return fields.Type > TransactionType.DynamicFee ? Refusal.TypeNotSupported
            : fields.ChainId is { } id && id != options.ChainId ? Refusal.ChainId(id, options.ChainId)
            : fields.To is null ? Refusal.NoCreation
            : !CanCall(fields.To.Value) ? Refusal.NoEvm(fields.To.Value)
            : fields.GasLimit > blockGasLimit ? Refusal.BlockGasLimit(fields.GasLimit, blockGasLimit)
            : transaction.TipCap > transaction.FeeCap ? Refusal.TipAboveFee(transaction.TipCap, transaction.FeeCap)
            : fields.GasLimit < needed ? Refusal.IntrinsicGas(fields.GasLimit, needed)
            : fields.Nonce < nonce ? Refusal.NonceTooLow(nonce, fields.Nonce)
            : state.HasCode(transaction.Sender) ? Refusal.SenderHasCode(transaction.Sender)
            : options.ZeroGravityMode && transaction.TipCap < MinimumTip.Wei ? Refusal.TipFloor(transaction.TipCap, MinimumTip)
            : FindFundsFault(transaction);
    }

    /// <summary>Why the transaction cannot be in a block with this base fee; null when it can.</summary>
    public static string? FindFeeFault(ChainTransaction transaction, BigInteger baseFee) =>
        transaction.FeeCap < baseFee ? Refusal.BaseFee(transaction.Sender, transaction.FeeCap, baseFee) : null;

    /// <summary>Why the sender cannot pay for the transaction; null when it can.</summary>
    public string? FindFundsFault(ChainTransaction transaction)
    {
        BigInteger balance = state.BalanceOf(transaction.Sender);
        return balance < transaction.MaximumCost ? Refusal.Funds(balance, transaction.MaximumCost) : null;
    }

    private bool CanCall(Address target) => contracts.IsLive(target, state) || !(state.HasCode(target) || Precompile.IsAt(target));
}
