using ZeroG.Chain;
using ZeroG.Nodes.Logging;

namespace ZeroG.Nodes.Compute.FineTuning;

/// <summary>Log lines 450 to 499: the fine-tuning side of a compute provider. Numbers are never reused.</summary>
internal static class FineTuningLog
{
    // On a development chain nobody can be misled, and nothing is amiss.
    public static void Serving(NodeLog log, IFineTuningChain chain, IEnumerable<string> models) => log.Write(
        chain.IsLocal ? NodeLogLevel.Information : NodeLogLevel.Warning, 450,
        $"{StandIn.Notice} {chain.Provider} takes tasks for {string.Join(", ", models)}.");

    public static void Registered(NodeLog log, Address provider, Uri url) =>
        log.Write(NodeLogLevel.Information, 451, $"The fine-tuning service of {provider} is registered at {url}.");

    public static void Unchanged(NodeLog log, Address provider) =>
        log.Write(NodeLogLevel.Information, 452, $"The fine-tuning service of {provider} stands on the chain as it is offered.");

    public static void TaskMoved(NodeLog log, Guid task, string what) => log.Write(NodeLogLevel.Information, 453, $"Task {task}: {what}");

    public static void TaskWarned(NodeLog log, Guid task, string what) => log.Write(NodeLogLevel.Warning, 454, $"Task {task}: {what}");

    public static void DatasetTaken(NodeLog log, Address user, Hash256 hash, long size) =>
        log.Write(NodeLogLevel.Information, 455, $"{user} uploaded dataset {hash} of {size} bytes.");

    public static void NotAcknowledged(NodeLog log, IFineTuningChain chain) => log.Write(
        chain.IsLocal ? NodeLogLevel.Information : NodeLogLevel.Warning, 457,
        $"The operator of the contract has not acknowledged the signer of {chain.Provider}: tasks are refused until "
        + "acknowledgeTEESignerByOwner.");

    public static void RoundFailed(NodeLog log, string what, Exception failure) =>
        log.Write(NodeLogLevel.Warning, 456, $"{what} failed and is tried again: {failure.Message}");
}
