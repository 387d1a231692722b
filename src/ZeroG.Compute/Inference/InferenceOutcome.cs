using ZeroG.Chain;

namespace ZeroG.Compute.Inference;

/// <summary>
/// An answer that was paid, and what is wrong with it all the same. The answer is handed out in any case: it is paid.
/// </summary>
/// <param name="Answer">The answer.</param>
/// <param name="Failures">What failed after it came: its file, or its verification.</param>
/// <param name="Remark">What a careful colleague would mention; null for nothing.</param>
public sealed record InferenceOutcome(InferenceResult Answer, IReadOnlyList<ZeroGException> Failures, string? Remark);
