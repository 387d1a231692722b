namespace ZeroG.Interop.Tests.Flow;

/// <summary>One thing that is done to both chains.</summary>
/// <param name="Blocks">Empty blocks to mine before.</param>
/// <param name="Call">What is sent.</param>
/// <param name="LegacyData">The same call data in the legacy form, which ours takes too; null where there is none.</param>
/// <param name="Views">What to look at afterwards.</param>
internal sealed record FlowStep(ulong Blocks, FlowCall Call, byte[]? LegacyData, IReadOnlyList<FlowView> Views);
