using ZeroG.Chain;

namespace ZeroG.Compute.FineTuning;

/// <summary>Where a dataset lies for a task.</summary>
/// <param name="Hash">What the task calls it: its storage root, or the provider's own word.</param>
/// <param name="Route">How it got there, never <see cref="TransferRoute.Any"/>.</param>
/// <param name="Fee">What storing it cost, gas included; zero when nothing was paid.</param>
public sealed record DatasetLocation(string Hash, TransferRoute Route, TokenAmount Fee);
