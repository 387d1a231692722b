namespace ZeroG.Compute.FineTuning.Datasets;

/// <summary>What is wrong with a line.</summary>
/// <param name="Line">The line, from 1.</param>
/// <param name="Reason">What is wrong, for example <c>not valid JSON</c>.</param>
public sealed record DatasetFault(long Line, string Reason)
{
    /// <summary>For example <c>Line 7312: not valid JSON.</c></summary>
    public override string ToString() => $"Line {Line}: {Reason}.";
}
