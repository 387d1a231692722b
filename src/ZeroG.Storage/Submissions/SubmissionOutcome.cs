using ZeroG.Chain;
using ZeroG.Storage.Contracts;

namespace ZeroG.Storage.Submissions;

/// <summary>The certain end of a submission.</summary>
/// <param name="Fate">What became of it.</param>
/// <param name="Log">Its entry; null unless it was logged.</param>
/// <param name="Block">The block that executed it; null when none did.</param>
/// <param name="Fee">The value that went with it: the storage fee.</param>
/// <param name="GasFee">What the chain took for executing it.</param>
/// <param name="Reason">Why it reverted, for the user; null when it did not.</param>
public sealed record SubmissionOutcome(
    SubmissionFate Fate, SubmitLog? Log, long? Block, TokenAmount Fee, TokenAmount GasFee, string? Reason = null);
