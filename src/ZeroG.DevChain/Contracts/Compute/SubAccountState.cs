using System.Numerics;
using ZeroG.Chain;
using ZeroG.Compute.Contracts;
using ZeroG.DevChain.Execution;

namespace ZeroG.DevChain.Contracts.Compute;

/// <summary>
/// What one user has with one provider in one service. Token revocation belongs to inference and deliverables to fine-tuning; everything
/// about money is the same in both.
/// </summary>
/// <param name="User">Whose money it is.</param>
/// <param name="Provider">Who may be paid from it.</param>
/// <remarks>Source: 0g-serving-contract, contracts/inference/InferenceAccount.sol, contracts/fine-tuning/FineTuningAccount.sol.</remarks>
internal sealed record SubAccountState(Address User, Address Provider)
{
    /// <summary>What the contracts show where there is no account.</summary>
    public static SubAccountState None { get; } = new(Address.Zero, Address.Zero);

    /// <summary>Number of the last settlement; only higher ones are taken.</summary>
    public BigInteger Nonce { get; init; }

    /// <summary>Wei, with what waits to be refunded.</summary>
    public BigInteger Balance { get; init; }

    public RefundQueue Refunds { get; init; } = RefundQueue.Empty;

    public string AdditionalInfo { get; init; } = "";

    /// <summary>Whether the user trusts the provider's signer.</summary>
    public bool IsAcknowledged { get; init; }

    /// <summary>Tokens of an earlier generation are revoked.</summary>
    public BigInteger Generation { get; init; }

    /// <summary>One bit for every revoked token of this generation.</summary>
    public BigInteger RevokedBitmap { get; init; }

    public DeliverableList Deliverables { get; init; } = DeliverableList.Empty;

    /// <summary>Wei that a refund can still be asked for.</summary>
    public BigInteger Free => Balance - Refunds.Pending;

    /// <summary>Adds money, and cancels refunds that wait.</summary>
    public SubAccountState Deposit(BigInteger amount, BigInteger cancelled) =>
        this with { Balance = Balance + amount, Refunds = Refunds.Cancel(cancelled) };

    /// <summary>Asks for everything that is free; nothing changes when there is nothing.</summary>
    /// <exception cref="RevertException">As many refunds wait as can.</exception>
    public SubAccountState RequestRefund(ulong now) =>
        Free.IsZero ? this
        : Refunds.IsFull ? throw RevertException.WithError(InferenceErrors.TooManyRefunds, User, Provider)
        : this with { Refunds = Refunds.Add(Free, now) };

    /// <summary>Takes out the refunds that have waited long enough.</summary>
    public SubAccountState Release(ulong now, BigInteger lockTime, out BigInteger released)
    {
        RefundQueue left = Refunds.Release(now, lockTime, out released);
        return this with { Balance = Balance - released, Refunds = left };
    }

    /// <summary>Pays a fee of at most the balance, with what waits to be refunded where nothing else is left.</summary>
    public SubAccountState Spend(BigInteger fee) =>
        this with { Balance = Balance - fee, Refunds = fee > Free ? Refunds.Cancel(fee - Free) : Refunds };

    /// <summary>Sets the user's trust.</summary>
    /// <exception cref="RevertException">Trust is to be taken from a provider that still holds money.</exception>
    public SubAccountState Acknowledge(bool acknowledged) => IsAcknowledged && !acknowledged && !Balance.IsZero
        ? throw RevertException.WithError(InferenceErrors.CannotRevokeWithNonZeroBalance, User, Provider, Balance)
        : this with { IsAcknowledged = acknowledged };
}
