using ZeroG.Chain;

namespace ZeroG.Storage.Submissions;

/// <summary>How long a submission is waited for, and what may be offered meanwhile.</summary>
/// <param name="Timeout">The longest wait.</param>
/// <param name="MaxGasPrice">The most per gas that a raised fee may offer; null for five times the first offer.</param>
public sealed record SubmissionPatience(TimeSpan Timeout, TokenAmount? MaxGasPrice = null);
