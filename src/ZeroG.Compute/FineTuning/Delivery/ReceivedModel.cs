namespace ZeroG.Compute.FineTuning.Delivery;

/// <summary>An encrypted model on this machine.</summary>
/// <param name="Path">Full path.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Source">Where it came from.</param>
/// <param name="Hash">By what the chain knows it; <see cref="ModelHashKind.None"/> for a file that was taken though it is not the
/// one.</param>
public sealed record ReceivedModel(string Path, long Size, ModelSource Source, ModelHashKind Hash);
