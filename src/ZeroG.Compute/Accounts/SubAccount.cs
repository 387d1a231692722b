using System.Numerics;
using ZeroG.Chain;
using static ZeroG.Compute.Contracts.AbiFields;

namespace ZeroG.Compute.Accounts;

/// <summary>What one user holds with one provider in one market.</summary>
public sealed record SubAccount
{
    /// <summary>The market.</summary>
    public required ServiceKind Service { get; init; }

    /// <summary>Whose money it is.</summary>
    public required Address User { get; init; }

    /// <summary>Whom it can be paid to.</summary>
    public required Address Provider { get; init; }

    /// <summary>Number of the last settlement; the next must have a larger one.</summary>
    public required BigInteger Nonce { get; init; }

    /// <summary>All that lies here, waiting refunds included.</summary>
    public required TokenAmount Balance { get; init; }

    /// <summary>The part that was asked back.</summary>
    public required TokenAmount PendingRefund { get; init; }

    /// <summary>The part that was not asked back. The provider may be paid from both, from this one first.</summary>
    public TokenAmount Free => Balance > PendingRefund ? Balance - PendingRefund : TokenAmount.Zero;

    /// <summary>The refunds that wait, the oldest first; entries of the contract's list that no longer count are left out.</summary>
    public required IReadOnlyList<PendingRefund> Refunds { get; init; }

    /// <summary>A text that was copied from the main account when this one was made.</summary>
    public required string AdditionalInfo { get; init; }

    /// <summary>True when the user trusts the provider's signer, which every transfer says by itself.</summary>
    public required bool IsAcknowledged { get; init; }

    /// <summary>API keys of an earlier generation are void; 0 for fine-tuning.</summary>
    public BigInteger Generation { get; init; }

    /// <summary>A bit for each API key of this generation that was revoked; 0 for fine-tuning.</summary>
    public BigInteger RevokedBitmap { get; init; }

    /// <summary>Trained models, the oldest first; empty for inference.</summary>
    public IReadOnlyList<Deliverable> Deliverables { get; init; } = [];

    /// <summary>A line for people.</summary>
    public override string ToString() =>
        $"{ServiceKinds.NameOf(Service)} {Provider}: {Free} free" + (PendingRefund.IsZero ? "" : $", {PendingRefund} asked back");

    /// <summary>Takes the fields of <c>Account</c> of the inference contract.</summary>
    /// <param name="fields">The struct.</param>
    /// <param name="lockTime">How long refunds are locked.</param>
    public static SubAccount FromInferenceAbi(object?[] fields, TimeSpan lockTime) => new()
    {
        Service = ServiceKind.Inference,
        User = (Address)fields[0]!,
        Provider = (Address)fields[1]!,
        Nonce = (BigInteger)fields[2]!,
        Balance = Amount(fields[3]),
        PendingRefund = Amount(fields[4]),
        Refunds = ReadRefunds(fields[5], fields[8], lockTime),
        AdditionalInfo = (string)fields[6]!,
        IsAcknowledged = (bool)fields[7]!,
        Generation = (BigInteger)fields[9]!,
        RevokedBitmap = (BigInteger)fields[10]!,
    };

    /// <summary>Takes the fields of <c>AccountDetails</c> of the fine-tuning contract.</summary>
    /// <inheritdoc cref="FromInferenceAbi"/>
    public static SubAccount FromFineTuningAbi(object?[] fields, TimeSpan lockTime) => new()
    {
        Service = ServiceKind.FineTuning,
        User = (Address)fields[0]!,
        Provider = (Address)fields[1]!,
        Nonce = (BigInteger)fields[2]!,
        Balance = Amount(fields[3]),
        PendingRefund = Amount(fields[4]),
        Refunds = ReadRefunds(fields[5], fields[8], lockTime),
        AdditionalInfo = (string)fields[6]!,
        IsAcknowledged = (bool)fields[11]!,
        Deliverables = List(fields[7], Deliverable.FromAbi),
    };

    private static IReadOnlyList<PendingRefund> ReadRefunds(object? list, object? valid, TimeSpan lockTime) =>
    [
        .. List(list, refund => (Amount: Amount(refund[1]), At: Time(refund[2])))
            .Take(Count(valid))
            .Select(refund => new PendingRefund(refund.Amount, refund.At, Later(refund.At, lockTime))),
    ];
}
