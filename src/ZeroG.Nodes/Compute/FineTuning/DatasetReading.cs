using ZeroG.Compute.FineTuning.Datasets;

namespace ZeroG.Nodes.Compute.FineTuning;

/// <summary>Reads a dataset as the user's own check does, so that both find the same fault and count the same tokens.</summary>
internal static class DatasetReading
{
    /// <summary>The tokens that are trained, estimated; at least one.</summary>
    /// <exception cref="TaskFailedException">The dataset is empty, or a line is wrong; its number is in the message.</exception>
    public static async Task<long> CountTokensAsync(string path, CancellationToken cancellationToken)
    {
        DatasetReport report = await DatasetCheck.RunAsync(path, cancellationToken: cancellationToken);
        return report switch
        {
            { Lines: 0 } => throw new TaskFailedException("dataset file is empty"),
            { FaultCount: > 1 } => throw new TaskFailedException(
                $"{report.Faults[0]} {report.FaultCount} of {report.Lines} lines are wrong."),
            { FaultCount: 1 } => throw new TaskFailedException($"{report.Faults[0]}"),
            _ => Math.Max(1, report.EstimatedTokens),
        };
    }
}
