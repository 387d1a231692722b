using ZeroG.Chain;

namespace ZeroG.Nodes.Storage;

/// <summary>The chain as <see cref="LogSync"/> sees it.</summary>
internal interface IFlowLogSource
{
    /// <summary>Number of the newest block.</summary>
    Task<long> GetHeadAsync(CancellationToken cancellationToken);

    /// <summary>Hash of a block; null when the chain has none of that number.</summary>
    Task<Hash256?> GetBlockHashAsync(long number, CancellationToken cancellationToken);

    /// <summary>The submissions of a range of blocks, ends included, in order, each with its block.</summary>
    Task<IReadOnlyList<FlowSubmission>> GetSubmissionsAsync(long first, long last, CancellationToken cancellationToken);
}
