using System.Numerics;
using ZeroG.Chain;
using ZeroG.Storage.Contracts;

namespace ZeroG.Storage.Submissions;

/// <summary>The certain end of a submission.</summary>
/// <param name="Fate">What became of it.</param>
/// <param name="Logs">The entries of its files in their order; empty unless it was logged.</param>
/// <param name="Transaction">The version that was executed; null when none was.</param>
/// <param name="Block">The block that executed it; null when none did.</param>
/// <param name="Fee">The value that went with it: the storage fee of all its files.</param>
/// <param name="GasFee">What the chain took for executing it.</param>
/// <param name="Reason">Why it reverted, for the user; null when it did not.</param>
public sealed record SubmissionOutcome(
    SubmissionFate Fate, IReadOnlyList<SubmitLog> Logs, Hash256? Transaction, long? Block, TokenAmount Fee, TokenAmount GasFee,
    string? Reason = null)
{
    /// <summary>Another transaction took the nonce.</summary>
    public static SubmissionOutcome Replaced { get; } =
        new(SubmissionFate.Replaced, [], null, null, TokenAmount.Zero, TokenAmount.Zero);

    /// <summary>
    /// What one of the files cost. The shares add up to the whole: the storage fee by sectors, which is exact, the gas in equal parts and
    /// its rest with the first.
    /// </summary>
    /// <param name="index">The file's place in the call.</param>
    public (TokenAmount Fee, TokenAmount GasFee) ShareOf(int index)
    {
        BigInteger sectors = BigInteger.Zero;
        foreach (SubmitLog log in Logs)
        {
            sectors += log.Sectors;
        }

        BigInteger gas = BigInteger.DivRem(GasFee.Wei, Logs.Count, out BigInteger rest);
        return (new TokenAmount(Fee.Wei * Logs[index].Sectors / sectors), new TokenAmount(index == 0 ? gas + rest : gas));
    }
}
