namespace ZeroG.PowerShell.Compute.Inference;

/// <summary>
/// A prompt as it was given. A type of its own, since the engine makes text of every object: it would ask, and pay for,
/// <c>@{Id=1; Question=…}</c>.
/// </summary>
/// <param name="text">The text.</param>
public sealed class PromptText(string text)
{
    /// <summary>The text.</summary>
    public override string ToString() => text;
}
