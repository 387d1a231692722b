namespace ZeroG.Compute.FineTuning.Delivery;

/// <summary>How far the decryption of a model is.</summary>
/// <param name="Phase">What is being done, for example <c>Decrypting</c>.</param>
/// <param name="Done">Bytes done so far.</param>
/// <param name="Total">Bytes in all; zero when that is not known.</param>
public readonly record struct DecryptionProgress(string Phase, long Done, long Total);
